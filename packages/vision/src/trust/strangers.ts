/** What a classifier says of pictures of none of its classes. */
import type { Classifier } from '../classifier.ts';
import { type ClassifyOptions, classify } from '../classifier-run.ts';

/** What `judgeStrangers` finds. */
export interface Strangers {
  /** Where they come from, in words. */
  readonly of: string;
  readonly n: number;
  /** How many of them it is unsure of: the more, the better. */
  readonly unsure: number;
  /** What was said of the six that it was surest of. */
  readonly surest: readonly { readonly picture: string; readonly said: string; readonly probability: number }[];
}

const mostTold = 6;

/**
 * Runs the classifier on pictures that show nothing it knows. There is no honest set of such that fits every model, noise or drawn shapes
 * are too easily told from photographs, so they are the user's to give.
 */
export async function judgeStrangers(
  classifier: Pick<Classifier, 'model' | 'preprocessing' | 'labels' | 'unsure'>,
  { of, ...options }: ClassifyOptions & { readonly of: string },
): Promise<Strangers> {
  let n = 0;
  let unsure = 0;
  let surest: Strangers['surest'] = [];
  for await (const { name, probabilities, unsure: isUnsure } of classify(classifier, options)) {
    n++;
    if (isUnsure) {
      unsure++;
      continue;
    }
    const probability = Math.max(...probabilities);
    const said = classifier.labels[probabilities.indexOf(probability)]!;
    surest = [...surest, { picture: name, said, probability }]
      .sort((a, b) => b.probability - a.probability)
      .slice(0, mostTold);
  }
  return { of, n, unsure, surest };
}
