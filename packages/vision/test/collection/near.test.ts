import { readFileSync } from 'node:fs';
import { DataError, UsageError } from '@graftml/core';
import { clusters, hashDistance, nearPairs, perceptualHash, sameKey } from '@graftml/vision';
import { decodePicture, readPictures } from '@graftml/vision/node';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { failure } from '../support/errors.ts';
import { bytesOf } from '../support/reference.ts';
import { dataFile, dataTest } from '../support/skip.ts';

/** pHash by SciPy and Pillow: made by test/reference/hashes.py. */
const reference: {
  readonly pictures: readonly { readonly file: string; readonly hash: string }[];
  readonly flowers: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(new URL('../reference/hashes.json', import.meta.url), 'utf8'));

describe('perceptualHash', () => {
  test.each(reference.pictures.map((it, i) => ({ i, ...it })))(
    'of picture $i is what SciPy and Pillow say',
    async ({ file, hash }) => {
      expect(perceptualHash(await decodePicture(bytesOf(file)))).toBe(hash);
    },
  );

  dataTest('of real photographs is what SciPy and Pillow say', ['flowers/flowers.tar'], async () => {
    const tar = dataFile('flowers/flowers.tar');
    let seen = 0;
    for await (const { name, content } of readPictures(tar)) {
      const wanted = reference.flowers[name.slice(tar.length + 1)];
      if (wanted === undefined || !(content instanceof Uint8Array)) continue;
      expect(perceptualHash(await decodePicture(content)), name).toBe(wanted);
      seen++;
    }
    expect(seen).toBe(Object.keys(reference.flowers).length);
    expect(seen).toBeGreaterThan(30);
  });

  test('hardly changes with size, format and light', async () => {
    const file = bytesOf(reference.pictures[3]!.file);
    const hash = async (picture: Uint8Array) => perceptualHash(await decodePicture(picture));
    const changed = await sharp(file).resize(50).modulate({ brightness: 1.1 }).webp({ quality: 60 }).toBuffer();
    expect(hashDistance(await hash(file), await hash(changed))).toBeLessThanOrEqual(4);
    const another = await hash(bytesOf(reference.pictures[0]!.file));
    expect(hashDistance(await hash(file), another)).toBeGreaterThan(16);
  });

  test('of a flat picture is not decided by rounding', () => {
    const flat = (value: number, size: number) =>
      perceptualHash({ width: size, height: size, channels: 1, data: new Uint8Array(size * size).fill(value) });
    expect([flat(7, 32), flat(200, 50), flat(255, 9)]).toEqual(Array(3).fill('8000000000000000'));
  });
});

describe('nearPairs', () => {
  /** Random hashes, every third of them a neighbour of one before. */
  function hashes(count: number): string[] {
    let state = 12345;
    const next = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state;
    };
    const list: bigint[] = [];
    for (let i = 0; i < count; i++) {
      let value = (BigInt(next()) << 32n) | BigInt(next());
      if (i % 3 === 2) {
        value = list[(next() >>> 8) % i]!;
        for (let flips = (next() >>> 8) % 18; flips > 0; flips--) value ^= 1n << BigInt((next() >>> 8) % 64);
      }
      list.push(value);
    }
    return [...new Set(list.map((value) => value.toString(16).padStart(16, '0')))];
  }

  test.each([0, 3, 4, 7, 10, 15])('finds all that comparing all with all finds, at distance %i', (distance) => {
    const list = hashes(700);
    const wanted = new Map<string, number>();
    for (let i = 0; i < list.length; i++)
      for (let j = i + 1; j < list.length; j++) {
        const bits = hashDistance(list[i]!, list[j]!);
        if (bits <= distance) wanted.set(`${i} ${j}`, bits);
      }
    const found = new Map<string, number>();
    nearPairs(list, distance, (i, j, bits) => found.set(`${i} ${j}`, bits));
    expect([...found].sort()).toEqual([...wanted].sort());
    expect(wanted.size > 10).toBe(distance > 0);
  });

  test('refuses other distances and other hashes', async () => {
    for (const distance of [-1, 16, 2.5]) await failure(UsageError, () => nearPairs([], distance, () => {}));
    for (const hash of ['', 'xyz', '0123456789ABCDEF']) await failure(DataError, () => nearPairs([hash], 3, () => {}));
  });
});

test('hashDistance counts bits', () => {
  expect(hashDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(hashDistance('8000000000000001', '0000000000000000')).toBe(2);
  expect(hashDistance('00000000000000f0', '000000000000000f')).toBe(8);
});

test('clusters are what is joined, directly or not, in whatever order', () => {
  for (const order of [
    [4, 2, 2, 7, 0, 5],
    [0, 5, 7, 2, 2, 4],
  ]) {
    const found = clusters(8);
    for (let i = 0; i < order.length; i += 2) found.join(order[i]!, order[i + 1]!);
    expect(found.list()).toEqual([
      [0, 5],
      [2, 4, 7],
    ]);
    expect(found.of(7)).toBe(found.of(4));
    expect(found.of(1)).not.toBe(found.of(3));
  }
});

test('sameKey brings equal keys together, and nothing that has none', () => {
  expect(sameKey(['a', undefined, 'b', 'a', undefined, 'c', 'a'])).toEqual([[0, 3, 6]]);
});
