/** Features of hundreds of numbers as places on a plane, those that are alike near each other. */
import { normals, type Tensor, UsageError } from '@graftml/core';
import { TSNE } from '@keckelt/tsne';

/** Options of `tsne`. */
export interface TsneOptions {
  /** About how many neighbours a place minds: 30 unless given, or a third of the pictures where they are few. */
  readonly perplexity?: number;
  /** 500 unless given. */
  readonly steps?: number;
  /** 0 to 2^32 - 1; 1 unless given. The same seed gives the same places on one machine. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** With the share that is done, from 0 to 1, and what gives the places as they are then. */
  readonly onProgress?: (share: number, places: () => Float64Array) => void;
}

/** Every pair is compared in every step: memory and time grow with the square. */
const most = 5000;
/** Milliseconds of work before others are let in. */
const turn = 50;

/**
 * Places `[size, 2]`, row by row, by t-SNE (van der Maaten & Hinton 2008) in its exact form. What is near on the plane is alike; how far apart groups lie,
 * and how large they are, means nothing. 350 examples take seconds, 2,000 some minutes, and more than 5,000 are refused.
 * @param features `[size, ...]`
 * @throws UsageError for fewer than 4 or more than 5,000 examples, or options that make no sense; the signal's reason
 */
export async function tsne(features: Tensor<'float32'>, options: TsneOptions = {}): Promise<Float64Array> {
  const [size = 0] = features.shape;
  const { perplexity = Math.min(30, (size - 1) / 3), steps = 500, seed = 1, signal, onProgress } = options;
  const refuse = (where: string, expected: string, received: number) =>
    new UsageError('cannot be drawn on a plane', { where, expected, received: `${received}` });
  if (size < 4 || size > most) throw refuse('tsne', `4 to ${most} examples`, size);
  if (!(perplexity >= 1 && perplexity < size)) throw refuse('perplexity', `1 to less than ${size}`, perplexity);
  if (!(Number.isInteger(steps) && steps >= 1)) throw refuse('steps', 'a whole number from 1', steps);
  const drawn = normals({ seed, purpose: 't-sne', step: 0 }, 2 * size);
  let used = 0;
  class Seeded extends TSNE {
    override gaussRandom(): number {
      return drawn[used++]!;
    }
  }
  const map = new Seeded({ perplexity, dim: 2, epsilon: Math.max(10, size / 48) });
  map.initDataRaw(rowsOf(features, size));
  const places = () => Float64Array.from((map.getSolution() as number[][]).flat());
  let rested = performance.now();
  for (let step = 0; step < steps; step++) {
    map.step();
    if (performance.now() - rested < turn) continue;
    onProgress?.((step + 1) / steps, places);
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
    rested = performance.now();
  }
  return places();
}

/** Scaled so that the mean square of a distance is near 1, where the search for each neighbourhood begins. */
function rowsOf({ data }: Tensor<'float32'>, size: number): number[][] {
  const width = data.length / size;
  const means = new Float64Array(width);
  for (let i = 0; i < data.length; i++) means[i % width]! += data[i]! / size;
  let variance = 0;
  for (let i = 0; i < data.length; i++) variance += (data[i]! - means[i % width]!) ** 2 / size;
  const scale = variance > 0 ? 1 / Math.sqrt(2 * variance) : 1;
  return Array.from({ length: size }, (_, i) =>
    Array.from(data.subarray(i * width, (i + 1) * width), (x) => x * scale),
  );
}
