/**
 * Hashes that differ in few bits, found without comparing all with all: of four pieces of 16 bits, two hashes within
 * `distance` have one that differs in at most a quarter of it (multi-index hashing; Norouzi, Punjani & Fleet 2012).
 */
import { UsageError } from '@graftml/core';
import { bitsOf, hashWords } from './perceptual-hash.ts';

const pieces = 4;
const pieceBits = 16;
const buckets = 1 << pieceBits;
/** Beyond, a quarter of all hashes would have to be looked at for each. */
const mostDistance = 15;

/**
 * Calls `found` for every pair of different hashes, as indices into `hashes`, that differ in at most `distance` bits; for
 * some of them more than once. Equal hashes are the caller's to bring together first. 100,000 take a second.
 * @throws UsageError for a distance that is no whole number from 0 to 15
 */
export function nearPairs(
  hashes: readonly string[],
  distance: number,
  found: (a: number, b: number, bits: number) => void,
): void {
  if (!Number.isInteger(distance) || distance < 0 || distance > mostDistance)
    throw new UsageError('is no distance of hashes that look alike', {
      where: 'distance',
      expected: `a whole number of bits from 0 to ${mostDistance}`,
      received: `${distance}`,
    });
  const words = hashes.map(hashWords);
  const upper = Int32Array.from(words, ([word]) => word);
  const lower = Int32Array.from(words, ([, word]) => word);
  const masks = masksOf(Math.floor(distance / pieces));
  for (let piece = 0; piece < pieces; piece++) {
    const word = piece < 2 ? upper : lower;
    const values = word.map((bits) => (piece % 2 ? bits & 0xffff : bits >>> 16));
    const { first, order } = sorted(values);
    for (let i = 0; i < hashes.length; i++)
      for (const mask of masks) {
        const bucket = values[i]! ^ mask;
        for (let at = first[bucket]!; at < first[bucket + 1]!; at++) {
          const j = order[at]!;
          if (j <= i) continue;
          const bits = bitsOf(upper[i]! ^ upper[j]!) + bitsOf(lower[i]! ^ lower[j]!);
          if (bits <= distance) found(i, j, bits);
        }
      }
  }
}

/** All words of 16 bits of which at most `most` are set. */
const masksOf = (most: number): Int32Array =>
  Int32Array.from({ length: buckets }, (_, i) => i).filter((word) => bitsOf(word) <= most);

/** Indices by value (a counting sort): those of value v lie in `order` from `first[v]` up to `first[v + 1]`. */
function sorted(values: Int32Array): { readonly first: Int32Array; readonly order: Int32Array } {
  const first = new Int32Array(buckets + 1);
  for (const value of values) first[value + 1]!++;
  for (let v = 0; v < buckets; v++) first[v + 1]! += first[v]!;
  const next = first.slice();
  const order = new Int32Array(values.length);
  values.forEach((value, i) => {
    order[next[value]!++] = i;
  });
  return { first, order };
}
