/** How often the model is right. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { classCount, isClass } from '../classes.ts';
import type { Judged, Metric } from '../loss.ts';
import { classOf, decisions, defaultThreshold, isBinary, requireSameShape } from './decisions.ts';
import { weightedMean } from './mean.ts';

/**
 * The fraction of right answers, by the shapes as Keras has it: classes where the prediction is `[N, classes]` (the
 * largest score wins, the first of several) with targets int32 `[N]` or a float distribution `[N, classes]`; else, for
 * `[N]` or `[N, 1]`, yes above 0.5 (for logits or another threshold use `binaryAccuracy`).
 */
export const accuracy = (): Metric =>
  weightedMean('accuracy', (g, at) => {
    if (isBinary(at.prediction)) return rightSide(g, 'accuracy', at, defaultThreshold);
    const { predicted, right } = decisions(g, 'accuracy', at);
    return g.equal(predicted, right);
  });

/** Options of `binaryAccuracy`. */
export interface BinaryAccuracyOptions {
  /** A score above it means yes: 0.5 for probabilities, 0 for logits. */
  readonly threshold?: number;
}

/** The fraction of scores on the right side of a threshold. Prediction and targets (0 or 1) `[N, ...]`. */
export function binaryAccuracy(options: BinaryAccuracyOptions = {}): Metric {
  const name = 'binaryAccuracy';
  const { threshold } = withDefaults(name, { threshold: defaultThreshold }, options);
  requireOption(Number.isFinite(threshold), name, 'threshold', 'a number', threshold);
  return weightedMean(name, (g, at) => rightSide(g, name, at, threshold));
}

/** How many of the highest scores count: 5 unless given. */
export interface TopKOptions {
  readonly k?: number;
}

/**
 * The fraction of examples where fewer than `k` classes score higher than the right one: ties count in favour, as in
 * Keras's `in_top_k`. Prediction `[N, classes]`, logits or probabilities; targets int32 `[N]` or float `[N, classes]`.
 */
export function topKCategoricalAccuracy(options: TopKOptions = {}): Metric {
  const { k } = withDefaults('topKCategoricalAccuracy', { k: 5 }, options);
  const name = `top${k}CategoricalAccuracy`;
  requireOption(Number.isInteger(k) && k >= 1, name, 'k', 'a whole number of 1 or more', k);
  return weightedMean(name, (g, { prediction, target }) => {
    const classes = classCount(name, prediction);
    requireOption(k <= classes, name, 'k', `at most the number of classes, ${classes}`, k);
    const right = isClass(g, classOf(g, name, target, prediction), classes);
    const score = g.reduceSum(g.where(right, prediction, 0), [1]);
    // Counting those that do not score higher makes a NaN count as wrong.
    const notHigher = g.cast(g.lessOrEqual(prediction, score), { to: prediction.dtype });
    return g.greater(g.reduceSum(notHigher, [1], { keepdims: 0 }), classes - k);
  });
}

function rightSide(g: Builder, where: string, at: Judged, threshold: number): Value {
  requireSameShape(where, at);
  const { prediction, target } = at;
  return g.equal(g.cast(g.greater(prediction, threshold), { to: target.dtype }), target);
}
