/** How far a trained classifier is to be trusted: the temperature that it gets, and below which probability it is unsure. */
import { answersOf, classesOf, type LabelledLogits, probabilitiesOf } from './logits.ts';
import { fitTemperature, type TemperatureFit } from './temperature.ts';
import { coverageAt, unsureThreshold } from './unsure.ts';

/**
 * What the examples are: training pictures, each judged by a head that had not seen it, or pictures to validate with, or both.
 * `'judged'`: pictures to validate with that the result is judged by too, for want of others.
 */
export type TrustSource = 'out-of-fold' | 'validation' | 'out-of-fold and validation' | 'judged';

/** Below which probability a classifier is unsure, and what that did to the examples it was chosen by. */
export interface Unsure {
  /** 0 to 1. */
  readonly threshold: number;
  readonly from?: TrustSource;
  /** Of those: how many there were, were answered, and were answered rightly. */
  readonly n?: number;
  readonly answered?: number;
  readonly right?: number;
}

/** What `calibrate` finds. */
export interface Trust {
  readonly from: TrustSource;
  readonly n: number;
  /** For `saveClassifier`; 1 where the examples do not say. */
  readonly temperature: number;
  /** What they say; absent where there are too few. */
  readonly fit?: TemperatureFit;
  /** Absent where there are too few. */
  readonly unsure?: Unsure;
}

/** With fewer examples nothing is learnt from them. */
export const fewestToCalibrate = 20;

/**
 * @param examples that the classifier has not learnt from, and if there are others, is not judged by
 * @throws DataError for logits and labels that do not fit
 */
export function calibrate(examples: LabelledLogits, from: TrustSource): Trust {
  const classes = classesOf(examples, 'calibrate');
  const n = examples.labels.length;
  if (n < fewestToCalibrate) return { from, n, temperature: 1 };
  const fit = fitTemperature(examples);
  // Where nothing was mistaken, the likelihood would have the classifier be surer without end.
  const temperature = fit.interval[0] > 0 ? fit.temperature : 1;
  const answers = answersOf(probabilitiesOf(examples.logits, classes, temperature), examples.labels);
  const threshold = unsureThreshold(answers.confidence);
  const { answered, right } = coverageAt(answers, threshold);
  return { from, n, temperature, fit, unsure: { threshold, from, n, answered, right } };
}
