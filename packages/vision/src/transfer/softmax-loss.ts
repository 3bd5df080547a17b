/** What a softmax regression makes small, and its gradient: four examples and two classes at a time, as each number that is read serves several products then. */
import type { Objective } from './minimize.ts';

/** Examples and their classes. */
export interface LabelledRows {
  /** `[size, width]`, row by row. */
  readonly x: Float64Array;
  /** `[size]` */
  readonly y: ArrayLike<number>;
  readonly width: number;
  readonly classes: number;
  /** How much each counts, `[size]`; all the same unless given. */
  readonly weights?: ArrayLike<number>;
}

/** Examples that are read together. */
const together = 4;

/**
 * `|W|² / 2 + c · sum of weighted cross-entropies` at weights `[classes, width]` with the biases `[classes]` behind them, which are free.
 * Its value and gradient are of the same bits each time.
 */
export function softmaxLoss({ x, y, width, classes, weights }: LabelledRows, c: number): Objective {
  const size = y.length;
  const biasesAt = classes * width;
  /** Of the examples together: scores, then what each pulls its class's weights by. */
  const pulls = new Float64Array(together * classes);
  return (w, gradient) => {
    gradient.set(w);
    gradient.fill(0, biasesAt);
    let sum = 0;
    for (let k = 0; k < biasesAt; k++) sum += (w[k]! * w[k]!) / 2;
    let i = 0;
    const learn = (count: number) => {
      for (let e = 0; e < count; e++) {
        const own = weights ? c * weights[i + e]! : c;
        sum += own * toPulls(pulls, e * classes, w, biasesAt, classes, y[i + e]!, own);
        for (let k = 0; k < classes; k++) gradient[biasesAt + k]! += pulls[e * classes + k]!;
      }
    };
    for (; i + together <= size; i += together) {
      scoresOfFour(x, i * width, w, width, classes, pulls);
      learn(together);
      pullOfFour(x, i * width, gradient, width, classes, pulls);
    }
    for (; i < size; i++) {
      for (let k = 0; k < classes; k++) pulls[k] = product(w, k * width, x, i * width, width);
      learn(1);
      for (let k = 0; k < classes; k++)
        for (let j = 0, to = k * width, from = i * width; j < width; j++) gradient[to++]! += pulls[k]! * x[from++]!;
    }
    return sum;
  };
}

/** Scores of one example without biases become `c · (probability - truth)`. Gives its cross-entropy. */
function toPulls(
  pulls: Float64Array,
  at: number,
  w: Float64Array,
  biasesAt: number,
  classes: number,
  label: number,
  c: number,
): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) {
    const score = pulls[at + k]! + w[biasesAt + k]!;
    pulls[at + k] = score;
    if (score > most) most = score;
  }
  const own = pulls[at + label]! - most;
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const power = Math.exp(pulls[at + k]! - most);
    pulls[at + k] = power;
    sum += power;
  }
  for (let k = 0; k < classes; k++) pulls[at + k] = c * (pulls[at + k]! / sum - (k === label ? 1 : 0));
  return Math.log(sum) - own;
}

function scoresOfFour(
  x: Float64Array,
  first: number,
  w: Float64Array,
  width: number,
  classes: number,
  scores: Float64Array,
): void {
  const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
  for (let k = 0; k < classes; k += 2) {
    const u = k * width;
    // Of an odd number of classes the last is reckoned twice.
    const other = k + 1 < classes ? k + 1 : k;
    const v = other * width;
    let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let j = 0; j < width; j++) {
      const wu = w[u + j]!;
      const wv = w[v + j]!;
      const x0 = x[first + j]!;
      const x1 = x[second + j]!;
      const x2 = x[third + j]!;
      const x3 = x[fourth + j]!;
      a0 += x0 * wu;
      b0 += x0 * wv;
      a1 += x1 * wu;
      b1 += x1 * wv;
      a2 += x2 * wu;
      b2 += x2 * wv;
      a3 += x3 * wu;
      b3 += x3 * wv;
    }
    scores[k] = a0;
    scores[classes + k] = a1;
    scores[2 * classes + k] = a2;
    scores[3 * classes + k] = a3;
    scores[other] = b0;
    scores[classes + other] = b1;
    scores[2 * classes + other] = b2;
    scores[3 * classes + other] = b3;
  }
}

function pullOfFour(
  x: Float64Array,
  first: number,
  gradient: Float64Array,
  width: number,
  classes: number,
  pulls: Float64Array,
): void {
  const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
  for (let k = 0; k < classes; k++) {
    const to = k * width;
    const p0 = pulls[k]!;
    const p1 = pulls[classes + k]!;
    const p2 = pulls[2 * classes + k]!;
    const p3 = pulls[3 * classes + k]!;
    for (let j = 0; j < width; j++)
      gradient[to + j]! += p0 * x[first + j]! + p1 * x[second + j]! + (p2 * x[third + j]! + p3 * x[fourth + j]!);
  }
}

function product(a: Float64Array, at: number, b: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[at + i]! * b[from + i]!;
  return sum;
}
