/** Principal components: many features as the few directions in which examples differ most. */
import { normals } from '@graftml/core';

/** Examples that the directions are found by, at most, evenly chosen. */
const mostAsked = 2000;
/** Multiplications by the covariance: directions that matter are found by then. */
const rounds = 5;

/**
 * Coordinates `[size, dimensions]` along the directions of the most variance, the largest first, by subspace iteration (Golub & Van Loan, 8.2.4).
 * @param x `[size, width]`, row by row
 * @param dimensions at most as many as there are features
 */
export function principalCoordinates(x: Float32Array, size: number, dimensions: number, seed: number): Float64Array {
  const width = x.length / size;
  const means = new Float64Array(width);
  for (let i = 0, k = 0; i < size; i++) for (let j = 0; j < width; j++, k++) means[j]! += x[k]! / size;
  const every = Math.max(1, size / mostAsked);
  const asked = Array.from({ length: Math.min(size, mostAsked) }, (_, i) => Math.floor(i * every));
  /** `[dimensions, width]`, of length 1 and at right angles. */
  let directions = Float64Array.from(normals({ seed, purpose: 'principal', step: 0 }, dimensions * width));
  uprightDirections(directions, width);
  for (let round = 0; round < rounds; round++) {
    const next = new Float64Array(directions.length);
    for (const i of asked) {
      const row = centred(x, i * width, means);
      const along = products(row, directions, dimensions);
      for (let k = 0; k < dimensions; k++) {
        const share = along[k]!;
        for (let j = 0, to = k * width; j < width; j++, to++) next[to]! += share * row[j]!;
      }
    }
    uprightDirections(next, width);
    directions = next;
  }
  const out = new Float64Array(size * dimensions);
  for (let i = 0; i < size; i++)
    out.set(products(centred(x, i * width, means), directions, dimensions), i * dimensions);
  return out;
}

function centred(x: Float32Array, from: number, means: Float64Array): Float64Array {
  const row = new Float64Array(means.length);
  for (let j = 0; j < row.length; j++) row[j] = x[from + j]! - means[j]!;
  return row;
}

/** Of a row with each direction, two at a time. */
function products(row: Float64Array, directions: Float64Array, dimensions: number): Float64Array {
  const width = row.length;
  const out = new Float64Array(dimensions);
  for (let k = 0; k < dimensions; k += 2) {
    const other = Math.min(k + 1, dimensions - 1);
    const [u, v] = [k * width, other * width];
    let [s, t] = [0, 0];
    for (let j = 0; j < width; j++) {
      s += row[j]! * directions[u + j]!;
      t += row[j]! * directions[v + j]!;
    }
    out[k] = s;
    out[other] = t;
  }
  return out;
}

/** By Gram and Schmidt. What is a sum of those before it becomes nothing. */
function uprightDirections(directions: Float64Array, width: number): void {
  for (let k = 0; k * width < directions.length; k++) {
    const own = directions.subarray(k * width, (k + 1) * width);
    const length = Math.sqrt(product(own, own));
    for (let b = 0; b < k; b++) {
      const before = directions.subarray(b * width, (b + 1) * width);
      const share = product(own, before);
      for (let j = 0; j < width; j++) own[j]! -= share * before[j]!;
    }
    const left = Math.sqrt(product(own, own));
    const scale = left > 1e-9 * length ? 1 / left : 0;
    for (let j = 0; j < width; j++) own[j]! *= scale;
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
