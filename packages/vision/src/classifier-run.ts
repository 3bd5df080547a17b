/** Classifies pictures as they come, however many: only what is in flight is held. */
import type { Backend } from '@graftml/core';
import { type Classifier, checkThreshold } from './classifier.ts';
import { type PictureToRun, runPictures } from './picture-run.ts';

/** What the model says of one picture. */
export interface Classified {
  readonly name: string;
  /** One for each label, in their order. */
  readonly probabilities: Float32Array;
  /** Whether the largest of them is below the threshold. */
  readonly unsure: boolean;
}

/** Options of `classify`. */
export interface ClassifyOptions {
  readonly backend: Backend;
  readonly pictures: AsyncIterable<PictureToRun> | Iterable<PictureToRun>;
  /** Pictures that run together: 32 unless given. The probabilities do not depend on it. */
  readonly batchSize?: number;
  /** Below which probability it is unsure, or `'off'`: never; what the classifier says unless given. */
  readonly unsure?: number | 'off';
}

/** Yields the pictures in their order. The next batch is read while one runs. @throws UsageError for a threshold that is no probability */
export async function* classify(
  { model, preprocessing, unsure: stored }: Pick<Classifier, 'model' | 'preprocessing' | 'unsure'>,
  { backend, pictures, batchSize = 32, unsure = stored?.threshold ?? 'off' }: ClassifyOptions,
): AsyncGenerator<Classified> {
  if (unsure !== 'off') checkThreshold(unsure, 'unsure');
  for await (const { picture, output } of runPictures(model, preprocessing, { backend, pictures, batchSize })) {
    const probabilities = output.data as Float32Array;
    yield { name: picture.name, probabilities, unsure: unsure !== 'off' && Math.max(...probabilities) < unsure };
  }
}
