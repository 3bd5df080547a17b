/** Random numbers by place: a seed, a purpose, a step and an element name each one. */
import { UsageError } from '../errors.ts';
import type { Distribution } from '../ir/value.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import { philox } from './philox.ts';

/** What a stream of random numbers is for. Two purposes never share numbers, nor do two steps. */
export interface Place {
  readonly seed: number;
  /** `'shuffle'`, or the name of a parameter or of a random input. */
  readonly purpose: string;
  /** The training step or epoch; 0 where there is none. */
  readonly step?: number;
}

/** Throws unless `seed` is a whole number from 0 to 2^32 - 1. */
export function checkSeed(seed: number): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw new UsageError('a seed must be a whole number from 0 to 4294967295', {
      where: 'seed',
      received: String(seed),
    });
  return seed;
}

/** 32 random bits for each of `count` elements. */
export function randomBits({ seed, purpose, step = 0 }: Place, count: number): Uint32Array {
  const bits = new Uint32Array(Math.ceil(count / 4) * 4);
  philox(bits, [checkSeed(seed), hash(purpose)], [0, step >>> 0, Math.floor(step / 0x100000000)]);
  return bits.subarray(0, count);
}

/** Uniform in [0, 1), with the 24 bits that a float32 holds. */
export function uniforms(place: Place, count: number): Float32Array {
  return fill(randomBits(place, count), (word) => (word >>> 8) / 0x1000000);
}

/** Standard normal, by Box & Muller 1958. */
export function normals(place: Place, count: number): Float32Array {
  const bits = randomBits(place, 2 * count);
  return fill(bits.subarray(0, count), (_, i) => {
    const radius = Math.sqrt(-2 * Math.log((bits[2 * i]! + 1) / 0x100000000));
    return radius * Math.cos((2 * Math.PI * bits[2 * i + 1]!) / 0x100000000);
  });
}

/** One float for each word. (A plain loop: `Float32Array.from` with a function takes twenty times as long in V8.) */
function fill(words: Uint32Array, number: (word: number, i: number) => number): Float32Array {
  const out = new Float32Array(words.length);
  for (let i = 0; i < out.length; i++) out[i] = number(words[i]!, i);
  return out;
}

/** The numbers 0..n-1 in random order (Fisher & Yates). */
export function permutation(place: Place, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const bits = randomBits(place, n);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((bits[i]! / 0x100000000) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Draws one random input of a graph. */
export function draw(distribution: Distribution, shape: readonly number[], place: Place): Tensor<'float32'> {
  const count = elementCount(shape);
  switch (distribution.kind) {
    case 'dropout':
      return { dtype: 'float32', shape, data: dropoutMask(distribution.keep, place, count) };
    case 'uniform': {
      const { low, high } = distribution;
      return { dtype: 'float32', shape, data: uniforms(place, count).map((u) => low + (high - low) * u) };
    }
    case 'normal': {
      const { mean, stddev } = distribution;
      return { dtype: 'float32', shape, data: normals(place, count).map((z) => mean + stddev * z) };
    }
  }
}

/** Half a word is enough for each element: the share that is kept is exact to 2^-17. */
function dropoutMask(keep: number, place: Place, count: number): Float32Array {
  const bits = randomBits(place, Math.ceil(count / 2));
  const mask = new Float32Array(count);
  const limit = Math.round(keep * 0x10000);
  const scale = 1 / keep;
  for (let i = 0; i < count; i++) {
    const word = bits[i >>> 1]!;
    mask[i] = (i & 1 ? word >>> 16 : word & 0xffff) < limit ? scale : 0;
  }
  return mask;
}

/**
 * FNV-1a in 32 bits, over the UTF-16 code units of a text or over bytes; `from` is the hash of what came before. Quick, and no
 * protection against forgery.
 */
export function hash(content: string | Uint8Array, from = 0x811c9dc5): number {
  let h = from;
  if (typeof content === 'string')
    for (let i = 0; i < content.length; i++) h = Math.imul(h ^ content.charCodeAt(i), 0x01000193);
  else for (let i = 0; i < content.length; i++) h = Math.imul(h ^ content[i]!, 0x01000193);
  return h >>> 0;
}
