/** How much each example minds which others: the probabilities that t-SNE draws by, of its nearest neighbours alone. */

/** Neighbours `index[start[i]]` to `index[start[i + 1] - 1]` of example `i`, and how probable each pair is; all sum to 1. */
export interface Affinities {
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

/** Neighbours for each unit of perplexity: beyond them is next to nothing (van der Maaten 2014). */
const perPerplexity = 3;
/** Dimensions between two looks at whether an example is too far already. */
const stride = 8;
/** Halvings of the range that the width of a neighbourhood is in. */
const halvings = 50;
/** Examples between two rests. */
const together = 32;

/**
 * Every pair is compared; yields the share that is done.
 * @param x `[size, dimensions]`, best with those of the largest variance first
 */
export function* affinitiesOf(x: Float64Array, size: number, perplexity: number): Generator<number, Affinities> {
  const count = Math.min(size - 1, Math.floor(perPerplexity * perplexity));
  const rows: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (let i = 0; i < size; i++) {
    const { index, distance } = nearest(x, size, i, count);
    const p = probabilities(distance, perplexity);
    for (let n = 0; n < count; n++) {
      const j = index[n]!;
      const half = p[n]! / (2 * size);
      rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + half);
      rows[j]!.set(i, (rows[j]!.get(i) ?? 0) + half);
    }
    if (i % together === together - 1) yield (i + 1) / size;
  }
  const start = new Int32Array(size + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i]! + row.size;
  });
  const index = new Int32Array(start[size]!);
  const value = new Float64Array(start[size]!);
  rows.forEach((row, i) => {
    index.set([...row.keys()], start[i]!);
    value.set([...row.values()], start[i]!);
  });
  return { start, index, value };
}

/** The nearest, and the squares of their distances; of equal ones the first. */
function nearest(x: Float64Array, size: number, i: number, count: number) {
  const dimensions = x.length / size;
  const index = new Int32Array(count);
  const distance = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const from = i * dimensions;
  for (let j = 0; j < size; j++) {
    if (j === i) continue;
    const most = distance[count - 1]!;
    let sum = 0;
    for (let d = 0; d < dimensions && sum < most; ) {
      const end = Math.min(dimensions, d + stride);
      for (; d < end; d++) {
        const apart = x[from + d]! - x[j * dimensions + d]!;
        sum += apart * apart;
      }
    }
    if (sum >= most) continue;
    let at = count - 1;
    for (; at > 0 && distance[at - 1]! > sum; at--) {
      distance[at] = distance[at - 1]!;
      index[at] = index[at - 1]!;
    }
    distance[at] = sum;
    index[at] = j;
  }
  return { index, distance };
}

/** A normal distribution around an example, as wide as makes its entropy the logarithm of the perplexity. */
function probabilities(distance: Float64Array, perplexity: number): Float64Array {
  const p = new Float64Array(distance.length);
  const goal = Math.log(perplexity);
  const least = distance[0]!;
  const mean = distance.reduce((sum, d) => sum + d - least, 0) / distance.length;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let precision = mean > 0 ? 1 / mean : 1;
  for (let tries = 0; tries < halvings; tries++) {
    let sum = 0;
    let weighted = 0;
    for (let n = 0; n < p.length; n++) {
      const power = Math.exp(-(distance[n]! - least) * precision);
      p[n] = power;
      sum += power;
      weighted += power * (distance[n]! - least);
    }
    for (let n = 0; n < p.length; n++) p[n]! /= sum;
    const above = Math.log(sum) + (precision * weighted) / sum - goal;
    if (Math.abs(above) < 1e-5) break;
    if (above > 0) low = precision;
    else high = precision;
    precision = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
  }
  return p;
}
