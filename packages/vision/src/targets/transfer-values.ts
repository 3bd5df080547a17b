/** From pictures with a number each and a pretrained network to a file that tells the number. */
import { featuresByPart, type TargetOptions, type TargetTransfer } from './features-by-part.ts';
import { judgeValues, type ValuesEvaluation } from './judge-values.ts';
import { mean, scores } from './numbers.ts';
import { type RegressorDescription, saveRegressor } from './regressor.ts';
import { fitRidge } from './ridge.ts';
import { valuesOf } from './values-of.ts';

/** What `transferValues` gives. */
export interface ValuesTransfer extends TargetTransfer, Pick<RegressorDescription, 'range'> {
  readonly evaluation: ValuesEvaluation;
  /** What was told of each picture that it was judged by. */
  readonly said: Float64Array;
  /** How it was learnt, a sentence each without its full stop. */
  readonly reasons: readonly string[];
  /** See `saveRegressor`. */
  save(): Uint8Array<ArrayBuffer>;
}

/**
 * As `transfer`, but that each picture has a number, `value` in a manifest: a linear regression on the features of a backbone that stays as it
 * is, by least squares with a penalty on the weights, whose strength is found by leaving each picture out once.
 * @throws DataError for a picture without a value; and as `transfer`
 */
export async function transferValues(options: TargetOptions): Promise<ValuesTransfer> {
  const { backbone, onProgress } = options;
  valuesOf(options.collection.pictures);
  const found = await featuresByPart(options);
  const { train, judged, of, width } = found;
  const known = valuesOf(train.pictures);
  const { weights, alpha } = fitRidge(train.x, known);
  onProgress?.({ phase: 'evaluation', of });
  const said = scores(judged.x, weights);
  const usual = mean(known);
  const evaluation = judgeValues(said, valuesOf(judged.pictures), { of, usual });
  const result = found.learned(weights);
  const { n, mae, r2 } = evaluation;
  const training = found.story({ type: 'regression', alpha }, { of, n, mae, r2 });
  const range = [Math.min(...known), Math.max(...known)] as const;
  return {
    ...{ ...result, evaluation, said, range },
    reasons: [
      `A linear regression on ${width} features; with a penalty of ${alpha} on squared weights it was the best where each of the ${result.pictures.train} training pictures is left out once`,
    ],
    save: () =>
      saveRegressor(result.model, { preprocessing: backbone.preprocessing, training, range, mae, mean: usual }),
  };
}
