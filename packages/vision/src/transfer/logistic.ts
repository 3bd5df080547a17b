/** Multinomial logistic regression by L-BFGS: `|W|² / 2 + c · sum of weighted cross-entropies`, the biases free, as in scikit-learn. */
import { DataError, UsageError } from '@graftml/core';
import { type Descent, minimizing } from './minimize.ts';
import { type RowSpace, rowSpace } from './row-space.ts';
import { softmaxLoss } from './softmax-loss.ts';

/** Options of `fitLogistic`. */
export interface LogisticOptions {
  /** How many classes there are; `y` need not have all. */
  readonly classes: number;
  /** How much the examples count against the smallness of the weights: scikit-learn's `C`, 1 unless given. */
  readonly c?: number;
  /** How much each example counts, `[size]`: scikit-learn's `sample_weight`; all the same unless given. */
  readonly weights?: ArrayLike<number> | undefined;
  /** Of L-BFGS, at most; 1000 unless given. */
  readonly iterations?: number;
  /** It ends when no element of the gradient is larger; 1e-4 unless given. */
  readonly tolerance?: number;
  /** What `rowSpace` found of the features, where several are fitted to the same. */
  readonly space?: RowSpace;
  /** Where it begins, as a fit of nearly the same examples is near its end there; nothing but zeros unless given. */
  readonly start?: Pick<Logistic, 'weights' | 'biases'>;
}

/** A fitted logistic regression. */
export interface Logistic {
  /** `[classes, width]` */
  readonly weights: Float64Array;
  /** `[classes]` */
  readonly biases: Float64Array;
  /** The probabilities of the classes, `[size, classes]`, of features `[size, width]`. */
  probabilities(x: ArrayLike<number>): Float64Array;
  /** The most probable class of each. */
  classify(x: ArrayLike<number>): Int32Array;
}

/**
 * @param x features `[size, width]`, row by row; the width is what there is for each label
 * @param y class indices, `[size]`
 * @throws DataError for features that do not fit the labels, or a label that is no class
 */
export function fitLogistic(x: ArrayLike<number>, y: ArrayLike<number>, options: LogisticOptions): Logistic {
  const steps = fittingLogistic(x, y, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with a rest after every iteration. */
export function* fittingLogistic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: LogisticOptions,
): Generator<Descent, Logistic> {
  const { classes } = options;
  const size = y.length;
  const width = x.length / size;
  check(y, width, options);
  const fit = { ...options, width };
  const spans = options.space !== undefined || 2 * size <= width;
  const w = yield* spans && !options.start ? fitSpanned(x, y, fit) : fitRows(x, y, fit);
  const biasesAt = classes * width;
  const probabilities = (features: ArrayLike<number>): Float64Array => {
    const all = new Float64Array((features.length / width) * classes);
    for (let i = 0; i * classes < all.length; i++)
      probabilitiesAt(features, i * width, w, width, all.subarray(i * classes, (i + 1) * classes));
    return all;
  };
  return {
    weights: w.subarray(0, biasesAt),
    biases: w.subarray(biasesAt),
    probabilities,
    classify(features) {
      const all = probabilities(features);
      return Int32Array.from({ length: all.length / classes }, (_, i) => {
        const row = all.subarray(i * classes, (i + 1) * classes);
        return row.indexOf(Math.max(...row));
      });
    },
  };
}

interface Fit extends LogisticOptions {
  readonly width: number;
}

/** Weights and biases, one after the other. */
function* fitRows(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { classes, width, ...options }: Fit,
): Generator<Descent, Float64Array> {
  const { c: given = 1, iterations = 1000, tolerance = 1e-4, start, weights } = options;
  // Two classes of scikit-learn share one list of weights: the same as two opposite ones whose squares count twice.
  const c = classes === 2 ? given / 2 : given;
  const rows = x instanceof Float64Array ? x : Float64Array.from(x);
  const from = new Float64Array(classes * width + classes);
  if (start) {
    from.set(start.weights);
    from.set(start.biases, classes * width);
  }
  return yield* minimizing(softmaxLoss({ x: rows, y, width, classes, ...(weights && { weights }) }, c), from, {
    iterations,
    tolerance,
  });
}

/** The same, in as many dimensions as there are examples. */
function* fitSpanned(x: ArrayLike<number>, y: ArrayLike<number>, options: Fit): Generator<Descent, Float64Array> {
  const { classes, width } = options;
  const { coordinates, dimensions, expand } = options.space ?? rowSpace(x, width);
  const fitted = yield* fitRows(coordinates, y, { ...options, width: dimensions });
  const w = new Float64Array(classes * width + classes);
  for (let k = 0; k < classes; k++) w.set(expand(fitted.subarray(k * dimensions, (k + 1) * dimensions)), k * width);
  w.set(fitted.subarray(classes * dimensions), classes * width);
  return w;
}

function check(y: ArrayLike<number>, width: number, { classes, c = 1, weights }: LogisticOptions): void {
  if (!(c > 0)) throw new UsageError('must be a number above 0', { where: 'c', received: `${c}` });
  if (!(Number.isInteger(width) && width > 0))
    throw new DataError('there must be the same number of features for each label', {
      where: 'fitLogistic',
      received: `${width} for each of ${y.length}`,
    });
  if (weights && weights.length !== y.length)
    throw new DataError('there must be one weight for each label', {
      where: 'fitLogistic',
      expected: `${y.length}`,
      received: `${weights.length}`,
    });
  const wrong = Array.from(y).find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (wrong !== undefined)
    throw new DataError('a label is no class', { expected: `0 to ${classes - 1}`, received: `${wrong}` });
}

/** The softmax of the scores of the example that begins at `from`, into `out`. */
function probabilitiesAt(x: ArrayLike<number>, from: number, w: Float64Array, width: number, out: Float64Array): void {
  const classes = out.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) {
    const score = w[classes * width + k]! + dot(w, k * width, x, from, width);
    out[k] = score;
    if (score > most) most = score;
  }
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    out[k] = Math.exp(out[k]! - most);
    sum += out[k]!;
  }
  for (let k = 0; k < classes; k++) out[k]! /= sum;
}

/** Four sums side by side, since each addition waits for the one before: more than twice as fast. */
function dot(a: Float64Array, at: number, b: ArrayLike<number>, from: number, length: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s0 += a[at + i]! * b[from + i]!;
    s1 += a[at + i + 1]! * b[from + i + 1]!;
    s2 += a[at + i + 2]! * b[from + i + 2]!;
    s3 += a[at + i + 3]! * b[from + i + 3]!;
  }
  for (; i < length; i++) s0 += a[at + i]! * b[from + i]!;
  return s0 + s1 + (s2 + s3);
}
