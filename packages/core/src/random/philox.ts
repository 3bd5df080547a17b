/**
 * Philox 4x32-10, a counter-based generator: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (SC11). The
 * number at a place depends on nothing but the key and the place, so there is no cursor to save and no order to keep.
 */

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/** The high 32 bits of the product of two 32-bit numbers, from 16-bit halves: no sum on the way exceeds 32 bits by more than one. */
function mulHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  // At most 0xffff · 0xffff + 0xfffe: still 32 bits.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) >>> 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) >>> 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) >>> 0;
}

/**
 * Fills `out`, whose length must be a multiple of 4, with the blocks whose counters are `(0, …rest)`, `(1, …rest)`, … under
 * `key`; all words are unsigned 32-bit.
 */
export function philox(
  out: Uint32Array,
  key: readonly [number, number],
  rest: readonly [number, number, number],
  firstBlock = 0,
): void {
  const [second, third, fourth] = rest;
  const [key0, key1] = key;
  for (let at = 0; at < out.length; at += 4) {
    let c0 = (firstBlock + at / 4) | 0;
    let c1 = second | 0;
    let c2 = third | 0;
    let c3 = fourth | 0;
    let k0 = key0 | 0;
    let k1 = key1 | 0;
    for (let round = 0; round < rounds; round++) {
      const high0 = mulHigh(multiplier0, c0);
      const low0 = Math.imul(multiplier0, c0);
      const high1 = mulHigh(multiplier1, c2);
      const low1 = Math.imul(multiplier1, c2);
      c0 = high1 ^ c1 ^ k0;
      c1 = low1;
      c2 = high0 ^ c3 ^ k1;
      c3 = low0;
      k0 = (k0 + weyl0) | 0;
      k1 = (k1 + weyl1) | 0;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }
}
