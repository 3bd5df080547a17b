/** What figures mean, before anybody puts it into words. */
import type { Evaluation } from '../transfer/evaluation.ts';

/** A share as people say it: `[9, 10]`, by the nearest twentieth; `[99, 100]` where that would be all or nothing. */
export function roundShare(share: number): readonly [number, number] {
  const twentieths = Math.round(share * 20);
  if (share === 0 || share === 1) return [share * 100, 100];
  if (twentieths === 0 || twentieths === 20) return [Math.min(99, Math.max(1, Math.round(share * 100))), 100];
  return twentieths % 2 === 0 ? [twentieths / 2, 10] : [twentieths, 20];
}

/** What always saying the same would reach: the share of the largest class, and its name. */
export function chanceOf({ perClass, n }: Pick<DoubtedFigures, 'perClass' | 'n'>): {
  readonly share: number;
  readonly name: string;
} {
  const largest = perClass.reduce((most, one) => (one.n > most.n ? one : most));
  return { share: largest.n / n, name: largest.name };
}

/** What of an `Evaluation` says how much it says. */
export interface DoubtedFigures extends Pick<Evaluation, 'n' | 'interval'> {
  readonly perClass: readonly { readonly name: string; readonly n: number }[];
}

/** Why an accuracy cannot be told well. */
export type Doubt =
  /** All were of one class, so nothing is known of how the classes are told apart. */
  | { readonly kind: 'one-class'; readonly name: string }
  /** It may be no better than always saying that class, which is right on that share. */
  | { readonly kind: 'chance'; readonly n: number; readonly name: string; readonly share: number }
  /** The interval is wide. */
  | { readonly kind: 'few'; readonly n: number; readonly interval: Evaluation['interval'] };

/** Below this many pictures, or with a wider interval, a share says little. */
const fewPictures = 30;
const wide = 0.25;

/** Undefined where it can be told. */
export function doubtOf(figures: DoubtedFigures): Doubt | undefined {
  const judged = figures.perClass.filter((one) => one.n > 0);
  if (judged.length === 1) return { kind: 'one-class', name: judged[0]!.name };
  return doubtOfShare(figures, chanceOf(figures));
}

/** The same of any share of pictures. @param chance what always saying the same would reach, and what that is */
export function doubtOfShare(
  { n, interval }: Pick<DoubtedFigures, 'n' | 'interval'>,
  chance: { readonly share: number; readonly name: string },
): Exclude<Doubt, { readonly kind: 'one-class' }> | undefined {
  if (interval[0] <= chance.share) return { kind: 'chance', n, ...chance };
  if (n < fewPictures || interval[1] - interval[0] > wide) return { kind: 'few', n, interval };
  return undefined;
}

/** How what a classifier says of itself compares with what is so. */
export interface Leaning {
  /** What it says on average, and the share that is right. */
  readonly said: number;
  readonly right: number;
  /** The expected calibration error, and about what it would be by chance if every probability were true. */
  readonly error: number;
  readonly byChance: number;
  /** `'none'` where chance may explain the difference. */
  readonly leans: 'none' | 'too sure' | 'too unsure';
}

/** @param after `Evaluation.calibration.after` */
export function leaningOf({ bins, n, error, byChance, confidence }: Evaluation['calibration']['after']): Leaning {
  const right = bins.reduce((sum, bin) => sum + (bin.accuracy ?? 0) * bin.n, 0) / n;
  const leans = error <= 1.5 * byChance ? 'none' : confidence > right ? 'too sure' : 'too unsure';
  return { said: confidence, right, error, byChance, leans };
}
