/** What a program has to know of the model that it uses. */
import type { ClassifierDescription } from '../classifier.ts';
import type { RegressorDescription } from '../targets/regressor.ts';

/** What is said of a model that programs are for. */
export type Usable =
  | Pick<ClassifierDescription, 'labels' | 'preprocessing' | 'unsure' | 'several'>
  | Pick<RegressorDescription, 'preprocessing' | 'range'>;

/** What the programs are for. */
export type UsedModel = Usable & {
  /** Where the model lies, seen from the programs: `'../model.onnx'`. */
  readonly model: string;
};

/** The name of its output. */
export const outputOf = (model: UsedModel): string => ('labels' in model ? 'probabilities' : 'value');

/** What the output is, in a word. */
export const meaningOf = (model: UsedModel): string =>
  'labels' in model ? 'The probability of each label' : 'The value';
