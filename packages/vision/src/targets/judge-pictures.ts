/** How good saved models are that tell several labels, or a value, on pictures that have them. */
import type { Backend } from '@graftml/core';
import type { Classifier } from '../classifier.ts';
import {
  allBroken,
  type BrokenPicture,
  type Collection,
  labelIndices,
  type Picture,
} from '../collection/collection.ts';
import { type Decode, fitted, inFlight, orBroken } from '../collection/examine.ts';
import { mapConcurrent } from '../concurrent.ts';
import { runPictures } from '../picture-run.ts';
import { judgeLabels, type LabelsEvaluation } from './judge-labels.ts';
import { judgeValues, type ValuesEvaluation } from './judge-values.ts';
import { mean } from './numbers.ts';
import type { Regressor } from './regressor.ts';
import { valuesOf } from './values-of.ts';

/** Options of `judgeSeveral` and `judgeRegressor`. */
export interface JudgePicturesOptions {
  readonly backend: Backend;
  /** Those to judge by: see `partToJudge`. */
  readonly pictures: readonly Picture[];
  readonly of: LabelsEvaluation['of'];
  readonly decode: Decode;
  /** Pictures that run together: 32 unless given. */
  readonly batchSize?: number;
  /** After each picture. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** What was judged. */
export interface JudgedPictures<Evaluation> {
  readonly evaluation: Evaluation;
  /** In the order of the evaluation. */
  readonly judged: readonly Picture[];
  /** Those that cannot be read, which are left out. */
  readonly broken: readonly BrokenPicture[];
}

/** The test pictures of a collection; where it has none those to validate with, and where it has neither, all. */
export function partToJudge({ pictures }: Collection): Pick<JudgePicturesOptions, 'pictures' | 'of'> {
  const part = (split: Picture['split']) => pictures.filter((picture) => picture.split === split);
  const [test, validation] = [part('test'), part('validation')];
  if (test.length > 0) return { of: 'test', pictures: test };
  return validation.length > 0 ? { of: 'validation', pictures: validation } : { of: 'test', pictures };
}

/**
 * @param classifier of several labels (`several`), as `transferLabels` saves it; labels of the pictures that it does not know are an error
 * where the collection is opened with `classNames`, and else never told
 * @throws DataError if no picture can be read
 */
export async function judgeSeveral(
  classifier: Pick<Classifier, 'model' | 'preprocessing' | 'labels' | 'several'>,
  options: JudgePicturesOptions,
): Promise<JudgedPictures<LabelsEvaluation>> {
  const { labels: classNames, several } = classifier;
  const { outputs, ...rest } = await said(classifier, options);
  const labels = labelIndices({ pictures: rest.judged, classNames });
  const thresholds = several?.thresholds ?? classNames.map(() => 0.5);
  const evaluation = judgeLabels(outputs.flat(), labels, { of: options.of, classNames, thresholds });
  return { evaluation, ...rest };
}

/** @throws DataError for a picture without a value, or if none can be read */
export async function judgeRegressor(
  regressor: Pick<Regressor, 'model' | 'preprocessing' | 'mean'>,
  options: JudgePicturesOptions,
): Promise<JudgedPictures<ValuesEvaluation> & { readonly said: readonly number[] }> {
  valuesOf(options.pictures);
  const { outputs, ...rest } = await said(regressor, options);
  const right = valuesOf(rest.judged);
  const told = outputs.map(([value]) => value!);
  const evaluation = judgeValues(told, right, { of: options.of, usual: regressor.mean ?? mean(right) });
  return { evaluation, said: told, ...rest };
}

/** What a model says of each picture that can be read. */
async function said(
  { model, preprocessing }: Pick<Classifier, 'model' | 'preprocessing'>,
  { backend, pictures, decode, batchSize = 32, onProgress, signal }: JudgePicturesOptions,
) {
  const broken: BrokenPicture[] = [];
  async function* ready() {
    const read = async (picture: Picture) =>
      orBroken(picture, async () => ({
        ...{ name: picture.name, picture },
        pixels: await fitted(await picture.read(), preprocessing, decode),
      }));
    for await (const item of mapConcurrent(pictures, inFlight, read)) {
      signal?.throwIfAborted();
      if ('reason' in item) broken.push(item);
      else yield item;
    }
  }
  const judged: Picture[] = [];
  const outputs: number[][] = [];
  for await (const one of runPictures(model, preprocessing, { backend, pictures: ready(), batchSize })) {
    judged.push(one.picture.picture);
    outputs.push(Array.from(one.output.data as Float32Array));
    onProgress?.(judged.length + broken.length, pictures.length);
  }
  signal?.throwIfAborted();
  if (judged.length === 0) throw allBroken(broken);
  return { judged, outputs, broken };
}
