import { UsageError } from '@graftml/core';
import { type ImageDataset, imageDataset, imageSubset, preprocessing, stratifiedSplit } from '@graftml/vision';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';

/** One-pixel pictures; the pixel is the index. */
function numbered(counts: readonly number[]): ImageDataset {
  const labels = Int32Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)));
  return imageDataset({
    labels,
    pixels: Uint8Array.from(labels, (_, i) => i),
    names: Array.from(labels, (_, i) => `${i}`),
    classNames: counts.map((_, label) => `class ${label}`),
    preprocessing: preprocessing({ width: 1, height: 1, channels: 1 }),
  });
}

const perClass = (set: ImageDataset) => set.classNames.map((_, label) => set.labels.filter((l) => l === label).length);

describe('stratifiedSplit', () => {
  const whole = numbered([100, 50, 10]);

  test('keeps every class in proportion, and every picture once', () => {
    const [rest, held] = stratifiedSplit(whole, 0.1, 1);
    expect([perClass(rest), perClass(held)]).toEqual([
      [90, 45, 9],
      [10, 5, 1],
    ]);
    expect([...rest.names, ...held.names].sort()).toEqual([...whole.names].sort());
    const parts = stratifiedSplit(whole, [0.7, 0.2, 0.1], 1);
    expect(parts.map(perClass)).toEqual([
      [70, 35, 7],
      [20, 10, 2],
      [10, 5, 1],
    ]);
    expect(parts.flatMap(({ names }) => names).sort()).toEqual([...whole.names].sort());
  });

  test('pixels, names and labels stay together', () => {
    const [, held] = stratifiedSplit(whole, 0.3, 5);
    for (let i = 0; i < held.size; i++) {
      expect(held.pixels(i)[0]).toBe(Number(held.names[i]));
      expect(held.get(i).y.data[0]).toBe(whole.labels[Number(held.names[i])]);
    }
  });

  test('depends on the seed alone', () => {
    const names = (seed: number) => stratifiedSplit(whole, 0.2, seed)[1].names;
    expect(names(3)).toEqual(names(3));
    expect(names(3)).not.toEqual(names(4));
  });

  test('refuses fractions that make no sense', async () => {
    for (const fractions of [0, 1, -0.1, Number.NaN])
      await failure(UsageError, () => stratifiedSplit(whole, fractions, 1));
    await failure(UsageError, () => stratifiedSplit(whole, [0.5, 0.4], 1));
    await failure(UsageError, () => stratifiedSplit(whole, [1], 1));
    await failure(UsageError, () => stratifiedSplit(numbered([2, 2]), 0.1, 1));
  });
});

describe('imageDataset', () => {
  test('refuses parts that do not fit', async () => {
    const fits = {
      labels: Int32Array.of(0, 1),
      pixels: new Uint8Array(2),
      names: ['a', 'b'],
      classNames: ['x', 'y'],
      preprocessing: preprocessing({ width: 1, height: 1, channels: 1 }),
    };
    expect(imageDataset(fits).size).toBe(2);
    await failure(UsageError, () => imageDataset({ ...fits, names: ['a'] }));
    await failure(UsageError, () => imageDataset({ ...fits, pixels: new Uint8Array(3) }));
    await failure(UsageError, () => imageDataset({ ...fits, labels: Int32Array.of(0, 2) }));
  });

  test('imageSubset picks in the order asked for', () => {
    const picked = imageSubset(numbered([3, 3]), [5, 0]);
    expect([[...picked.labels], picked.names, picked.pixels(0)[0]]).toEqual([[1, 0], ['5', '0'], 5]);
  });
});
