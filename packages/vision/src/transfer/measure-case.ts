/** Which case of transfer learning suits, by what features are worth alone: nothing is trained but linear classifiers. */
import { cutOf, reasonAgainst, reasonForScratch } from './auto.ts';
import { probed } from './frozen.ts';
import { headOf } from './heads.ts';
import type { Probe } from './probe-points.ts';
import { checkLabels, divided, type Transfer, type TransferOptions } from './transfer.ts';

/** Options of `measureCase`. */
export type MeasureCaseOptions = Pick<
  TransferOptions,
  | 'backend'
  | 'collection'
  | 'backbone'
  | 'decode'
  | 'head'
  | 'validation'
  | 'test'
  | 'seed'
  | 'cache'
  | 'signal'
  | 'onProgress'
>;

/** What `measureCase` finds. */
export interface MeasuredCase {
  /** What to ask `transfer` for. */
  readonly strategy: Transfer['strategy'];
  /** Where features are worth most; undefined for the backbone's output. */
  readonly at?: string;
  /** Why, a sentence each without its full stop. */
  readonly reasons: readonly string[];
  /** What the features are worth at each place that was tried. */
  readonly probes: readonly Probe[];
}

/**
 * `'auto'` of `transfer` goes by the same, and then tries a longer training where this recommends it. Features are computed once and, with a
 * `cache`, found again by whatever comes after.
 * @throws as `transfer`
 */
export async function measureCase(options: MeasureCaseOptions): Promise<MeasuredCase> {
  const { backend, backbone, decode, seed = 1, cache, signal, onProgress } = options;
  checkLabels(options.collection);
  const collection = divided(options, 'auto', seed);
  const found = await probed({
    ...{ backend, backbone, collection, decode, head: headOf(options.head ?? 'linear'), at: backbone.at, seed },
    fineTuning: {},
    validationIsLent: !options.collection.pictures.some(({ split }) => split === 'validation'),
    ...(cache && { cache }),
    ...(signal && { signal }),
    onProgress: (progress) => onProgress?.(progress),
  });
  const { sets, probes } = found;
  const { size } = sets.train;
  const [best, why] = cutOf(probes);
  const at = best.at !== undefined && { at: best.at };
  const forScratch = reasonForScratch(best, sets);
  if (forScratch !== undefined) return { strategy: 'scratch', reasons: [why, forScratch], probes };
  const against = reasonAgainst(best, size, sets.classNames.length);
  if (against !== undefined)
    return { strategy: best === probes.at(-1) ? 'head' : 'earlier', ...at, reasons: [why, against], probes };
  return {
    strategy: 'fine-tune',
    ...at,
    reasons: [
      why,
      `${size} pictures of ${sets.classNames.length} classes are enough to train on, and there is something left to win`,
    ],
    probes,
  };
}
