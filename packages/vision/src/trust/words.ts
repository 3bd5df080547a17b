/** What figures mean, in sentences. */
import { counted, quoted } from '../collection/words.ts';
import type { Evaluation } from '../transfer/evaluation.ts';
import { fewestToCalibrate, type Trust } from './calibrate.ts';

type Share = Evaluation['interval'];

/** `97 %`; `99.6 %` near to all, so that it does not read as all. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  const hides = (whole === 100 && share < 1) || (whole === 0 && share > 0);
  return `${hides ? (share * 100).toFixed(1) : whole} %`;
}

/** `82 to 95 %` */
export const range = ([low, high]: Share): string => `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;

/** `9 of 10`, by the nearest twentieth; `99 of 100` where that would be all or nothing. */
export function aboutShare(accuracy: number): string {
  const twentieths = Math.round(accuracy * 20);
  if (twentieths === 0 || twentieths === 20) return `${Math.round(accuracy * 100)} of 100`;
  return twentieths % 2 === 0 ? `${twentieths / 2} of 10` : `${twentieths} of 20`;
}

/** `right on about 9 of 10, 82 to 95 %` */
export function inWords(accuracy: number, interval: Share): string {
  if (accuracy === 1) return `right on all of these, ${range(interval)} of others`;
  if (accuracy === 0) return `right on none of these, ${range(interval)} of others`;
  return `right on about ${aboutShare(accuracy)}, ${range(interval)}`;
}

/** What always saying the same would reach: the share of the largest class, and its name. */
export function chanceOf({ perClass, n }: Pick<Evaluation, 'perClass' | 'n'>): {
  readonly share: number;
  readonly name: string;
} {
  const largest = perClass.reduce((most, one) => (one.n > most.n ? one : most));
  return { share: largest.n / n, name: largest.name };
}

/** Below this many pictures, or with a wider interval, a share says little. */
const fewPictures = 30;
const wide = 0.25;

/** Why the accuracy cannot be told well, if it cannot. */
export function tooFew(evaluation: Pick<Evaluation, 'perClass' | 'n' | 'interval' | 'accuracy'>): string | undefined {
  const { n, interval, perClass } = evaluation;
  const chance = chanceOf(evaluation);
  const judged = perClass.filter((one) => one.n > 0);
  if (judged.length === 1)
    return `Only pictures of ${quoted(judged[0]!.name)} were judged, so nothing is known of how the classes are told apart.`;
  return tooFewOf({ n, interval }, { share: chance.share, name: quoted(chance.name) });
}

/** The same of any share of pictures. @param chance what always saying the same would reach */
export function tooFewOf(
  { n, interval }: { readonly n: number; readonly interval: Share },
  chance: { readonly share: number; readonly name: string },
): string | undefined {
  if (interval[0] <= chance.share)
    return `From ${counted(n, 'picture')} it cannot be told whether this is better than always saying ${chance.name}, which is right on ${percent(chance.share)}.`;
  if (n < fewPictures || interval[1] - interval[0] > wide)
    return `${counted(n, 'picture')} are few: the true share may be anywhere from ${range(interval)}. More pictures to judge by would say more.`;
  return undefined;
}

/** Classes of which the figure hangs on a handful of pictures. */
export const thinClasses = ({ perClass }: Pick<Evaluation, 'perClass'>, fewest = 10) =>
  perClass.filter(({ n }) => n < fewest);

/** Whether what it says of itself can be believed: a sentence or two. */
export function calibrationWords({ calibration }: Evaluation, trust?: Trust): string[] {
  const { before, after, temperature } = calibration;
  const said = `On these ${counted(after.n, 'picture')} it says ${percent(after.confidence)} on average and is right on ${percent(rightOf(after))}.`;
  const lean =
    after.error <= 1.5 * after.byChance
      ? `Step by step of the scale, what it says and what is so differ by ${percent(after.error)}. So few pictures would show about ${percent(after.byChance)} by chance, even if every probability were true: there is no sign that they are not.`
      : `Step by step of the scale, what it says and what is so differ by ${percent(after.error)}, more than chance would show (about ${percent(after.byChance)}): ${after.confidence > rightOf(after) ? 'it is too sure of itself' : 'it is more often right than it says'}.`;
  return [said, lean, ...temperatureWords(temperature, before.error, trust)];
}

const rightOf = ({ bins, n }: Evaluation['calibration']['after']): number =>
  bins.reduce((sum, bin) => sum + (bin.accuracy ?? 0) * bin.n, 0) / n;

const sources = {
  'out-of-fold': 'training pictures, each judged by a last layer that had not seen it',
  validation: 'validation pictures',
  'out-of-fold and validation':
    'validation pictures, and training pictures that were each judged by a last layer that had not seen it',
  judged: 'the very pictures that it is judged by, as there were no others, so it looks a little better than it is',
} as const satisfies Record<Trust['from'], string>;

export const sourceWords = (from: Trust['from']): string => sources[from];

function temperatureWords(temperature: number, before: number, trust: Trust | undefined): string[] {
  if (!trust)
    return temperature === 1
      ? ['There were no pictures to learn a temperature from, so its probabilities are as training left them.']
      : [`Its logits are divided by ${temperature.toFixed(2)}.`];
  const { n, fit, from } = trust;
  if (!fit)
    return [`${counted(n, 'picture')} are too few to learn a temperature from (at least ${fewestToCalibrate}).`];
  if (temperature === 1 && fit.interval[0] === 0)
    return [
      `None of ${counted(n, 'picture')} was mistaken, so they do not say how sure is too sure: no temperature was learnt.`,
    ];
  const [low, high] = fit.interval;
  const span = `${low.toFixed(2)} to ${Number.isFinite(high) ? high.toFixed(2) : 'any'}`;
  const how = temperature > 1 ? 'less sure' : 'surer';
  return [
    `A temperature of ${temperature.toFixed(2)} makes it ${how} (without, the difference is ${percent(before)}). It was learnt from ${counted(n, 'picture')}: ${sources[from]}. They speak for ${span}.`,
  ];
}
