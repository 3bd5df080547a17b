/** The case of transfer learning that suits, found by measuring: probes first, then, where they leave room, a training. */

import type { FeatureSets } from '../features/feature-sets.ts';
import { answersOf, probabilitiesOf } from '../trust/logits.ts';
import { labelledLogits } from './evaluation.ts';
import { frozenAt, probed, type Work, withValidation } from './frozen.ts';
import { isWorthTrying, type Paired, paired } from './paired.ts';
import type { Probe } from './probe-points.ts';
import { fromScratch, headLearned, type Learned, percentOf, placeOf, trainedOn } from './strategies.ts';

/** Of each class on average: with fewer pictures more than a last layer learns them by heart. */
const fewPerClass = 20;
/** From so many on a network may begin from nothing. */
const enoughForScratch = 5000;

/**
 * The simplest of what is as good as the best, by the rule of one standard error (Breiman, Friedman, Olshen & Stone 1984, 3.4.3): what
 * is more than a new last layer at the usual place has to be better by more than chance does.
 *
 * - An earlier cut has to be so in cross-validation, of all pictures that are not judged by.
 * - The network is trained on only where that can pay: there are pictures enough, and of those to validate with, the head mistakes so
 *   many that half of them won would count. A training that has won none by a quarter of its epochs ends.
 * - It is kept if it is right on more of these pictures than the head, by more than a standard error of that difference (`paired`): the
 *   loss alone is no reason, as it falls with the certainty of answers that were right before.
 * - A linear head that is kept learns once more, with the pictures that were taken from it to validate with, if there are others to judge by.
 * - Where features tell nothing of very many pictures, the network begins from scratch.
 */
export async function measured(work: Work): Promise<Learned> {
  const found = await probed(work);
  const { sets, probes } = found;
  const { size } = sets.train;
  const [best, why] = cutOf(probes);
  const last = probes.at(-1)!;
  const end = (learned: Learned, ...more: readonly string[]): Learned => ({
    ...learned,
    reasons: [why, ...more],
    probes,
  });
  const strategy = best === last ? 'head' : 'earlier';
  const onlyHead = async (because: string, { head, from = work }: { head?: Learned; from?: Work } = {}) => {
    const all = withValidation(from, found);
    if (!all) return end(head ?? headLearned(strategy, await frozenAt(from, found, best), []), because);
    const again = headLearned(strategy, await frozenAt(from, all, best), []);
    const more = `the head has learnt from all ${all.sets.train.size} pictures in the end, those to validate with too`;
    return { ...end(again, because, more), usesValidation: true };
  };

  const because = reasonForScratch(best, sets);
  if (because !== undefined) {
    const learned = await fromScratch(work);
    return end(learned, because, ...learned.reasons);
  }
  const classes = sets.classNames.length;
  if (size < fewPerClass * classes) return onlyHead(tooFew(size, classes));
  if (!sets.validation) return onlyHead('there are no pictures to validate a longer training with');

  const frozen = await frozenAt(work, found, best);
  const head = headLearned(strategy, frozen, []);
  const ofHead = await rightOnes(work, head, sets);
  const mistakes = ofHead.filter((right) => !right).length;
  if (!isWorthTrying(mistakes)) return onlyHead(tooGood(mistakes, `${ofHead.length} validation pictures`), { head });

  const start = best === last ? frozen : await frozenAt(work, found, last);
  const tuned = await trainedOn(work, start, { mustExceed: (ofHead.length - mistakes) / ofHead.length });
  const { run, isBetter } = tuned.training!.trained;
  // A training that was stopped has a result, which is judged all the same.
  const { signal, ...others } = work;
  const from = signal?.aborted ? others : work;
  const both = paired(ofHead, isBetter ? await rightOnes(from, tuned, sets) : ofHead);
  if (both.isBetter) return end(tuned, `training on helped: ${inFigures(both)}`);
  const figures = isBetter ? inFigures(both) : tuned.reasons[0]!;
  const early = run.stopped === 'completed' ? '' : `, ended early: ${run.reason ?? 'as you asked'}`;
  return { ...(await onlyHead(`training on did not help: ${figures}${early}`, { head, from })), tried: run };
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

/** Why a network had better begin from nothing; undefined where it had not. */
export function reasonForScratch({ accuracy, standardError }: Probe, sets: FeatureSets): string | undefined {
  const { size } = sets.train;
  return size >= enoughForScratch && accuracy <= mostFrequent(sets) + 2 * standardError
    ? `the features tell no more than chance, and ${size} pictures are enough to begin from scratch`
    : undefined;
}

/** Why training on cannot be told to pay, as far as a probe tells that; undefined where it may. */
export function reasonAgainst({ accuracy, n }: Probe, size: number, classes: number): string | undefined {
  if (size < fewPerClass * classes) return tooFew(size, classes);
  const mistakes = Math.round((1 - accuracy) * n);
  return isWorthTrying(mistakes) ? undefined : tooGood(mistakes, `${n} pictures`);
}

const tooFew = (size: number, classes: number): string =>
  `${size} pictures of ${classes} classes are too few to train more than a last layer`;

const tooGood = (mistakes: number, of: string): string =>
  `training on cannot be told to pay: the head mistakes ${mistakes === 0 ? 'none' : `only ${mistakes}`} of ${of}, and half of that is within a standard error`;

const inFigures = ({ n, won, lost, standardError }: Paired): string =>
  won + lost === 0
    ? `the same of ${n} validation pictures are right`
    : `of ${n} validation pictures, ${won} became right and ${lost} wrong: ${signed(won - lost)}, with a standard error of ${standardError.toFixed(1)}`;

const signed = (count: number): string => (count > 0 ? `${count} more` : count === 0 ? 'as many' : `${-count} fewer`);

/** The share that always naming the most frequent class is right on. */
function mostFrequent({ train }: FeatureSets): number {
  const counts = new Map<number, number>();
  for (const label of train.labels!) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Math.max(...counts.values()) / train.size;
}

/** For each validation picture whether it is recognised. */
async function rightOnes({ backend, signal }: Work, { judged }: Learned, { validation, classNames }: FeatureSets) {
  const data = judged.validation ?? validation!;
  const { logits, labels } = await labelledLogits(judged.model, { backend, data, ...(signal && { signal }) });
  return answersOf(probabilitiesOf(logits, classNames.length), labels).right;
}
