/** The head of a live classifier, fitted in steps between which the page goes on. */
import { UsageError } from '@graftml/core';
import { unstandardized } from '../transfer/linear-head.ts';
import { standardization, standardized } from '../transfer/linear-probe.ts';
import { fittingLogistic } from '../transfer/logistic.ts';
import type { LiveHead } from './head-file.ts';

/** Options of `train`. */
export interface LiveTrainOptions {
  /** Ends with its reason; the classifier stays as it was. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LiveProgress) => void;
  /** How much the pictures count against the smallness of the weights; 1 unless given, as in `LogisticOptions`. */
  readonly c?: number;
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

/** After so many milliseconds others have their turn. */
const atOnce = 12;

/** @throws UsageError for fewer than two classes */
export async function fitHead(
  { x, y }: Rows,
  labels: readonly string[],
  { signal, onProgress, c = 1 }: LiveTrainOptions,
): Promise<LiveHead> {
  if (labels.length < 2)
    throw new UsageError('there is nothing to tell apart', {
      where: 'train',
      expected: 'pictures of two classes or more',
      received: labels[0] ?? 'no pictures',
    });
  signal?.throwIfAborted();
  const scale = standardization(x, x.length / y.length);
  const steps = fittingLogistic(standardized(x, scale), y, { classes: labels.length, c });
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return { labels, ...unstandardized(step.value, scale) };
    onProgress?.({ iteration: step.value.iteration, objective: step.value.value });
    if (performance.now() - began > atOnce) {
      await new Promise((resolve) => setTimeout(resolve));
      began = performance.now();
    }
    signal?.throwIfAborted();
  }
}
