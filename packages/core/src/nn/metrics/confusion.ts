/** Which classes are taken for which, and the scores made of it. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { type Tensor, toNumbers } from '../../tensor.ts';
import { classCount, firstLargest, isClass } from '../classes.ts';
import type { Judged, Metric } from '../loss.ts';
import { classOf } from './class-of.ts';

/** Rows are what is right, columns what was predicted, as in scikit-learn: `matrix[right][predicted]`. */
export type ConfusionMatrix = readonly (readonly number[])[];

/** Counts (of weight) by right and predicted class. Prediction `[N, classes]`; targets int32 `[N]` or float `[N, classes]`. */
export const confusionMatrix = (): Metric<ConfusionMatrix> => fromConfusion('confusionMatrix', (matrix) => matrix);

/** How well one class, or all on average, was told from the others; 0 where nothing was there to divide by. */
export interface ClassScores {
  /** Of those predicted so, the part that is right. */
  readonly precision: number;
  /** Of those that are so, the part that was found. */
  readonly recall: number;
  /** The harmonic mean of the two. */
  readonly f1: number;
}

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
  const support = matrix.map(sum);
  const predicted = matrix.map((_, i) => sum(matrix.map((row) => row[i]!)));
  const hits = matrix.map((row, i) => row[i]!);
  const classes = matrix.map((_, i) => ({ ...scores(hits[i]!, predicted[i]!, support[i]!), support: support[i]! }));
  const mean = (weights: readonly number[]): ClassScores => {
    const of = (name: keyof ClassScores) => ratio(sum(classes.map((c, i) => c[name] * weights[i]!)), sum(weights));
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
  };
  return {
    classes,
    macro: mean(matrix.map(() => 1)),
    weighted: mean(support),
    micro: scores(sum(hits), sum(predicted), sum(support)),
  };
}

export interface AverageOptions {
  /** Over the classes: `'macro'` (all alike, the default), `'weighted'` (by frequency) or `'micro'` (over examples). */
  readonly average?: 'macro' | 'weighted' | 'micro';
}
export interface PerClassOptions {
  readonly average: 'none';
}

interface ScoreMetric {
  (options?: AverageOptions): Metric;
  /** One number for each class. */
  (options: PerClassOptions): Metric<readonly number[]>;
}

const averages = ['macro', 'weighted', 'micro', 'none'] as const;

function scoreMetric(name: keyof ClassScores): ScoreMetric {
  const make = (options: AverageOptions | PerClassOptions = {}): Metric<number | readonly number[]> => {
    const { average } = withDefaults<{ average: (typeof averages)[number] }>(name, { average: 'macro' }, options);
    requireOption(averages.includes(average), name, 'average', averages.join(', '), average);
    return fromConfusion(name, (matrix) => {
      const all = confusionScores(matrix);
      return average === 'none' ? all.classes.map((scores) => scores[name]) : all[average][name];
    });
  };
  return make as ScoreMetric;
}

/** Prediction and targets as for `confusionMatrix`, like the next two. */
export const precision = scoreMetric('precision');
export const recall = scoreMetric('recall');
export const f1 = scoreMetric('f1');

const fromConfusion = <Result>(name: string, result: (matrix: ConfusionMatrix) => Result): Metric<Result> => ({
  name,
  build: (g, at) => counts(g, at, name),
  result: (total) => result(rows(total)),
});

/** `[classes, classes]`: for each example, its weight at its right and its predicted class. */
function counts(g: Builder, { prediction, target, weight }: Judged, name: string): Value {
  const classes = classCount(name, prediction);
  const mark = (index: Value) => g.cast(isClass(g, index, classes), { to: prediction.dtype });
  const right = g.mul(mark(classOf(g, name, target, prediction)), g.unsqueeze(weight, [1]));
  return g.matMul(g.transpose(right, { perm: [1, 0] }), mark(firstLargest(g, prediction)));
}

function rows(total: Tensor): ConfusionMatrix {
  const classes = total.shape[0]!;
  const numbers = toNumbers(total);
  return Array.from({ length: classes }, (_, i) => numbers.slice(i * classes, (i + 1) * classes));
}

const scores = (hits: number, predicted: number, support: number): ClassScores => ({
  precision: ratio(hits, predicted),
  recall: ratio(hits, support),
  f1: ratio(2 * hits, predicted + support),
});

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
