/** The case of transfer learning that suits, found by measuring: probes first, then, where they leave room, a training. */
import type { FeatureSets } from '../features/feature-sets.ts';
import { type Evaluation, judge } from './evaluation.ts';
import { frozenAt, probed, type Work } from './frozen.ts';
import type { Probe } from './probe-points.ts';
import { fromScratch, headLearned, type Learned, percentOf, placeOf, trainedOn } from './strategies.ts';

/** Of each class on average: with fewer pictures more than a last layer learns them by heart. */
const fewPerClass = 20;
/** From so many on a network may begin from nothing. */
export const enoughForScratch = 5000;

/**
 * Probes features at several places. An earlier cut is taken if it is better by more than a standard error, else the usual one. Where
 * the head is not right as good as always and there are pictures enough, the network is trained on, and the better of the two on the
 * validation pictures is taken. Where features tell nothing of very many pictures, it begins from scratch.
 */
export async function measured(work: Work): Promise<Learned> {
  const found = await probed(work);
  const { sets, probes } = found;
  const { size } = sets.train;
  const classes = sets.classNames.length;
  const [best, why] = cutOf(probes);
  const reasons = [why];
  const last = probes.at(-1)!;
  const end = (learned: Learned, more: readonly string[]): Learned => ({
    ...learned,
    reasons: [...reasons, ...more],
    probes,
  });

  if (size >= enoughForScratch && best.accuracy <= mostFrequent(sets) + 2 * best.standardError) {
    const learned = await fromScratch(work);
    return end(learned, [
      `the features tell no more than chance, and ${size} pictures are enough to begin from scratch`,
      ...learned.reasons,
    ]);
  }
  const frozen = await frozenAt(work, found, best);
  const head = headLearned(best === last ? 'head' : 'earlier', frozen, []);
  const against = reasonAgainst(best, size, classes);
  if (against !== undefined || !sets.validation)
    return end(head, [against ?? 'there are no pictures to validate a longer training with']);

  const ofHead = await validated(work, head, sets);
  const tuned = await trainedOn(work, best === last ? frozen : await frozenAt(work, found, last));
  const { validation } = tuned.training!.trained;
  const gains = validation && (validation.accuracy - ofHead.accuracy || ofHead.loss - validation.loss);
  const figures = ({ accuracy, loss }: Pick<Evaluation, 'accuracy' | 'loss'>) =>
    `${percentOf(accuracy)}, loss ${loss.toFixed(3)}`;
  const told = `of the validation pictures, ${figures(ofHead)} with the backbone as it is`;
  if (gains === undefined || gains <= 0)
    return end(head, [`training on did not help: ${told}, ${validation ? figures(validation) : 'unknown'} after it`]);
  return end(tuned, [`training on helped: ${told}, ${figures(validation!)} after it`]);
}

/** The place to cut, and why. */
export function cutOf(probes: readonly Probe[]): readonly [Probe, string] {
  const last = probes.at(-1)!;
  const best = probes.reduce((a, b) => (b.accuracy >= a.accuracy ? b : a), last);
  const { accuracy, standardError } = best;
  const figures = `${percentOf(accuracy)} against ${percentOf(last.accuracy)}`;
  const margin = `${percentOf(standardError)}, one standard error`;
  if (best === last)
    return [
      last,
      `cut at ${placeOf(last)}: ${percentOf(accuracy)} by a linear classifier, and no earlier features are better`,
    ];
  if (accuracy - last.accuracy <= standardError)
    return [last, `cut at ${placeOf(last)}: ${placeOf(best)} is better by less than ${margin}: ${figures}`];
  return [best, `cut at ${placeOf(best)}: better than ${placeOf(last)} by more than ${margin}: ${figures}`];
}

export function reasonAgainst({ accuracy, standardError }: Probe, size: number, classes: number): string | undefined {
  if (1 - accuracy <= 2 * standardError)
    return 'a new last layer is right as good as always: nothing that could be measured is left to win by training on';
  return size < fewPerClass * classes
    ? `${size} pictures of ${classes} classes are too few to train more than a last layer`
    : undefined;
}

/** The share that always naming the most frequent class is right on. */
export function mostFrequent({ train }: FeatureSets): number {
  const counts = new Map<number, number>();
  for (const label of train.labels!) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / train.size;
}

const validated = ({ backend, signal }: Work, { judged }: Learned, { validation, classNames }: FeatureSets) =>
  judge(judged.model, {
    backend,
    data: judged.validation ?? validation!,
    of: 'validation',
    classNames,
    ...(signal && { signal }),
  });
