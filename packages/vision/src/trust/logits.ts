/** What a classifier says of examples, and what is right. */
import { DataError } from '@graftml/core';

/** Scores of examples whose classes are known. */
export interface LabelledLogits {
  /** `[n, classes]`, row by row. Logarithms of probabilities will do: only differences within a row count. */
  readonly logits: ArrayLike<number>;
  /** Class indices, `[n]`. */
  readonly labels: ArrayLike<number>;
}

/** How many classes the rows have. @throws DataError where there is no row for each label, or a label is no class */
export function classesOf({ logits, labels }: LabelledLogits, where: string): number {
  const classes = logits.length / labels.length;
  if (!(Number.isInteger(classes) && classes >= 1))
    throw new DataError('there must be a row of the same length for each label', {
      where,
      received: `${logits.length} numbers, ${labels.length} labels`,
    });
  const wrong = Array.from(labels).find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (wrong !== undefined)
    throw new DataError('a label is no class', { where, expected: `0 to ${classes - 1}`, received: `${wrong}` });
  return classes;
}

/** `softmax(logits / temperature)` of each row, `[n, classes]`. */
export function probabilitiesOf(logits: ArrayLike<number>, classes: number, temperature = 1): Float64Array {
  const out = new Float64Array(logits.length);
  for (let from = 0; from < logits.length; from += classes) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) most = Math.max(most, logits[from + k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      out[from + k] = Math.exp((logits[from + k]! - most) / temperature);
      sum += out[from + k]!;
    }
    for (let k = 0; k < classes; k++) out[from + k]! /= sum;
  }
  return out;
}

/** The most probable class of each example, how probable it is said to be, and whether that is right. */
export interface Answers {
  readonly classes: Int32Array;
  readonly confidence: Float64Array;
  readonly right: readonly boolean[];
}

/** @param probabilities `[n, classes]` */
export function answersOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Answers {
  const width = probabilities.length / labels.length;
  const classes = new Int32Array(labels.length);
  const confidence = new Float64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    for (let k = 1; k < width; k++)
      if (probabilities[i * width + k]! > probabilities[i * width + classes[i]!]!) classes[i] = k;
    confidence[i] = probabilities[i * width + classes[i]!]!;
  }
  return { classes, confidence, right: Array.from(classes, (said, i) => said === labels[i]) };
}

/** The mean of minus the logarithm of what the right class was given. */
export function crossEntropy(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classes = probabilities.length / labels.length;
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum -= Math.log(Math.max(probabilities[i * classes + labels[i]!]!, 1e-300));
  return sum / labels.length;
}
