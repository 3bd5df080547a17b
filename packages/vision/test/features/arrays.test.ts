import { readFileSync } from 'node:fs';
import {
  DataError,
  FileError,
  GraftError,
  randomBits,
  type Tensor,
  tensor,
  toNumbers,
  UsageError,
} from '@graftml/core';
import { featureSets, type NpyArray, parseNpy, readNpz } from '@graftml/vision';
import { readArrays } from '@graftml/vision/node';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';
import { scratch } from '../support/files.ts';
import { bytesOf } from '../support/reference.ts';

const { write } = scratch();

/** Saved by NumPy: made by test/reference/arrays.py. */
const reference: {
  readonly cases: readonly {
    readonly descr: string;
    readonly fortran: boolean;
    readonly shape: readonly number[];
    readonly file: string;
    readonly values: readonly (number | string)[];
  }[];
  readonly archives: Readonly<Record<'stored' | 'compressed', string>>;
  readonly arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>>;
  readonly refused: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(new URL('../reference/arrays.json', import.meta.url), 'utf8'));

const valuesOf = (array: NpyArray) => (array.dtype === 'string' ? array.data : toNumbers(array));

describe('parseNpy', () => {
  test.each(reference.cases.map((it, i) => ({ i, ...it })))(
    'reads array $i, $descr, fortran $fortran, $shape, as NumPy does',
    ({ file, shape, values }) => {
      const array = parseNpy(bytesOf(file), 'a.npy');
      expect(array.shape).toEqual(shape);
      expect(valuesOf(array)).toEqual(values);
    },
  );

  test.each(Object.entries(reference.refused))('refuses %s', async (_, file) => {
    await failure(FileError, () => parseNpy(bytesOf(file), 'a.npy'));
  });

  test('refuses what is cut short or goes on, and other files', async () => {
    const file = bytesOf(reference.cases[0]!.file);
    const cut = await failure(FileError, () => parseNpy(file.subarray(0, -1), 'x.npy'));
    expect(cut.message).toMatch(/^x\.npy: ends too early\. Expected 176 bytes for <f4 \[3,4\]; received 175/);
    await failure(FileError, () => parseNpy(Uint8Array.of(...file, 0), 'x.npy'));
    for (const length of [0, 5, 11, 40]) await failure(FileError, () => parseNpy(file.subarray(0, length), 'x.npy'));
    await failure(FileError, () => parseNpy(new Uint8Array(100), 'x.npy'));
  });
});

describe('readNpz', () => {
  test.each(Object.entries(reference.archives))('reads what is %s', async (name, file) => {
    const path = await write(`${name}.npz`, bytesOf(file));
    const arrays = await readArrays(path);
    expect(Object.keys(arrays)).toEqual(['train', 'valid', 'test']);
    for (const [key, { shape, values }] of Object.entries(reference.arrays))
      expect([arrays[key]!.shape, valuesOf(arrays[key]!)]).toEqual([shape, values]);
  });

  test('spoilt files end in arrays or in a typed error', async () => {
    const files = [...Object.values(reference.archives), ...reference.cases.map(({ file }) => file)].map(bytesOf);
    const random = randomBits({ seed: 2, purpose: 'spoil' }, 60_000);
    let at = 0;
    const below = (n: number) => random[at++]! % n;
    const endings = { read: 0, refused: 0 };
    for (let run = 0; run < 1500; run++) {
      const index = below(files.length);
      const spoilt = files[index]!.slice(0, below(4) ? undefined : below(files[index]!.length));
      for (let changes = 1 + below(5); changes > 0 && spoilt.length > 0; changes--)
        spoilt[below(spoilt.length)] = [0, 0xff, below(256)][below(3)]!;
      try {
        if (index < 2) await readNpz(spoilt, 'a.npz');
        else parseNpy(spoilt, 'a.npy');
        endings.read++;
      } catch (error) {
        expect(error, `${error}`).toBeInstanceOf(GraftError);
        endings.refused++;
      }
    }
    expect(Math.min(endings.read, endings.refused)).toBeGreaterThan(100);
  });

  test('other files are refused', async () => {
    await failure(FileError, async () => readArrays(await write('a.npz', 'text')));
    await failure(FileError, () => readArrays('nowhere.npz'));
  });
});

describe('featureSets', () => {
  const x = (n: number): Tensor =>
    tensor(
      'float32',
      [n, 2],
      Array.from({ length: 2 * n }, (_, i) => i),
    );
  const ints = (...values: number[]): Tensor => tensor('int32', [values.length], values);

  test('the published form: train, valid and test, with labels given beside them', async () => {
    const arrays = await readNpz(bytesOf(reference.archives.compressed), 'a.npz');
    const labels = { train: [0, 1, 2, 0, 1, 2], validation: ints(2, 1, 0), test: [1, 1] };
    const { train, validation, test: held, classNames } = featureSets(arrays, { labels });
    expect([train.size, validation?.size, held?.size, classNames]).toEqual([6, 3, 2, ['0', '1', '2']]);
    expect(validation!.get(1)).toEqual({
      x: { dtype: 'float32', shape: [2, 3], data: Float32Array.from(reference.arrays.valid!.values.slice(6, 12)) },
      y: { dtype: 'int32', shape: [], data: Int32Array.of(1) },
    });
    expect(() => train.get(6)).toThrow(UsageError);
    expect((await failure(DataError, () => featureSets(arrays))).message).toMatch(/^train: has no labels/);
  });

  test.each([
    { x_train: x(2), y_train: ints(1, 0), x_test: x(1), y_test: ints(1) },
    { train_features: x(2), train_labels: ints(1, 0), test_features: x(1), test_labels: ints(1) },
    { train: x(2), 'train-labels': tensor('int64', [2, 1], [1n, 0n]), test: x(1), label_test: ints(1) },
  ] as Record<string, NpyArray>[])('names in the form of set %#', (arrays) => {
    const { train, test: held, classNames } = featureSets(arrays);
    expect([[...train.labels!], [...held!.labels!], classNames]).toEqual([[1, 0], [1], ['0', '1']]);
  });

  test('labels by name, in rows, and several at once', () => {
    const text = (...data: string[]): NpyArray => ({ dtype: 'string', shape: [data.length], data });
    const named = featureSets({ features: x(3), labels: text('dog', 'cat', 'dog') });
    expect([named.classNames, [...named.train.labels!]]).toEqual([
      ['cat', 'dog'],
      [1, 0, 1],
    ]);
    const classes = text('a', 'b', 'c');
    const rows = featureSets({ x: x(2), y: tensor('float32', [2, 3], [0, 0, 1, 1, 0, 0]), classes });
    expect([rows.classNames, [...rows.train.labels!]]).toEqual([
      ['a', 'b', 'c'],
      [2, 0],
    ]);
    const several = featureSets({ x: x(2), y: tensor('uint8', [2, 3], [0, 1, 1, 0, 0, 0]) });
    expect([several.classNames.length, several.train.labels]).toEqual([3, undefined]);
    expect(several.train.get(0).y).toEqual({ dtype: 'float32', shape: [3], data: Float32Array.of(0, 1, 1) });
  });

  test('refuses what does not fit together', async () => {
    const refused: readonly (readonly [Record<string, NpyArray>, Parameters<typeof featureSets>[1], RegExp])[] = [
      [{ x: x(2), y: ints(0, 1, 1) }, {}, /one label for each example.*Expected 2, as x has examples; received 3/],
      [{ test: x(2) }, {}, /no features to train on/],
      [{ x: x(1), wrong: x(1) }, {}, /wrong: has a name that does not say/],
      [{ x: x(1), features: x(1), y: ints(0) }, {}, /means the same as x/],
      [{ x: x(1), y: ints(-1) }, {}, /no class indices/],
      [{ x: x(1), y: tensor('float32', [1, 2], [0.5, 0.5]) }, {}, /neither 0 nor 1/],
      [{ x: x(1), y: tensor('float32', [1, 1, 2], [0, 1]) }, {}, /no array of labels/],
      [{ x: x(1), y: ints(2) }, { classNames: ['a', 'b'] }, /fewer class names/],
      [{ x: x(1) }, { labels: { train: ['z'] }, classNames: ['a', 'b'] }, /class "z" is unknown/],
    ];
    for (const [arrays, options, message] of refused)
      expect((await failure(DataError, () => featureSets(arrays, options))).message).toMatch(message);
    await failure(UsageError, () => featureSets({ x: x(1), y: ints(0) }, { labels: { train: [0] } }));
  });
});
