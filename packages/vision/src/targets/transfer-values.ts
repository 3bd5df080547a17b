/** From pictures with a number each and a pretrained network to a file that tells the number. */
import { DataError, type Model } from '@graftml/core';
import type { BrokenPicture, Picture } from '../collection/collection.ts';
import { type FeaturesByPart, featuresByPart, type TargetOptions } from './features-by-part.ts';
import { judgeValues, type ValuesEvaluation } from './judge-values.ts';
import { mean, scores } from './numbers.ts';
import { saveRegressor } from './regressor.ts';
import { fitRidge } from './ridge.ts';

/** What `transferValues` gives. */
export interface ValuesTransfer extends Pick<FeaturesByPart, 'pictures' | 'notes'> {
  /** From what the backbone's preprocessing makes to `[N, 1]`. */
  readonly model: Model;
  readonly evaluation: ValuesEvaluation;
  readonly broken: readonly BrokenPicture[];
  /** See `saveRegressor`. */
  save(): Uint8Array<ArrayBuffer>;
}

/**
 * As `transfer`, but that each picture has a number, `value` in a manifest: a linear regression on the features of a backbone that stays as it
 * is, by least squares with a penalty on the weights, whose strength is found by leaving each picture out once.
 * @throws DataError for a picture without a value; and as `transfer`
 */
export async function transferValues(options: TargetOptions): Promise<ValuesTransfer> {
  const { backbone, seed = 1, onProgress } = options;
  const without = options.collection.pictures.find(({ value }) => value === undefined);
  if (without)
    throw new DataError('has no value', {
      where: without.name,
      expected: 'a number for every picture',
      hint: 'a manifest gives them, in a column value: path,value',
    });
  const found = await featuresByPart(options);
  const { train, judged, of, pictures } = found;
  const valuesOf = (part: { readonly pictures: readonly Picture[] }) => part.pictures.map(({ value }) => value!);
  const known = valuesOf(train);
  const { weights, alpha } = fitRidge(train.x, known);
  onProgress?.({ phase: 'evaluation', of });
  const evaluation = judgeValues(scores(judged.x, weights), valuesOf(judged), { of, usual: mean(known) });
  const model = found.grafted(weights);
  const { n, mae, r2 } = evaluation;
  const training = {
    strategy: 'head',
    backbone: backbone.name,
    head: { type: 'regression', alpha },
    seed,
    pictures,
    evaluation: { of, n, mae, r2 },
  };
  const range = [Math.min(...known), Math.max(...known)] as const;
  return {
    ...{ model, evaluation, pictures },
    broken: found.broken,
    notes: found.notes,
    save: () => saveRegressor(model, { preprocessing: backbone.preprocessing, training, range, mae }),
  };
}
