/** How good a saved classifier is on labelled pictures. */
import type { Classifier } from '../classifier.ts';
import { logitsOf } from '../classifier-model.ts';
import { type Evaluation, evaluationOf, type JudgeOptions, labelledLogits } from './evaluation.ts';

/** Options of `judgeClassifier`. */
export interface JudgeClassifierOptions extends Omit<JudgeOptions, 'classNames' | 'temperature' | 'unsure'> {
  /** Below which probability it is unsure, or `'off'`: never; what the classifier says unless given. */
  readonly unsure?: number | 'off';
}

/** @param options whose data are uint8 pictures with one class index each: see `asBytes` */
export async function judgeClassifier(
  { model, labels, temperature = 1, unsure: stored }: Classifier,
  { of, unsure = stored?.threshold ?? 'off', ...options }: JudgeClassifierOptions,
): Promise<Evaluation> {
  const said = await labelledLogits(logitsOf(model), options);
  // They are divided by the temperature in the file.
  const logits = said.logits.map((score) => score * temperature);
  return evaluationOf(logits, said.labels, {
    ...{ of, classNames: labels, temperature },
    ...(unsure !== 'off' && { unsure: { threshold: unsure } }),
  });
}
