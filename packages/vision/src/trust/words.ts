/** What figures mean, in sentences. */
import { counted, quoted } from '../collection/words.ts';
import type { Evaluation } from '../transfer/evaluation.ts';
import { fewestToCalibrate, type Trust } from './calibrate.ts';
import { type Doubt, type DoubtedFigures, doubtOf, doubtOfShare, leaningOf, roundShare } from './doubt.ts';

type Share = Evaluation['interval'];

/** `97 %`; `99.6 %` near to all, so that it does not read as all. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  const hides = (whole === 100 && share < 1) || (whole === 0 && share > 0);
  return `${hides ? (share * 100).toFixed(1) : whole} %`;
}

/** `82 to 95 %` */
export const range = ([low, high]: Share): string => `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;

/** `9 of 10`: see `roundShare`. */
export const aboutShare = (accuracy: number): string => roundShare(accuracy).join(' of ');

/** `right on about 9 of 10, 82 to 95 %` */
export function inWords(accuracy: number, interval: Share): string {
  if (accuracy === 1) return `right on all of these, ${range(interval)} of others`;
  if (accuracy === 0) return `right on none of these, ${range(interval)} of others`;
  return `right on about ${aboutShare(accuracy)}, ${range(interval)}`;
}

/** Why the accuracy cannot be told well, if it cannot: `doubtOf` in words. */
export const tooFew = (evaluation: DoubtedFigures): string | undefined => doubtWords(doubtOf(evaluation), quoted);

/** The same of any share of pictures. @param chance what always saying the same would reach, and what that is */
export const tooFewOf = (
  figures: Pick<DoubtedFigures, 'n' | 'interval'>,
  chance: { readonly share: number; readonly name: string },
): string | undefined => doubtWords(doubtOfShare(figures, chance), (name) => name);

function doubtWords(doubt: Doubt | undefined, called: (name: string) => string): string | undefined {
  switch (doubt?.kind) {
    case 'one-class':
      return `Only pictures of ${called(doubt.name)} were judged, so nothing is known of how the classes are told apart.`;
    case 'chance':
      return `From ${counted(doubt.n, 'picture')} it cannot be told whether this is better than always saying ${called(doubt.name)}, which is right on ${percent(doubt.share)}.`;
    case 'few':
      return `${counted(doubt.n, 'picture')} are few: the true share may be anywhere from ${range(doubt.interval)}. More pictures to judge by would say more.`;
    default:
      return undefined;
  }
}

/** Classes of which the figure hangs on a handful of pictures. */
export const thinClasses = ({ perClass }: Pick<Evaluation, 'perClass'>, fewest = 10) =>
  perClass.filter(({ n }) => n < fewest);

/** Whether what it says of itself can be believed: a sentence or two. */
export function calibrationWords({ calibration }: Evaluation, trust?: Trust): string[] {
  const { before, after, temperature } = calibration;
  const { said: says, right, error, byChance, leans } = leaningOf(after);
  const said = `On these ${counted(after.n, 'picture')} it says ${percent(says)} on average and is right on ${percent(right)}.`;
  const lean =
    leans === 'none'
      ? `Step by step of the scale, what it says and what is so differ by ${percent(error)}. So few pictures would show about ${percent(byChance)} by chance, even if every probability were true: there is no sign that they are not.`
      : `Step by step of the scale, what it says and what is so differ by ${percent(error)}, more than chance would show (about ${percent(byChance)}): ${leans === 'too sure' ? 'it is too sure of itself' : 'it is more often right than it says'}.`;
  return [said, lean, ...temperatureWords(temperature, before.error, trust)];
}

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
