/** Labels that do not exclude one another: each is right or wrong by itself. Names of torchmetrics. */
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { toNumbers } from '../../tensor.ts';
import type { Metric } from '../loss.ts';
import { type ClassScores, meansOf, scoresOf } from './confusion.ts';
import { defaultThreshold, requireSameShape } from './decisions.ts';

/** Options of the metrics of several labels where they give one number. */
export interface MultilabelOptions {
  /** A score above it means that the label holds: 0.5 for probabilities, 0 for logits. */
  readonly threshold?: number;
  /**
   * `'macro'` (the default): the mean over the labels, all alike; `'weighted'`: by how often each holds; `'micro'`: over
   * all answers at once.
   */
  readonly average?: 'macro' | 'weighted' | 'micro';
}
/** Options of the metrics of several labels where they give a number for each. */
export interface PerLabelOptions extends Pick<MultilabelOptions, 'threshold'> {
  readonly average: 'none';
}

interface MultilabelMetric {
  (options?: MultilabelOptions): Metric;
  /** One number for each label. */
  (options: PerLabelOptions): Metric<readonly number[]>;
}

const averages = ['macro', 'weighted', 'micro', 'none'] as const;

/** The weights that were counted for one label. */
interface Counts {
  /** Where it holds and was found. */
  readonly hits: number;
  readonly predicted: number;
  readonly support: number;
  /** Where the answer, yes or no, is right. */
  readonly right: number;
  readonly total: number;
}

function multilabel(
  name: string,
  of: (counts: Counts) => number,
  mean: (counts: readonly Counts[], average: 'macro' | 'weighted' | 'micro') => number,
): MultilabelMetric {
  const make = (options: MultilabelOptions | PerLabelOptions = {}): Metric<number | readonly number[]> => {
    const defaults = { threshold: defaultThreshold, average: 'macro' as const };
    const { threshold, average } = withDefaults<Required<MultilabelOptions | PerLabelOptions>>(name, defaults, options);
    requireOption(averages.includes(average), name, 'average', averages.join(', '), average);
    requireOption(Number.isFinite(threshold), name, 'threshold', 'a number', threshold);
    return {
      name,
      /** `[5, labels]`, the rows in the order of `Counts`. */
      build(g, at) {
        requireSameShape(name, at);
        const { prediction, target, weight } = at;
        const labels = prediction.shape.at(-1);
        requireOption(prediction.shape.length === 2, name, 'prediction', '[N, labels]', prediction.shape);
        const weights = g.expand(g.unsqueeze(weight, [1]), [1, labels as number]);
        const found = g.cast(g.greater(prediction, threshold), { to: weight.dtype });
        const holds = g.cast(g.greater(target, 0.5), { to: weight.dtype });
        const right = g.cast(g.equal(found, holds), { to: weight.dtype });
        const sum = (x: Value) => g.reduceSum(g.mul(x, weights), [0]);
        const rows = [g.mul(found, holds), found, holds, right].map(sum);
        return g.concat([...rows, g.reduceSum(weights, [0])], { axis: 0 });
      },
      result(statistic) {
        const labels = statistic.shape[1]!;
        const numbers = toNumbers(statistic);
        const counts = Array.from({ length: labels }, (_, i): Counts => {
          const [hits, predicted, support, right, total] = [0, 1, 2, 3, 4].map((row) => numbers[row * labels + i]!);
          return { hits: hits!, predicted: predicted!, support: support!, right: right!, total: total! };
        });
        return average === 'none' ? counts.map(of) : mean(counts, average);
      },
    };
  };
  return make as MultilabelMetric;
}

const score = (name: keyof ClassScores): MultilabelMetric =>
  multilabel(
    `multilabel${name[0]!.toUpperCase()}${name.slice(1)}`,
    ({ hits, predicted, support }) => scoresOf(hits, predicted, support)[name],
    (counts, average) => meansOf(counts)[average][name],
  );

/** Of the labels that were said to hold, the part that does. Prediction `[N, labels]`, targets of the same shape, 0 or 1. */
export const multilabelPrecision = score('precision');
/** Of the labels that hold, the part that was found. As for `multilabelPrecision`. */
export const multilabelRecall = score('recall');
/** The harmonic mean of precision and recall. As for `multilabelPrecision`. */
export const multilabelF1 = score('f1');

/** The part of right answers, yes or no, for `[N, labels]`. `binaryAccuracy` is its mean; with average `'none'`, label by label. */
export const multilabelAccuracy = multilabel(
  'multilabelAccuracy',
  ({ right, total }) => right / total,
  (counts, average) => {
    const weights = counts.map(({ support, total }) => (average === 'weighted' ? support : total));
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
    return sum(counts.map(({ right, total }, i) => (right / total) * weights[i]!)) / sum(weights);
  },
);
