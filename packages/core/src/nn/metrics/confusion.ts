/** Which classes are taken for which, and the scores made of it. */
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { type Tensor, toNumbers } from '../../tensor.ts';
import { isClass } from '../classes.ts';
import type { Metric } from '../loss.ts';
import { decisions } from './decisions.ts';

/** Rows are what is right, columns what was predicted, as in scikit-learn: `matrix[right][predicted]`. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** How one score becomes a class. */
export interface ThresholdOptions {
  /** Where the prediction is one score, `[N]` or `[N, 1]`: above it means class 1. 0.5 if left out; 0 for logits. */
  readonly threshold?: number;
}

/**
 * Counts (of weight) by right and predicted class. Prediction `[N, classes]` with targets int32 `[N]` or float
 * `[N, classes]`; or one score, `[N]` or `[N, 1]`, with targets 0 or 1 of the same shape.
 */
export function confusionMatrix(options: ThresholdOptions = {}): Metric<ConfusionMatrix> {
  const name = 'confusionMatrix';
  const { threshold } = withDefaults<Threshold>(name, { threshold: undefined }, options);
  return fromConfusion(name, threshold, (matrix) => matrix);
}

interface Threshold {
  readonly threshold: number | undefined;
}

/** How well one class, or all on average, was told from the others; 0 where nothing was there to divide by. */
export interface ClassScores {
  /** Of those predicted so, the part that is right. */
  readonly precision: number;
  /** Of those that are so, the part that was found. */
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

/** Precision, recall and F1 of each class, and their means. */
export interface ConfusionScores {
  /** For each class, with its weight among the examples. */
  readonly classes: readonly (ClassScores & { readonly support: number })[];
  /** The plain mean over the classes. */
  readonly macro: ClassScores;
  /** The mean over the classes, each as heavy as it is frequent. */
  readonly weighted: ClassScores;
  /** Over all examples at once: with one class an example, all three are the accuracy. */
  readonly micro: ClassScores;
}

/** Precision, recall and F1 from a confusion matrix. */
export function confusionScores(matrix: ConfusionMatrix): ConfusionScores {
  const counts = matrix.map((row, i) => ({
    hits: row[i]!,
    predicted: sum(matrix.map((other) => other[i]!)),
    support: sum(row),
  }));
  const classes = counts.map(({ hits, predicted, support }) => ({ ...scoresOf(hits, predicted, support), support }));
  return { classes, ...meansOf(counts) };
}

interface Counts {
  readonly hits: number;
  readonly predicted: number;
  readonly support: number;
}

/** The means of the scores of several classes. */
export function meansOf(counts: readonly Counts[]): Omit<ConfusionScores, 'classes'> {
  const each = counts.map(({ hits, predicted, support }) => scoresOf(hits, predicted, support));
  const mean = (weights: readonly number[]): ClassScores => {
    const of = (name: keyof ClassScores) => ratio(sum(each.map((one, i) => one[name] * weights[i]!)), sum(weights));
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
  };
  const total = (of: keyof Counts) => sum(counts.map((one) => one[of]));
  return {
    macro: mean(counts.map(() => 1)),
    weighted: mean(counts.map(({ support }) => support)),
    micro: scoresOf(total('hits'), total('predicted'), total('support')),
  };
}

/** Options of `precision`, `recall` and `f1` where they give one number. */
export interface AverageOptions extends ThresholdOptions {
  /**
   * `'macro'` (the default): the mean over the classes, all alike; `'weighted'`: by frequency; `'micro'`: over all
   * examples at once; `'binary'`: of class 1 alone, where there are two.
   */
  readonly average?: 'macro' | 'weighted' | 'micro' | 'binary';
}
/** Options of `precision`, `recall` and `f1` where they give a number for each class. */
export interface PerClassOptions extends ThresholdOptions {
  readonly average: 'none';
}

interface ScoreMetric {
  (options?: AverageOptions): Metric;
  /** One number for each class. */
  (options: PerClassOptions): Metric<readonly number[]>;
}

const averages = ['macro', 'weighted', 'micro', 'binary', 'none'] as const;

interface ScoreSettings extends Threshold {
  readonly average: (typeof averages)[number];
}

function scoreMetric(name: keyof ClassScores): ScoreMetric {
  const make = (options: AverageOptions | PerClassOptions = {}): Metric<number | readonly number[]> => {
    const defaults: ScoreSettings = { average: 'macro', threshold: undefined };
    const { average, threshold } = withDefaults(name, defaults, options);
    requireOption(averages.includes(average), name, 'average', averages.join(', '), average);
    const check = (classes: number) =>
      requireOption(average !== 'binary' || classes === 2, name, 'average', "two classes for 'binary'", classes);
    const score = (matrix: ConfusionMatrix) => {
      const { classes, ...means } = confusionScores(matrix);
      if (average === 'none') return classes.map((scores) => scores[name]);
      return average === 'binary' ? classes[1]![name] : means[average][name];
    };
    return fromConfusion(name, threshold, score, check);
  };
  return make as ScoreMetric;
}

/** Of the examples that were said to be of a class, the part that is. Prediction and targets as for `confusionMatrix`. */
export const precision = scoreMetric('precision');
/** Of the examples of a class, the part that was found. Prediction and targets as for `confusionMatrix`. */
export const recall = scoreMetric('recall');
/** The harmonic mean of precision and recall. Prediction and targets as for `confusionMatrix`. */
export const f1 = scoreMetric('f1');

function fromConfusion<Result>(
  name: string,
  threshold: number | undefined,
  result: (matrix: ConfusionMatrix) => Result,
  check?: (classes: number) => void,
): Metric<Result> {
  const isNumber = threshold === undefined || Number.isFinite(threshold);
  requireOption(isNumber, name, 'threshold', 'a number', threshold);
  return {
    name,
    /** `[classes, classes]`: each example's weight at its right and its predicted class. */
    build(g, at) {
      const { classes, predicted, right } = decisions(g, name, at, threshold);
      check?.(classes);
      const mark = (index: Value) => g.cast(isClass(g, index, classes), { to: at.prediction.dtype });
      const weighted = g.mul(mark(right), g.unsqueeze(at.weight, [1]));
      return g.matMul(g.transpose(weighted, { perm: [1, 0] }), mark(predicted));
    },
    result: (total) => result(rows(total)),
  };
}

function rows(total: Tensor): ConfusionMatrix {
  const classes = total.shape[0]!;
  const numbers = toNumbers(total);
  return Array.from({ length: classes }, (_, i) => numbers.slice(i * classes, (i + 1) * classes));
}

export const scoresOf = (hits: number, predicted: number, support: number): ClassScores => ({
  precision: ratio(hits, predicted),
  recall: ratio(hits, support),
  f1: ratio(2 * hits, predicted + support),
});

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
