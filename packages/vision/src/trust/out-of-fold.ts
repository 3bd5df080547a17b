/** What the linear head says of pictures that it has not learnt from: each is judged by a head that the others taught. */

import { groupedIndices } from '../collection/grouped-split.ts';
import { standardizer, takenRows } from '../transfer/linear-probe.ts';
import type { LogisticOptions } from '../transfer/logistic.ts';
import { fitLogistic } from '../transfer/logistic.ts';
import type { LabelledLogits } from './logits.ts';

/** Options of `outOfFold`. */
export interface OutOfFoldOptions extends Pick<LogisticOptions, 'classes' | 'c' | 'weights'> {
  /** Parts of which each is judged by a head that the others taught; 5 unless given. */
  readonly folds?: number;
  /** Parts are judged until there are so many examples, as each costs a fit; 1000 unless given. */
  readonly enough?: number;
  /** Decides which example is in which part; 1 unless given. */
  readonly seed?: number;
  /** Examples of the same name are in the same part; one without a name is by itself. */
  readonly groups?: readonly (string | undefined)[];
}

/** As `LabelledLogits`, with the place that each row's example had. */
export interface OutOfFold extends LabelledLogits {
  readonly logits: Float64Array;
  readonly labels: Int32Array;
  readonly indices: Int32Array;
}

/**
 * @param x features `[n, width]`, row by row, not standardised
 * @param y class indices, `[n]`
 * @returns what there is to judge by: one whose class nobody taught, as it is the only one of it, is left out
 * @throws UsageError for more parts than there are examples, or groups
 */
export function outOfFold(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { classes, c = 1, weights, folds = 5, enough = 1000, seed = 1, groups }: OutOfFoldOptions,
): OutOfFold {
  const labels = Array.from(y);
  const width = x.length / labels.length;
  const parts = groupedIndices({
    labels: labels.map((label) => [label]),
    ...(groups && { groups }),
    fractions: Array.from({ length: folds }, () => 1 / folds),
    seed,
  });
  const indices: number[] = [];
  const logits: number[] = [];
  for (const part of parts) {
    if (indices.length >= enough) break;
    const held = new Set(part);
    const others = [...labels.keys()].filter((i) => !held.has(i));
    const known = takenRows(x, others, width);
    const scaled = standardizer(known, width);
    const { probabilities } = fitLogistic(
      scaled(known),
      others.map((i) => labels[i]!),
      { classes, c, weights: weights && others.map((i) => weights[i]!) },
    );
    const taught = new Set(others.map((i) => labels[i]!));
    const judged = [...part].filter((i) => taught.has(labels[i]!));
    indices.push(...judged);
    for (const p of probabilities(scaled(takenRows(x, judged, width)))) logits.push(Math.log(Math.max(p, 1e-300)));
  }
  return {
    indices: Int32Array.from(indices),
    labels: Int32Array.from(indices, (i) => labels[i]!),
    logits: Float64Array.from(logits),
  };
}
