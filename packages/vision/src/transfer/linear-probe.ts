/** How much features tell of the classes, before anything is trained: a linear classifier on them, cross-validated. */
import { DataError, type Tensor, toNumbers, UsageError } from '@graftml/core';
import { groupedIndices } from '../collection/grouped-split.ts';
import { fitLogistic, type LogisticOptions } from './logistic.ts';
import { rowSpace } from './row-space.ts';

/** Options of `linearProbe`. */
export interface LinearProbeOptions {
  /** Parts of which each is judged once by what the others teach; 5 unless given. */
  readonly folds?: number;
  /** Decides which example is in which part: 0 to 2^32 - 1; 1 unless given. */
  readonly seed?: number;
  /** Examples of the same name are in the same part; one without a name is by itself. */
  readonly groups?: readonly (string | undefined)[];
  /** How much each example counts where it teaches, and for the loss; all the same unless given. */
  readonly weights?: ArrayLike<number> | undefined;
  /** See `LogisticOptions`; 1 unless given. */
  readonly c?: number;
  /** See `LogisticOptions`. */
  readonly tolerance?: number;
}

/** What `linearProbe` finds. */
export interface LinearProbe {
  /** The share of all examples that were recognised, each by a classifier that had not seen it. */
  readonly accuracy: number;
  /** The mean cross-entropy of what those classifiers say, by the weights. */
  readonly loss: number;
  /** How uncertain that is from the number of examples alone: one standard error, `sqrt(a (1 - a) / size)`. */
  readonly standardError: number;
  /** Of each part: which examples it holds, ascending, and the share of them that were recognised. */
  readonly folds: readonly { readonly indices: Int32Array; readonly accuracy: number }[];
  /** `[size]`: what each example was taken for. */
  readonly predictions: Int32Array;
}

/**
 * Standardises the features (by those that are trained on) and fits a logistic regression with L2, once for each part. Parts have
 * the classes in proportion. It computes on the calling thread: a second for some hundred pictures of a thousand features.
 * @param features `[size, ...]`
 * @param labels class indices, `[size]`
 * @throws UsageError for fewer than two parts, or more than there are examples (or groups); DataError for features that do not fit the labels
 */
export function linearProbe(
  features: Tensor,
  labels: ArrayLike<number>,
  { c, tolerance, ...options }: LinearProbeOptions = {},
): LinearProbe {
  return prober(
    features,
    labels,
    options,
  )({ ...(c !== undefined && { c }), ...(tolerance !== undefined && { tolerance }) });
}

/** Probes of the same features with classifiers that are regularised differently: what they share is computed once. */
export function prober(
  features: Tensor,
  labels: ArrayLike<number>,
  { folds = 5, seed = 1, groups, weights }: Omit<LinearProbeOptions, 'c' | 'tolerance'> = {},
): (how: Pick<LogisticOptions, 'c' | 'tolerance'>) => LinearProbe {
  const [size = 0] = features.shape;
  if (labels.length !== size || size === 0)
    throw new DataError('does not have one label for each example', {
      where: 'linearProbe',
      expected: `${size}, as there are features`,
      received: `${labels.length}`,
    });
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= size))
    throw new UsageError('the examples cannot be divided into so many parts', {
      where: 'folds',
      expected: `a whole number from 2 to ${size}`,
      received: `${folds}`,
    });
  const list = Array.from(labels);
  const classes = list.reduce((most, label) => Math.max(most, label), 0) + 1;
  const rows = rowsOf(features);
  const width = rows.length / size;
  const parts = groupedIndices({
    labels: list.map((label) => [label]),
    ...(groups && { groups }),
    fractions: Array.from({ length: folds }, () => 1 / folds),
    seed,
  });
  const prepared = parts.map((indices) => {
    const held = new Set(indices);
    const others = [...list.keys()].filter((i) => !held.has(i));
    const known = takenRows(rows, others, width);
    const scaler = standardizer(known, width);
    const x = scaler(known);
    const y = others.map((i) => list[i]!);
    const space = y.length < width ? rowSpace(x, width) : undefined;
    const own = weights && others.map((i) => weights[i]!);
    return { indices, x, y, own, space, judged: scaler(takenRows(rows, indices, width)) };
  });
  const total = weights ? Array.from(weights).reduce((sum, weight) => sum + weight, 0) : size;
  return (how) => {
    const predictions = new Int32Array(size);
    let loss = 0;
    const judged = prepared.map(({ indices, x, y, own: weighing, space, judged }) => {
      const options = { classes, ...how, weights: weighing, ...(space && { space }) };
      const found = fitLogistic(x, y, options).probabilities(judged);
      let right = 0;
      indices.forEach((index, i) => {
        const own = found.subarray(i * classes, (i + 1) * classes);
        const label = list[index]!;
        predictions[index] = own.indexOf(own.reduce((most, p) => Math.max(most, p), 0));
        loss -= ((weights?.[index] ?? 1) * Math.log(Math.max(own[label]!, 1e-300))) / total;
        if (predictions[index] === label) right++;
      });
      return { indices, accuracy: right / indices.length };
    });
    const accuracy = list.filter((label, i) => predictions[i] === label).length / size;
    const standardError = Math.sqrt((accuracy * (1 - accuracy)) / size);
    return { accuracy, loss, standardError, folds: judged, predictions };
  };
}

/** What brings features to mean 0 and deviation 1 in each column. */
export interface Standardization {
  readonly means: Float64Array;
  /** 1 where a column never changes. */
  readonly deviations: Float64Array;
}

/** A feature that differs by less than this share of what is usual differs by chance: one picture has a little of it. */
const least = 0.01;

/**
 * As StandardScaler finds it, of features `[size, width]`; but what differs by less than a hundredth of what the features usually differ by
 * (their median) is divided by that hundredth. Else a feature that one training picture has a trace of would count ten thousand times in a
 * picture that really has it.
 */
export function standardization(x: ArrayLike<number>, width: number): Standardization {
  const size = x.length / width;
  const means = new Float64Array(width);
  const deviations = new Float64Array(width);
  for (let i = 0, k = 0; i < size; i++) for (let j = 0; j < width; j++, k++) means[j]! += x[k]! / size;
  for (let i = 0, k = 0; i < size; i++)
    for (let j = 0; j < width; j++, k++) deviations[j]! += (x[k]! - means[j]!) ** 2 / size;
  for (let j = 0; j < width; j++) {
    // What is left of a constant by rounding is no deviation.
    const isConstant = deviations[j]! <= (size * Number.EPSILON * means[j]!) ** 2;
    deviations[j] = isConstant ? 0 : Math.sqrt(deviations[j]!);
  }
  const differing = deviations.filter((deviation) => deviation > 0).sort();
  const floor = least * (differing[differing.length >> 1] ?? 0);
  return { means, deviations: deviations.map((deviation) => (deviation === 0 ? 1 : Math.max(deviation, floor))) };
}

export function standardized(x: ArrayLike<number>, { means, deviations }: Standardization): Float64Array {
  const width = means.length;
  const out = new Float64Array(x.length);
  for (let k = 0; k < x.length; ) for (let j = 0; j < width; j++, k++) out[k] = (x[k]! - means[j]!) / deviations[j]!;
  return out;
}

/** A function that brings features to mean 0 and deviation 1 in each column by those of `x`, as StandardScaler does; what never changes, to 0. */
export function standardizer(x: ArrayLike<number>, width: number): (x: ArrayLike<number>) => Float64Array {
  const scale = standardization(x, width);
  return (features) => standardized(features, scale);
}

export const rowsOf = (features: Tensor): ArrayLike<number> =>
  features.data instanceof BigInt64Array ? toNumbers(features) : features.data;

/** The rows at `indices`, of `[n, width]`. */
export function takenRows(rows: ArrayLike<number>, indices: ArrayLike<number>, width: number): Float64Array {
  const out = new Float64Array(indices.length * width);
  for (let i = 0; i < indices.length; i++)
    for (let j = 0; j < width; j++) out[i * width + j] = rows[indices[i]! * width + j]!;
  return out;
}
