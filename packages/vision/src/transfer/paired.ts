/** Whether one classifier is better than another, from the same few examples. */
import { UsageError } from '@graftml/core';

/** Two classifiers, asked the same examples. */
export interface Paired {
  /** Examples. */
  readonly n: number;
  /** Those that only the second is right on, and those that only the first is. */
  readonly won: number;
  readonly lost: number;
  /** Of `won - lost`, were both equally good: `sqrt(won + lost)`. */
  readonly standardError: number;
  /** Whether the second is better by more than that. */
  readonly isBetter: boolean;
}

/**
 * Compares two classifiers on the same examples. Where both are right or both wrong, an example tells nothing of which is better, much as
 * it adds to the uncertainty of each accuracy: only the others count (McNemar 1947; of the tests of classifiers that are trained once, the
 * one that Dietterich 1998 recommends).
 * @param first for each example, whether the first is right
 * @param second the same of the second
 * @throws UsageError where they are not as many
 */
export function paired(first: readonly boolean[], second: readonly boolean[]): Paired {
  if (first.length !== second.length)
    throw new UsageError('must be of the same examples', {
      where: 'paired',
      expected: `${first.length} answers, as the first has`,
      received: `${second.length}`,
    });
  const won = second.filter((right, i) => right && !first[i]).length;
  const lost = first.filter((right, i) => right && !second[i]).length;
  const standardError = Math.sqrt(won + lost);
  return { n: first.length, won, lost, standardError, isBetter: won - lost > standardError };
}

/** Whether one that wins half of so many mistakes and loses nothing, which would be a lot, could be told to be better: from four on. */
export const isWorthTrying = (mistakes: number): boolean => {
  const won = Math.floor(mistakes / 2);
  return won > Math.sqrt(won);
};
