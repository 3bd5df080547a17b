import { readdir, readFile } from 'node:fs/promises';
import { FileError, UsageError } from '@graftml/core';
import { drawSampleSet, openImages } from '@graftml/vision/node';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';
import { scratch } from './support/files.ts';

const { at, folder } = scratch();

const listing = async (path: string) =>
  (await readdir(path, { recursive: true })).filter((name) => /\.\w+$/.test(name)).sort();

describe('drawSampleSet', () => {
  test('writes real pictures of every class, PNG and JPEG, in two splits', async () => {
    const path = at('drawn');
    const drawn = await drawSampleSet(path, { perClass: 12, testPerClass: 3, size: 24 });
    expect(drawn).toMatchObject({ folder: path, train: 60, test: 15 });
    const { train, test: held, classNames, broken } = await openImages(path);
    expect([train.size, held?.size, classNames, broken]).toEqual([60, 15, drawn.classNames, []]);
    expect(train.preprocessing).toMatchObject({ width: 24, height: 24 });
    const names = await listing(path);
    expect(new Set(names.map((name) => name.slice(-3)))).toEqual(new Set(['jpg', 'png']));
    for (const name of names) {
      const head = (await readFile(`${path}/${name}`)).subarray(0, 3).toString('latin1');
      expect(head).toBe(name.endsWith('png') ? '\x89PN' : '\xff\xd8\xff');
    }
    expect(await readdir(at())).toEqual(['drawn']); // nothing unfinished is left
  });

  test('the seed decides everything', async () => {
    const options = { perClass: 2, testPerClass: 1, size: 16 };
    const files = async (name: string, seed: number) => {
      await drawSampleSet(at(name), { ...options, seed });
      return Promise.all(
        (await listing(at(name))).map(async (file) => `${file} ${(await readFile(at(name, file))).toString('base64')}`),
      );
    };
    const first = await files('seed-a', 7);
    expect(new Set(first.map((line) => line.split(' ')[1])).size).toBe(15);
    expect(await files('seed-b', 7)).toEqual(first);
    expect(await files('seed-c', 8)).not.toEqual(first);
  });

  test('colour and brightness say nothing about the class', async () => {
    await drawSampleSet(at('colours'), { perClass: 60, testPerClass: 0, size: 16 });
    const { train, classNames } = await openImages(at('colours'));
    const means = classNames.map((_, label) => {
      const sum = [0, 0, 0];
      for (let i = 0; i < train.size; i++)
        if (train.labels[i] === label)
          for (const [at, value] of train.pixels(i).entries()) sum[at % 3]! += value / (60 * 256);
      return sum;
    });
    for (const channel of [0, 1, 2]) {
      const values = means.map((mean) => mean[channel]!);
      expect(Math.max(...values) - Math.min(...values)).toBeLessThan(30);
    }
  });

  test('refuses a folder in use, and numbers that make no sense', async () => {
    const used = await folder('used', { 'mine.txt': 'precious' });
    await failure(FileError, () => drawSampleSet(used));
    expect(await readdir(used)).toEqual(['mine.txt']);
    await failure(UsageError, () => drawSampleSet(at('x'), { perClass: 0 }));
    await failure(UsageError, () => drawSampleSet(at('x'), { size: 2.5 }));
    await failure(UsageError, () => drawSampleSet(at('x'), { seed: -1, perClass: 1, size: 8 }));
    const aborted = AbortSignal.abort();
    await expect(drawSampleSet(at('y'), { signal: aborted })).rejects.toThrow(/abort/i);
    expect(await readdir(at())).not.toContain('y');
  });
});
