/** How good a classifier is on examples it has not learnt from, and how sure that is. */
import {
  type Backend,
  type Dataset,
  evaluate,
  type Model,
  metrics,
  sparseCategoricalCrossentropy,
  UsageError,
} from '@graftml/core';
import type { Split } from '../layout.ts';

/** What `judge` finds. Every example counts once, whatever weight it has in training. */
export interface Evaluation {
  readonly of: Exclude<Split, 'train'>;
  /** How many examples there are. */
  readonly n: number;
  /** The share of them that is recognised. */
  readonly accuracy: number;
  /** Where the share among endlessly many of their kind lies, with 95 % confidence: see `wilsonInterval`. */
  readonly interval: readonly [number, number];
  /** The mean cross-entropy. */
  readonly loss: number;
  /** In the order of the labels. */
  readonly perClass: readonly ClassEvaluation[];
  /** `confusion[right][said]` */
  readonly confusion: metrics.ConfusionMatrix;
}

/** How well one class is told from the others. */
export interface ClassEvaluation extends metrics.ClassScores {
  readonly name: string;
  /** Examples of it. */
  readonly n: number;
}

/** Options of `judge`. */
export interface JudgeOptions {
  readonly backend: Backend;
  readonly data: Dataset;
  readonly of: Evaluation['of'];
  readonly classNames: readonly string[];
  readonly signal?: AbortSignal;
}

/** @param model to logits `[N, classes]` */
export async function judge(model: Model, { data, of, classNames, ...rest }: JudgeOptions): Promise<Evaluation> {
  const unweighted: Dataset = {
    size: data.size,
    async get(index) {
      const { x, y } = await data.get(index);
      return { x, y };
    },
  };
  const figures = await evaluate(model, {
    ...rest,
    data: unweighted,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: { confusion: metrics.confusionMatrix() },
  });
  if (!figures) throw rest.signal!.reason;
  const { loss, confusion } = figures;
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  const { classes } = metrics.confusionScores(confusion);
  return {
    of,
    n: data.size,
    accuracy: right / data.size,
    interval: wilsonInterval(right, data.size),
    loss,
    perClass: classes.map(({ support, ...scores }, i) => ({ name: classNames[i]!, n: support, ...scores })),
    confusion,
  };
}

/** The standard normal distribution has 95 % between minus and plus this. */
const z95 = 1.959963984540054;

/**
 * The share that `right` of `n` speak for, as an interval with 95 % confidence (Wilson 1927, JASA 22:209). Unlike the mean and two
 * standard errors, it is sensible for few examples, and where all are right.
 * @throws UsageError for counts that make no sense
 */
export function wilsonInterval(right: number, n: number): readonly [number, number] {
  if (!(n >= 1 && right >= 0 && right <= n))
    throw new UsageError('are no counts', {
      where: 'wilsonInterval',
      expected: '0 to n of n, which is at least 1',
      received: `${right} of ${n}`,
    });
  const share = right / n;
  const z2 = z95 ** 2;
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (z95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n));
  return [right === 0 ? 0 : middle - half, right === n ? 1 : middle + half];
}
