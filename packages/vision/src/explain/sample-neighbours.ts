/** Places of examples among others whose places are known: near those that they are most alike. */
import { normals } from '@graftml/core';
import { type Rows, squaredDistances } from './distances.ts';

/** For each example `count` neighbours, the nearest first, and what each weighs; those of one sum to 1. */
export interface Neighbours {
  readonly count: number;
  readonly index: Int32Array;
  readonly weight: Float64Array;
}

/** As many as scikit-learn's KNeighborsClassifier asks. */
const asked = 5;
/** Weights fall with this power of the distance: of hundreds of numbers, distances differ by little. */
const power = 8;
/** Examples between two rests. */
const together = 32;
/** How far copies are moved from each other, of what the known places spread. */
const apart = 0.01;

/** Every pair is compared; yields the share that is done. */
export function* neighboursAmong(examples: Rows, known: Rows): Generator<number, Neighbours> {
  const [size, among] = [examples.squares.length, known.squares.length];
  const count = Math.min(asked, among);
  const index = new Int32Array(size * count);
  const weight = new Float64Array(size * count);
  for (let first = 0; first < size; first += together) {
    const rows = Math.min(together, size - first);
    const distances = squaredDistances(examples, first, rows, known);
    for (let i = 0; i < rows; i++) {
      const own = distances.subarray(i * among, (i + 1) * among);
      const [from, to] = [(first + i) * count, (first + i + 1) * count];
      nearest(own, index.subarray(from, to));
      weigh(own, index.subarray(from, to), weight.subarray(from, to));
    }
    yield (first + rows) / size;
  }
  return { count, index, weight };
}

/** The weighted means `[size, 2]` of the neighbours' places, each moved a little by chance so that copies do not hide each other. */
export function placesBeside({ count, index, weight }: Neighbours, known: Float64Array, seed: number): Float64Array {
  const size = index.length / count;
  const chance = normals({ seed, purpose: 'beside', step: 0 }, 2 * size);
  const little = apart * spread(known);
  const places = Float64Array.from(chance, (by) => by * little);
  for (let i = 0; i < size; i++)
    for (let n = i * count; n < (i + 1) * count; n++) {
      places[2 * i]! += weight[n]! * known[2 * index[n]!]!;
      places[2 * i + 1]! += weight[n]! * known[2 * index[n]! + 1]!;
    }
  return places;
}

/** Root of the mean square, of places around the middle. */
function spread(places: Float64Array): number {
  let sum = 0;
  for (const x of places) sum += x * x;
  return Math.sqrt(sum / places.length);
}

/** Of equal ones the first. */
function nearest(distances: Float32Array, out: Int32Array): void {
  let found = 0;
  for (let j = 0; j < distances.length; j++) {
    if (found === out.length && distances[j]! >= distances[out[found - 1]!]!) continue;
    if (found < out.length) found++;
    let at = found - 1;
    for (; at > 0 && distances[out[at - 1]!]! > distances[j]!; at--) out[at] = out[at - 1]!;
    out[at] = j;
  }
}

function weigh(distances: Float32Array, index: Int32Array, out: Float64Array): void {
  const least = distances[index[0]!]!;
  let sum = 0;
  for (let n = 0; n < out.length; n++) {
    const distance = distances[index[n]!]!;
    out[n] = distance > 0 ? (least / distance) ** (power / 2) : 1;
    sum += out[n]!;
  }
  for (let n = 0; n < out.length; n++) out[n]! /= sum;
}
