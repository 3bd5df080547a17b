/** Classifies pictures as they come, however many: only what is in flight is held. */
import type { Backend } from '@graftml/core';
import type { Classifier } from './classifier.ts';
import { type PictureToRun, runPictures } from './picture-run.ts';

/** What the model says of one picture. */
export interface Classified {
  readonly name: string;
  /** One for each label, in their order. */
  readonly probabilities: Float32Array;
}

/** Options of `classify`. */
export interface ClassifyOptions {
  readonly backend: Backend;
  readonly pictures: AsyncIterable<PictureToRun> | Iterable<PictureToRun>;
  /** Pictures that run together: 32 unless given. The probabilities do not depend on it. */
  readonly batchSize?: number;
}

/** Yields the pictures in their order. The next batch is read while one runs. */
export async function* classify(
  { model, preprocessing }: Classifier,
  { backend, pictures, batchSize = 32 }: ClassifyOptions,
): AsyncGenerator<Classified> {
  for await (const { picture, output } of runPictures(model, preprocessing, { backend, pictures, batchSize }))
    yield { name: picture.name, probabilities: output.data as Float32Array };
}
