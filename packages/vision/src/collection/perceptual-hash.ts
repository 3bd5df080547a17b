/** What a picture looks like in 64 bits: two that look alike differ in few of them. */
import { DataError } from '@graftml/core';
import { type Pixels, withChannels } from '../pixels.ts';
import { lanczos, resized } from '../resize.ts';

const side = 32;
const kept = 8;
/** What is nearer to the median than this is rounding: flat pictures have coefficients that are zero but for it. */
const rounding = 1e-6;

/** `[kept, side]`: the rows of the type 2 discrete cosine transform that are kept, without normalisation. */
const cosines = Float64Array.from({ length: kept * side }, (_, i) => {
  const [k, n] = [Math.floor(i / side), i % side];
  return 2 * Math.cos((Math.PI * k * (2 * n + 1)) / (2 * side));
});

/**
 * pHash as the Python package `imagehash` defines it: grey, 32 x 32 by `LANCZOS`, a discrete cosine transform over both
 * axes, and of its 8 x 8 lowest coefficients whether each is above their median; row by row, as 16 hexadecimal digits.
 */
export function perceptualHash(pixels: Pixels): string {
  const { data } = resized(withChannels(pixels, 1), { width: side, height: side }, lanczos);
  // Down the columns, `[kept, side]`, then along the rows, `[kept, kept]`.
  const columns = new Float64Array(kept * side);
  for (let k = 0; k < kept; k++)
    for (let y = 0; y < side; y++) {
      const weight = cosines[k * side + y]!;
      for (let x = 0; x < side; x++) columns[k * side + x]! += weight * data[y * side + x]!;
    }
  const low = new Float64Array(kept * kept);
  for (let k = 0; k < kept; k++)
    for (let j = 0; j < kept; j++)
      for (let x = 0; x < side; x++) low[k * kept + j]! += columns[k * side + x]! * cosines[j * side + x]!;
  const sorted = low.slice().sort();
  const median = (sorted[31]! + sorted[32]!) / 2;
  const bit = (i: number): number => (low[i]! - median > rounding ? 1 : 0);
  return Array.from({ length: 16 }, (_, digit) =>
    [0, 1, 2, 3].reduce((value, i) => 2 * value + bit(4 * digit + i), 0).toString(16),
  ).join('');
}

/** How many of the 64 bits differ. @throws DataError for what is no hash */
export function hashDistance(a: string, b: string): number {
  const [one, other] = [hashWords(a), hashWords(b)];
  return bitsOf(one[0] ^ other[0]) + bitsOf(one[1] ^ other[1]);
}

/** The upper and the lower 32 bits. */
export function hashWords(hash: string): [number, number] {
  if (!/^[\da-f]{16}$/.test(hash))
    throw new DataError('is no perceptual hash', { where: hash, expected: '16 hexadecimal digits' });
  return [Number.parseInt(hash.slice(0, 8), 16), Number.parseInt(hash.slice(8), 16)];
}

/** How many bits of a 32-bit word are set (Warren, Hacker's Delight, 5-1). */
export function bitsOf(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
