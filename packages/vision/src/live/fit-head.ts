/** The head of a live classifier, fitted in steps between which the page goes on. */
import { UsageError } from '@graftml/core';
import { inTurns } from '../in-turns.ts';
import { unstandardized } from '../transfer/linear-head.ts';
import { type Standardization, standardization, standardized } from '../transfer/linear-probe.ts';
import { fittingLogistic } from '../transfer/logistic.ts';
import type { LiveHead } from './head-file.ts';

/** Options of `train`. */
export interface LiveTrainOptions {
  /** Ends with its reason; the classifier stays as it was. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LiveProgress) => void;
  /**
   * How much the pictures count against the smallness of the weights: see `LogisticOptions`. 0.01 unless given: few pictures of more than a thousand
   * features are soon learnt by heart. With 2,000 of CIFAR-10 the loss on others is 0.83, with scikit-learn's 1 it is 1.35. `transfer` finds
   * it by cross-validation instead.
   */
  readonly c?: number;
  /**
   * Begins at what it has learnt, for when some pictures came or changed: a part of the time. It ends sooner, so
   * probabilities are near those of learning from nothing, not the same (0.015 at most on 250 flowers after one more). Without it, or where nothing is learnt yet, it learns from nothing.
   */
  readonly warmStart?: boolean;
}

/** How far `train` is. It ends where nothing gets better, after some dozen iterations. */
export interface LiveProgress {
  readonly iteration: number;
  /** What is made small; it goes down from one iteration to the next. */
  readonly objective: number;
}

interface Rows {
  /** `[size, width]` */
  readonly x: Float32Array;
  /** `[size]`, indices into the labels. */
  readonly y: Int32Array;
}

/** See `LiveTrainOptions.c`. */
const usualStrength = 0.01;
/** Of the gradient, learning from nothing and from what is learnt. */
const tolerances = { cold: 1e-4, warm: 3e-3 } as const;

/** @param before what is learnt already, for `warmStart` @throws UsageError for fewer than two classes */
export async function fitHead(
  { x, y }: Rows,
  labels: readonly string[],
  { signal, onProgress, c = usualStrength, warmStart = false }: LiveTrainOptions,
  before?: LiveHead,
): Promise<LiveHead> {
  if (labels.length < 2)
    throw new UsageError('there is nothing to tell apart', {
      where: 'train',
      expected: 'pictures of two classes or more',
      received: labels[0] ?? 'no pictures',
    });
  signal?.throwIfAborted();
  const scale = standardization(x, x.length / y.length);
  const start = warmStart && before ? restandardized(before, labels, scale) : undefined;
  const steps = fittingLogistic(standardized(x, scale), y, {
    classes: labels.length,
    c,
    tolerance: start ? tolerances.warm : tolerances.cold,
    ...(start && { start }),
  });
  const fitted = await inTurns(steps, {
    ...(signal && { signal }),
    onStep: ({ iteration, value }) => onProgress?.({ iteration, objective: value }),
  });
  return { labels, ...unstandardized(fitted, scale) };
}

/** What a head says of features as they are, of standardised ones: the opposite of `unstandardized`. Of a class that it does not know, nothing. */
function restandardized(head: LiveHead, labels: readonly string[], { means, deviations }: Standardization) {
  const width = means.length;
  const weights = new Float64Array(labels.length * width);
  const biases = new Float64Array(labels.length);
  labels.forEach((label, k) => {
    const known = head.labels.indexOf(label);
    if (known < 0) return;
    biases[k] = head.bias[known]!;
    for (let j = 0; j < width; j++) {
      const weight = head.kernel[j * head.labels.length + known]!;
      weights[k * width + j] = weight * deviations[j]!;
      biases[k]! += weight * means[j]!;
    }
  });
  return { weights, biases };
}
