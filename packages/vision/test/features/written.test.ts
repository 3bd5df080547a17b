import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DataError, type DType, tensor, toNumbers, UsageError } from '@graftml/core';
import { featureSet, featureSets, type NpyArray, parseNpy, readNpz, writeNpy, writeNpz } from '@graftml/vision';
import { readArrays, saveFeatures } from '@graftml/vision/node';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';
import { scratch } from '../support/files.ts';

const { at } = scratch();

interface Described {
  readonly dtype: DType | 'string';
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean | string)[];
}
/** NumPy has read what has these digests, and found it equal: test/reference/written-arrays.py. */
const { arrays, digests }: { arrays: Record<string, Described>; digests: Record<'float32' | 'float16', string> } =
  JSON.parse(readFileSync(new URL('../reference/written-arrays.json', import.meta.url), 'utf8'));

function made({ dtype, shape, data }: Described): NpyArray {
  if (dtype === 'string') return { dtype, shape, data: data.map(String) };
  return tensor(dtype, shape, dtype === 'int64' ? data.map((n) => BigInt(Number(n))) : data.map(Number)) as NpyArray;
}
const ours = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, made(array)]));

describe('writeNpz', () => {
  test.each(['float32', 'float16'] as const)('writes what NumPy reads, in %s', (floats) => {
    const bytes = writeNpz(ours, { floats });
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(digests[floats]);
  });

  test('writes what is read here', async () => {
    expect(await readNpz(writeNpz(ours), 'a.npz')).toEqual(ours);
    expect(await readNpz(writeNpz({}), 'a.npz')).toEqual({});
    for (const [name, array] of Object.entries(ours)) expect(parseNpy(writeNpy(array, name), name)).toEqual(array);
  });

  test('says which number is too large for float16', async () => {
    const large = { train: tensor('float32', [1], [1e5]) };
    const { message } = await failure(DataError, () => writeNpz(large, { floats: 'float16' }));
    expect(message).toMatch(/^train: holds a number that is too large/);
  });
});

describe('saveFeatures', () => {
  const classNames = ['Aster', 'Käfer'];
  const features = (size: number) =>
    tensor(
      'float32',
      [size, 2, 3],
      Float32Array.from({ length: size * 6 }, (_, i) => Math.sin(i)),
    );
  const sets = {
    train: featureSet({
      features: features(3),
      targets: Int32Array.of(1, 0, 1),
      weights: Float32Array.of(1, 0.1, 2),
      classNames,
    }),
    validation: featureSet({ features: features(1), targets: Int32Array.of(1), classNames }),
    test: featureSet({ features: features(2), targets: Int32Array.of(0, 1), classNames }),
    classNames,
  };
  const examples = ({ size, get }: typeof sets.train) => Array.from({ length: size }, (_, i) => get(i));

  test.each(['npz', 'safetensors'])('writes .%s, which gives back the same sets', async (format) => {
    const path = at(`sets.${format}`);
    await saveFeatures(path, sets);
    const back = featureSets(await readArrays(path));
    expect(back.classNames).toEqual(classNames);
    for (const split of ['train', 'validation', 'test'] as const)
      expect(examples(back[split]!)).toEqual(examples(sets[split]));
  });

  test.each(['npz', 'safetensors'])('in float16, .%s has rounded features, and nothing else is', async (format) => {
    const path = at(`half.${format}`);
    await saveFeatures(path, sets, { floats: 'float16' });
    const { train } = featureSets(await readArrays(path));
    expect(toNumbers(train.features)).not.toEqual(toNumbers(sets.train.features));
    const half = parseNpy(writeNpy(sets.train.features, 'x', { floats: 'float16' }), 'x');
    expect(train.features).toEqual(half);
    expect(train.weights).toEqual(sets.train.weights);
  });

  test('of several labels', async () => {
    const several = featureSet({ features: features(2), targets: Float32Array.of(1, 1, 0, 0), classNames });
    for (const format of ['npz', 'safetensors']) {
      await saveFeatures(at(`several.${format}`), { train: several, classNames });
      const { train } = featureSets(await readArrays(at(`several.${format}`)));
      expect(examples(train)).toEqual(examples(several));
    }
  });

  test('refuses other formats and rows of another length', async () => {
    await failure(UsageError, () => saveFeatures(at('a.csv'), sets));
    await failure(UsageError, () => saveFeatures(at('a'), sets));
    const rows = tensor('float32', [1, 2], [1, 1]);
    const wrong = { x: features(1), y: rows };
    const { message } = await failure(DataError, () => featureSets(wrong, { classNames: ['a', 'b', 'c'] }));
    expect(message).toMatch(/^y: has rows of another length.*Expected 3; received 2/);
  });
});
