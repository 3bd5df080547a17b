/** Several questions of yes or no about the same features: one logistic regression each, as scikit-learn's OneVsRestClassifier fits them. */
import { DataError } from '@graftml/core';
import { groupedIndices } from '../collection/grouped-split.ts';
import { type LinearWeights, unstandardized } from '../transfer/linear-head.ts';
import { standardization, standardized } from '../transfer/linear-probe.ts';
import { fitLogistic } from '../transfer/logistic.ts';
import { rowSpace } from '../transfer/row-space.ts';
import { scores, takenOf } from './numbers.ts';

/** Examples with any number of labels. */
export interface LabelledRows {
  /** `[size, width]` */
  readonly x: ArrayLike<number>;
  readonly width: number;
  /** The indices of the labels of each. */
  readonly labels: readonly (readonly number[])[];
  readonly classNames: readonly string[];
}

/**
 * On standardised features, with `|w|² / 2 + c · sum of cross-entropies` for each label; the layer is for features as they are.
 * @throws DataError for a label that no example has, or all have
 */
export function fitLogistics({ x, width, labels, classNames }: LabelledRows, c: number): LinearWeights {
  const counts = classNames.map((_, k) => labels.filter((list) => list.includes(k)).length);
  const odd = counts.findIndex((count) => count === 0 || count === labels.length);
  if (odd >= 0)
    throw new DataError(counts[odd] === 0 ? 'no picture to train on has it' : 'every picture to train on has it', {
      where: `the label "${classNames[odd]}"`,
      hint: 'add pictures of the other kind, or leave the label out',
    });
  return fitted({ x, width, labels, classNames }, c);
}

function fitted({ x, width, labels, classNames }: LabelledRows, c: number, tolerance?: number): LinearWeights {
  const classes = classNames.length;
  const scale = standardization(x, width);
  const rows = standardized(x, scale);
  const space = labels.length < width ? rowSpace(rows, width) : undefined;
  const weights = new Float64Array(classes * width);
  const biases = new Float64Array(classes);
  for (let k = 0; k < classes; k++) {
    const y = labels.map((list) => (list.includes(k) ? 1 : 0));
    const found = fitLogistic(rows, y, {
      classes: 2,
      c,
      ...(space && { space }),
      ...(tolerance !== undefined && { tolerance }),
    });
    for (let j = 0; j < width; j++) weights[k * width + j] = found.weights[width + j]! - found.weights[j]!;
    biases[k] = found.biases[1]! - found.biases[0]!;
  }
  return unstandardized({ weights, biases }, scale);
}

/** What cross-validation tells of logistic regressions. */
export interface LogisticsProbe {
  /** The strength with the least loss: see `LogisticOptions`. */
  readonly c: number;
  /** `[size, classes]`, of each example by those that had not seen it. */
  readonly probabilities: Float64Array;
}

const strengths = [1e-3, 1e-2, 1e-1, 1] as const;
const folds = 5;

/** Strengths from 0.001 to 1, each ten times the one before, up to the first that is no better. */
export async function probeLogistics(
  rows: LabelledRows,
  {
    groups,
    seed,
    signal,
  }: { readonly groups: readonly (string | undefined)[]; readonly seed: number; readonly signal?: AbortSignal },
): Promise<LogisticsProbe> {
  const { x, width, labels, classNames } = rows;
  const classes = classNames.length;
  const parts = groupedIndices({
    labels,
    groups,
    fractions: Array.from({ length: Math.min(folds, labels.length) }, () => 1 / folds),
    seed,
  }).filter((part) => part.length > 0);
  let best: (LogisticsProbe & { readonly loss: number }) | undefined;
  for (const c of strengths) {
    const probabilities = new Float64Array(labels.length * classes);
    for (const part of parts) {
      const held = new Set(part);
      const others = [...labels.keys()].filter((i) => !held.has(i));
      const known = { x: takenOf(x, others, width), width, labels: others.map((i) => labels[i]!), classNames };
      const found = scores(takenOf(x, part, width), fitted(known, c, 1e-3)).map(sigmoid);
      part.forEach((index, i) => {
        probabilities.set(found.subarray(i * classes, (i + 1) * classes), index * classes);
      });
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    const loss = binaryLoss(probabilities, labels);
    if (best && loss >= best.loss) break;
    best = { c, probabilities, loss };
  }
  return best!;
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));

/** The mean of the cross-entropies of all questions. @param probabilities `[size, classes]` */
export function binaryLoss(probabilities: ArrayLike<number>, labels: readonly (readonly number[])[]): number {
  const classes = probabilities.length / labels.length;
  const tiny = 1e-15;
  let sum = 0;
  labels.forEach((list, i) => {
    const own = new Set(list);
    for (let k = 0; k < classes; k++) {
      const p = probabilities[i * classes + k]!;
      sum -= Math.log(Math.max(own.has(k) ? p : 1 - p, tiny));
    }
  });
  return sum / probabilities.length;
}
