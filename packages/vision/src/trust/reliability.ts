/** Whether a classifier that says "80 %" is right in 80 of 100 cases. */
import { UsageError } from '@graftml/core';
import { answersOf, classesOf, crossEntropy } from './logits.ts';
import { wilsonInterval } from './wilson.ts';

/** The answers whose probability was said to lie above `from`, up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Their mean probability; the middle of the bin where there are none. */
  readonly confidence: number;
  /** The share of them that is right, and where it may lie: see `wilsonInterval`. Absent where there are none. */
  readonly accuracy?: number;
  readonly interval?: readonly [number, number];
}

/** What `reliability` finds. */
export interface Reliability {
  readonly n: number;
  /** The expected calibration error (Naeini et al. 2015): the mean distance of what is said and what is so, bin by bin. */
  readonly error: number;
  /** About what that distance would be by chance, with so few examples, if every probability were true. */
  readonly byChance: number;
  /** The mean of what is said of the answers. */
  readonly confidence: number;
  /** The mean cross-entropy. */
  readonly loss: number;
  /** Of equal width, from 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * @param probabilities `[n, classes]`
 * @param labels class indices, `[n]`
 * @throws UsageError for a number of bins that is none; DataError for probabilities and labels that do not fit
 */
export function reliability(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  { bins: count = 10 }: { readonly bins?: number } = {},
): Reliability {
  if (!(Number.isInteger(count) && count >= 1))
    throw new UsageError('must be a whole number from 1', { where: 'bins', received: `${count}` });
  classesOf({ logits: probabilities, labels }, 'reliability');
  const { confidence, right } = answersOf(probabilities, labels);
  const n = labels.length;
  const bins = Array.from({ length: count }, () => ({ n: 0, said: 0, right: 0, variance: 0 }));
  confidence.forEach((p, i) => {
    const bin = bins[Math.min(Math.max(Math.ceil(p * count) - 1, 0), count - 1)]!;
    bin.n++;
    bin.said += p;
    bin.variance += p * (1 - p);
    if (right[i]) bin.right++;
  });
  return {
    n,
    error: bins.reduce((sum, bin) => sum + Math.abs(bin.said - bin.right), 0) / n,
    // The mean distance of a normal distribution from its middle.
    byChance: (bins.reduce((sum, { variance }) => sum + Math.sqrt(variance), 0) * Math.sqrt(2 / Math.PI)) / n,
    confidence: confidence.reduce((sum, p) => sum + p, 0) / n,
    loss: crossEntropy(probabilities, labels),
    bins: bins.map((bin, i) => ({
      from: i / count,
      to: (i + 1) / count,
      n: bin.n,
      confidence: bin.n > 0 ? bin.said / bin.n : (i + 0.5) / count,
      ...(bin.n > 0 && { accuracy: bin.right / bin.n, interval: wilsonInterval(bin.right, bin.n) }),
    })),
  };
}
