/** How much a share of a few examples tells of all. */
import { UsageError } from '@graftml/core';

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
