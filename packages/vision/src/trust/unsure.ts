/** When a classifier had better say that it does not know: answers below a probability are not given. */
import { DataError, UsageError } from '@graftml/core';
import { wilsonInterval } from './wilson.ts';

/** Each example's largest probability, and whether that class is right. */
export interface Confidences {
  readonly confidence: ArrayLike<number>;
  readonly right: readonly boolean[];
}

/** What becomes of examples if only those are answered that are at least so probable. */
export interface Coverage {
  readonly threshold: number;
  readonly n: number;
  readonly answered: number;
  /** Of those that are answered. */
  readonly right: number;
  /** `answered / n` */
  readonly coverage: number;
  /** `right / answered`, and where it may lie: see `wilsonInterval`. Absent where nothing is answered. */
  readonly accuracy?: number;
  readonly interval?: readonly [number, number];
}

/** What is answered at a threshold. @throws DataError where there are no examples */
export function coverageAt({ confidence, right }: Confidences, threshold: number): Coverage {
  const n = right.length;
  if (n === 0 || confidence.length !== n)
    throw new DataError('there must be a probability for each example', {
      where: 'coverageAt',
      received: `${confidence.length} and ${n}`,
    });
  const answered = right.filter((_, i) => confidence[i]! >= threshold);
  const hits = answered.filter(Boolean).length;
  return {
    threshold,
    n,
    answered: answered.length,
    right: hits,
    coverage: answered.length / n,
    ...(answered.length > 0 && {
      accuracy: hits / answered.length,
      interval: wilsonInterval(hits, answered.length),
    }),
  };
}

/**
 * Coverage and accuracy as the threshold grows from 0: one point for each probability that occurs, or `points` of them, evenly chosen,
 * where there are more. Two that differ by less than 1e-6 are one.
 */
export function coverageCurve(examples: Confidences, { points = 100 }: { readonly points?: number } = {}): Coverage[] {
  if (!(Number.isInteger(points) && points >= 2))
    throw new UsageError('must be a whole number from 2', { where: 'points', received: `${points}` });
  const { confidence, right } = examples;
  const order = [...right.keys()].sort((a, b) => confidence[a]! - confidence[b]!);
  const steps = order.filter((i, at) => at === 0 || confidence[i]! - confidence[order[at - 1]!]! > 1e-6).slice(1);
  const every = Math.max(1, (steps.length - 1) / (points - 2));
  const chosen = Array.from({ length: Math.min(steps.length, points - 1) }, (_, k) => steps[Math.round(k * every)]!);
  return [0, ...chosen.map((i) => confidence[i]!)].map((threshold) => coverageAt(examples, threshold));
}

/**
 * The least threshold at which an answer is wrong `part` as often as without one, going by what the probabilities themselves say: the
 * mean of `1 - p` of what is answered. They should be calibrated. Counting mistakes instead would hang on one or two of them, where
 * there are few examples. 0 where there are no doubts to begin with.
 * @param confidence the largest probability of each example, best of ones that were not trained on
 * @param part 0.5 unless given
 */
export function unsureThreshold(
  confidence: ArrayLike<number>,
  { part = 0.5 }: { readonly part?: number } = {},
): number {
  if (!(part > 0 && part <= 1))
    throw new UsageError('must be a number above 0 and up to 1', { where: 'part', received: `${part}` });
  const sorted = Float64Array.from(confidence).sort();
  let doubt = sorted.reduce((sum, p) => sum + (1 - p), 0);
  const goal = (part * doubt) / sorted.length;
  for (let i = 0; i < sorted.length; i++) {
    const isFirst = i === 0 || sorted[i]! > sorted[i - 1]!;
    if (isFirst && doubt / (sorted.length - i) <= goal) return i === 0 ? 0 : Math.floor(sorted[i]! * 1e4) / 1e4;
    doubt -= 1 - sorted[i]!;
  }
  return 0;
}
