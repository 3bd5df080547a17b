/** Features of hundreds of numbers as places on a plane, those that are alike near each other. */
import { DataError, normals, type Tensor, UsageError } from '@graftml/core';
import { TSNE } from '@keckelt/tsne';
import { type Rows, rowsOf, squaredDistances } from './distances.ts';
import { neighboursAmong, placesBeside } from './sample-neighbours.ts';
import { drawSample } from './tsne-sample.ts';

/** Options of `tsneSteps`. */
export interface TsneStepsOptions {
  /** About how many neighbours a place minds: 30 unless given, or a third of the pictures where they are few. */
  readonly perplexity?: number;
  /** 300 unless given. */
  readonly steps?: number;
  /** 0 to 2^32 - 1; 1 unless given. The same seed gives the same places on one machine. */
  readonly seed?: number;
  /** How many go through t-SNE where there are more, drawn by chance: 1000 unless given. Time and memory grow with its square. */
  readonly sample?: number;
  /** The class of each, where it is known: so that all are in the sample. */
  readonly labels?: ArrayLike<number>;
}

/** Options of `tsne`. */
export interface TsneOptions extends TsneStepsOptions {
  readonly signal?: AbortSignal;
  /** With the share that is done, from 0 to 1, and where everything is by then, once it moves. */
  readonly onProgress?: (share: number, places?: Float64Array) => void;
}

/** A rest between two pieces of work of some milliseconds. */
export interface TsneStep {
  /** 0 to 1. */
  readonly share: number;
  /** `[size, 2]`. Absent while distances are reckoned. */
  readonly places?: Float64Array;
}

/** What `tsne` gives. */
export interface TsneMap {
  /** `[size, 2]`, row by row. */
  readonly places: Float64Array;
  /** How many were not in the sample: each was put at the weighted mean of the five there whose features are nearest. */
  readonly beside: number;
}

/** Milliseconds of work before others are let in. */
const turn = 50;
/** Examples between two rests. */
const together = 32;

/**
 * Places on a plane by t-SNE (van der Maaten & Hinton 2008) in its exact form, of a sample where there are many. What is near on the plane is alike; how far
 * apart groups lie, and how large they are, means nothing.
 * @param features `[size, ...]`
 * @throws UsageError for fewer than 4 examples, or options that make no sense; DataError for features that are not finite; the signal's reason
 */
export async function tsne(features: Tensor<'float32'>, options: TsneOptions = {}): Promise<TsneMap> {
  const { signal, onProgress, ...how } = options;
  const steps = tsneSteps(features, how);
  let rested = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - rested < turn) continue;
    onProgress?.(step.value.share, step.value.places);
    await new Promise((resolve) => setTimeout(resolve, 0));
    rested = performance.now();
  }
}

/** The same in steps, for who draws the map as it pulls apart. @throws as `tsne` */
export function tsneSteps(features: Tensor<'float32'>, options: TsneStepsOptions = {}): Generator<TsneStep, TsneMap> {
  const [size = 0] = features.shape;
  const { steps = 300, seed = 1, sample = 1000, labels } = options;
  const refuse = (where: string, expected: string, received: number) =>
    new UsageError('cannot be drawn on a plane', { where, expected, received: `${received}` });
  if (size < 4) throw refuse('tsne', '4 examples or more', size);
  if (!(Number.isInteger(sample) && sample >= 4)) throw refuse('sample', 'a whole number from 4', sample);
  const drawn = Math.min(size, sample);
  const perplexity = options.perplexity ?? Math.min(30, (drawn - 1) / 3);
  if (!(perplexity >= 1 && perplexity < drawn)) throw refuse('perplexity', `1 to less than ${drawn}`, perplexity);
  if (!(Number.isInteger(steps) && steps >= 1)) throw refuse('steps', 'a whole number from 1', steps);
  if (labels && labels.length !== size) throw refuse('labels', `${size}`, labels.length);
  return drawing(features.data, size, { perplexity, steps, seed, chosen: drawSample(size, drawn, seed, labels) });
}

interface Drawing {
  readonly perplexity: number;
  readonly steps: number;
  readonly seed: number;
  readonly chosen: Int32Array;
}

function* drawing(
  data: Float32Array,
  size: number,
  { perplexity, steps, seed, chosen }: Drawing,
): Generator<TsneStep, TsneMap> {
  const others = without(size, chosen);
  const known = someRows(data, size, chosen);
  // A row of the sample costs a step about as much as half a row of comparisons.
  const searching = others.length / (others.length + chosen.length * 2);
  const search = neighboursAmong(someRows(data, size, others), known);
  let found = search.next();
  for (; !found.done; found = search.next()) yield { share: searching * found.value };
  const beside = found.value;
  const all = (own: Float64Array): Float64Array => {
    if (others.length === 0) return own;
    const places = new Float64Array(2 * size);
    put(places, chosen, own);
    put(places, others, placesBeside(beside, own, seed));
    return places;
  };
  const first = normals({ seed, purpose: 't-sne', step: 0 }, 2 * chosen.length);
  let used = 0;
  class Seeded extends TSNE {
    override gaussRandom(): number {
      return first[used++]!;
    }
  }
  const map = new Seeded({ perplexity, dim: 2, epsilon: Math.max(10, chosen.length / 16) });
  const distances: Float32Array[] = [];
  for (const row of distancesWithin(known)) {
    distances.push(row);
    if (distances.length % together === 0) yield { share: searching };
  }
  map.initDataDist(scaled(distances));
  const places = () => all(Float64Array.from((map.getSolution() as number[][]).flat()));
  for (let step = 0; step < steps; step++) {
    map.step();
    yield { share: searching + ((1 - searching) * (step + 1)) / steps, places: places() };
  }
  return { places: places(), beside: others.length };
}

function someRows(data: Float32Array, size: number, chosen: Int32Array): Rows {
  const width = data.length / size;
  if (chosen.length === size) return rowsOf(data, width);
  const own = new Float32Array(chosen.length * width);
  chosen.forEach((i, to) => {
    own.set(data.subarray(i * width, (i + 1) * width), to * width);
  });
  return rowsOf(own, width);
}

function without(size: number, chosen: Int32Array): Int32Array {
  const taken = new Uint8Array(size);
  for (const i of chosen) taken[i] = 1;
  return Int32Array.from({ length: size }, (_, i) => i).filter((i) => taken[i] === 0);
}

function put(places: Float64Array, at: Int32Array, own: Float64Array): void {
  at.forEach((i, from) => {
    places[2 * i] = own[2 * from]!;
    places[2 * i + 1] = own[2 * from + 1]!;
  });
}

function* distancesWithin(rows: Rows): Generator<Float32Array> {
  const size = rows.squares.length;
  for (let first = 0; first < size; first += together) {
    const count = Math.min(together, size - first);
    const block = squaredDistances(rows, first, count, rows);
    for (let i = 0; i < count; i++) yield block.subarray(i * size, (i + 1) * size);
  }
}

/** To a mean of 1, where the search for each neighbourhood begins. */
function scaled(distances: Float32Array[]): Float32Array[] {
  let sum = 0;
  for (const row of distances) for (const distance of row) sum += distance;
  if (!Number.isFinite(sum)) throw new DataError('has features that are not finite', { where: 'tsne' });
  const by = sum > 0 ? (distances.length * (distances.length - 1)) / sum : 1;
  return distances.map((row) => row.map((distance) => distance * by));
}
