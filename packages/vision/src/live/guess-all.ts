/** What a head says of many pictures at once, by features that were computed before. */
import { DataError } from '@graftml/core';
import { probabilitiesOf } from '../trust/logits.ts';
import type { LiveHead } from './head-file.ts';

/** What a classifier takes one of many pictures for. */
export interface PictureGuess {
  /** Of the row among the features. */
  readonly index: number;
  /** The most probable class. */
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
  /** `1 - (p1 - p2)` of the two most probable classes: 1 where they are as probable, near 0 where there is no doubt. */
  readonly uncertainty: number;
}

/**
 * What each picture is taken for, the least certain first (by margin, Scheffer et al. 2001): those of which a person's word teaches most. Of equal ones the
 * first comes first.
 * @param features `[size, width]`, row by row
 * @throws DataError for features that do not fit the head
 */
export function guessAll({ labels, kernel, bias }: LiveHead, features: Float32Array): PictureGuess[] {
  const classes = labels.length;
  const width = kernel.length / classes;
  if (features.length % width !== 0)
    throw new DataError('has features of another length than the head', {
      where: 'guessAll',
      expected: `rows of ${width}`,
      received: `${features.length} numbers`,
    });
  const size = features.length / width;
  const probabilities = probabilitiesOf(scoresOf(features, { kernel, bias }, size), classes);
  const guesses = Array.from({ length: size }, (_, index): PictureGuess => {
    let [best, second] = [0, 0];
    let first = 0;
    for (let k = 0; k < classes; k++) {
      const p = probabilities[index * classes + k]!;
      if (p > best) [best, second, first] = [p, best, k];
      else if (p > second) second = p;
    }
    return { index, label: labels[first]!, probability: best, uncertainty: 1 - (best - second) };
  });
  return guesses.sort((a, b) => b.uncertainty - a.uncertainty || a.index - b.index);
}

/** Scores of the classes, `[size, classes]`. */
export function scoresOf(
  x: Float32Array,
  { kernel, bias }: Pick<LiveHead, 'kernel' | 'bias'>,
  size: number,
): Float64Array {
  const classes = bias.length;
  const width = x.length / size;
  /** `[classes, width]`, so that both are read in order. */
  const rows = new Float64Array(classes * width);
  for (let j = 0; j < width; j++) for (let k = 0; k < classes; k++) rows[k * width + j] = kernel[j * classes + k]!;
  const scores = new Float64Array(size * classes);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < classes; k++) {
      let sum = bias[k]!;
      for (let j = 0, at = i * width, of = k * width; j < width; j++) sum += x[at++]! * rows[of++]!;
      scores[i * classes + k] = sum;
    }
  return scores;
}
