/** What a classifier looks at: for each picture a map of how much each place speaks for a class. */
import { type Backend, DataError, type Tensor, type Tensors, tensor, toNumbers, UsageError } from '@graftml/core';
import { type PictureToRun, runProgram } from '../picture-run.ts';
import { explainProgram, targetName } from './explain-program.ts';
import {
  type Activation,
  type Explainable,
  type ExplainedModel,
  explainedModel,
  type LookOptions,
  type Method,
} from './explained-model.ts';
import type { HeatMap } from './heat-map.ts';

/** Options of `explain`. */
export interface ExplainOptions<Picture extends PictureToRun = PictureToRun> extends LookOptions {
  readonly backend: Backend;
  readonly pictures: AsyncIterable<Picture> | Iterable<Picture>;
  /** The class whose evidence is shown, by its label or number; of each picture the most probable one unless given. */
  readonly of?: string | number | ((picture: Picture) => string | number | undefined);
  /** Pictures that run together: 8 unless given. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** What `explain` finds on one picture. */
export interface Explanation<Picture extends PictureToRun = PictureToRun> {
  readonly picture: Picture;
  /** The class that is explained: its number and its label. */
  readonly index: number;
  readonly label: string;
  /** One for each label, in their order. */
  readonly probabilities: Float32Array;
  /** How much each place of the network's input speaks for the class; what is below 0 speaks against it. */
  readonly map: HeatMap;
  /** What the last linear layer saw; undefined where another layer comes last. */
  readonly features?: Float32Array;
  readonly method: Method;
  /** The tensor that was looked at. */
  readonly at: string;
}

/**
 * `'cam'` (Zhou et al. 2016): where the head is a mean over height and width and one linear layer, each place is weighed as the head weighs the mean, so
 * that the mean of the map is the score without its bias. `'grad-cam'` (Selvaraju et al. 2017), for any head: channels are weighed by the mean of the
 * score's gradient, and what is below 0 is left out. Scores are taken before softmax or sigmoid. Yields the pictures in their order.
 * @throws UsageError for a model without scores of classes or without a tensor that has height and width, a class or method that there is not; and as `classify`
 */
export async function* explain<Picture extends PictureToRun>(
  classifier: Explainable,
  options: ExplainOptions<Picture>,
): AsyncGenerator<Explanation<Picture>> {
  const { backend, pictures, of, batchSize = 8, signal } = options;
  const explained = explainedModel(classifier, options);
  const { model, labels } = explained;
  const targetOf = (picture: Picture): number => {
    const wanted = typeof of === 'function' ? of(picture) : of;
    return wanted === undefined ? -1 : classIndex(labels, wanted);
  };
  if (typeof of !== 'function' && of !== undefined) classIndex(labels, of);
  const results = runProgram(model, classifier.preprocessing, {
    backend,
    pictures,
    batchSize,
    program: (batch) => explainProgram(explained, batch),
    feeds: (batch) => ({ [targetName]: tensor('float32', [batch.length, 1], batch.map(targetOf)) }),
  });
  for await (const { picture, outputs } of results) {
    signal?.throwIfAborted();
    yield explanationOf(explained, picture, outputs, targetOf(picture));
  }
}

/**
 * What a program of `explainProgram` gave of one picture.
 * @param asked the class that is explained, -1 for the one with the highest score
 */
export function explanationOf<Picture extends PictureToRun>(
  { labels, activation, method, at }: Pick<ExplainedModel, 'labels' | 'activation' | 'method' | 'at'>,
  picture: Picture,
  outputs: Tensors,
  asked: number,
): Explanation<Picture> {
  const scores = Float32Array.from(toNumbers(outputs.scores!));
  const index = asked < 0 ? scores.indexOf(Math.max(...scores)) : asked;
  if (index < 0) throw new DataError('has scores that are no numbers', { where: picture.name });
  return {
    picture,
    index,
    label: labels[index]!,
    probabilities: probabilitiesOf(scores, activation),
    map: asHeatMap(outputs.map!),
    ...(outputs.features && { features: Float32Array.from(toNumbers(outputs.features)) }),
    method,
    at,
  };
}

/** @throws UsageError that tells the labels where there is none like it */
export function classIndex(labels: readonly string[], wanted: string | number): number {
  const index = typeof wanted === 'number' ? wanted : indexOfLabel(labels, wanted);
  if (Number.isInteger(index) && index >= 0 && index < labels.length) return index;
  const shown = labels.slice(0, 8).join(', ');
  throw new UsageError('there is no such class', {
    where: 'of',
    expected: labels.length > 8 ? `${shown}, … or a number below ${labels.length}` : shown,
    received: `${wanted}`,
  });
}

function indexOfLabel(labels: readonly string[], wanted: string): number {
  const plain = (text: string) => text.trim().toLowerCase();
  const exact = labels.indexOf(wanted);
  return exact >= 0 ? exact : labels.findIndex((label) => plain(label) === plain(wanted));
}

const asHeatMap = (map: Tensor): HeatMap => ({
  height: map.shape[0]!,
  width: map.shape[1]!,
  data: Float32Array.from(toNumbers(map)),
});

function probabilitiesOf(scores: Float32Array, activation: Activation): Float32Array {
  if (activation === 'sigmoid') return scores.map((score) => 1 / (1 + Math.exp(-score)));
  const most = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const sum = shares.reduce((a, b) => a + b, 0);
  return shares.map((share) => share / sum);
}
