/** One course for the pages about small colour pictures: what the examples do with CIFAR-10, with drawn shapes. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  type Dataset,
  initialWeights,
  type Model,
  metrics,
  parameterCount,
  predict,
  rmsprop,
  softmaxOf,
  sparseCategoricalCrossentropy,
  withWeights,
} from '@graftml/core';
import type { ImageDataset } from '@graftml/vision';
import { runtime } from './runtime.ts';
import { shapePictures, shuffledPictures } from './shapes.ts';
import { curveOf, type Moment, momentsOf } from './training.ts';

export interface Course {
  readonly epoch: number;
  readonly parameters: number;
  /** On what it learns from and on what it does not, epoch by epoch. */
  readonly losses: readonly number[];
  readonly otherLosses: readonly number[];
  readonly accuracies: readonly number[];
  readonly otherAccuracies: readonly number[];
  readonly batchLosses: readonly number[];
}

export interface Judged {
  readonly label: number;
  readonly chances: readonly number[];
}

/** So many that it does not learn from. */
const others = 200;

/** To learn from, and to be judged by. */
export function shapeSets(examples: number, seed: number, isShuffled = false): readonly [ImageDataset, ImageDataset] {
  const given = (count: number, purpose: string) => {
    const pictures = shapePictures(count, seed, purpose);
    return isShuffled ? shuffledPictures(pictures, seed) : pictures;
  };
  return [given(examples, 'train'), given(others, 'validation')];
}

export interface CourseOptions {
  readonly train: Dataset;
  readonly validation: ImageDataset;
  readonly learningRate: number;
  readonly epochs: number;
  readonly seed: number;
}

/** For a look at few pictures: nothing has to be compiled for it. */
export const backend = cpuBackend();

export async function* course(
  network: Model,
  { learningRate, epochs, ...options }: CourseOptions,
  batches = 4,
): AsyncGenerator<Moment> {
  const rest = {
    ...options,
    epochs,
    batchSize: 20,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: rmsprop({ learningRate }),
    metrics: { accuracy: metrics.accuracy() },
  };
  // There is something to see before the runtime is there.
  yield { model: withWeights(network, initialWeights(network, options.seed)), epoch: 0, history: [], batchLosses: [] };
  let isFirst = true;
  for await (const moment of momentsOf(network, { ...rest, backend: await runtime() }, batches)) {
    if (!isFirst) yield moment;
    isFirst = false;
  }
}

export const courseOf = ({ model, epoch, history, batchLosses }: Moment): Course => ({
  epoch,
  parameters: parameterCount(model),
  losses: curveOf(history, 'loss'),
  otherLosses: curveOf(history, 'val_loss'),
  accuracies: curveOf(history, 'accuracy'),
  otherAccuracies: curveOf(history, 'val_accuracy'),
  batchLosses,
});

/** What it says of the first pictures. */
export async function judged(model: Model, pictures: ImageDataset, count: number): Promise<Judged[]> {
  const data = { size: count, get: (i: number) => pictures.get(i) };
  const logits = await predict(model, { backend, data, batchSize: count });
  const classes = pictures.classNames.length;
  return Array.from({ length: count }, (_, i) => ({
    label: pictures.labels[i]!,
    chances: softmaxOf(Array.from(logits.data.subarray(i * classes, (i + 1) * classes), Number)),
  }));
}

/** Their pixels, one after another. */
export function pixelsOf(pictures: ImageDataset, count: number): Uint8Array {
  const length = pictures.pixels(0).length;
  const all = new Uint8Array(count * length);
  for (let i = 0; i < count; i++) all.set(pictures.pixels(i), i * length);
  return all;
}
