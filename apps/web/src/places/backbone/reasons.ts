/** Why one of the four cases fits: the figures that speak for it, to be said in any language. */
import type { Lab, Project } from '@graftml/studio';

export type Measured = Awaited<ReturnType<Lab['measure']>>;

export type Reason =
  /** Nothing earlier is better than where a head usually goes. */
  | { readonly kind: 'last'; readonly accuracy: number }
  /** Something earlier is better, but by less than chance would make it. */
  | { readonly kind: 'within'; readonly accuracy: number; readonly best: number; readonly margin: number }
  | { readonly kind: 'earlier'; readonly accuracy: number; readonly last: number; readonly margin: number }
  /** Nothing is left to win that could be measured. */
  | { readonly kind: 'perfect'; readonly accuracy: number }
  | { readonly kind: 'few'; readonly photos: number; readonly classes: number }
  | { readonly kind: 'room'; readonly photos: number; readonly left: number }
  | { readonly kind: 'chance'; readonly photos: number; readonly accuracy: number };

export function reasonsOf({ strategy, probes }: Measured, project: Project): readonly Reason[] {
  const last = probes.at(-1);
  if (!last) return [];
  const best = probes.reduce((a, b) => (b.accuracy >= a.accuracy ? b : a), last);
  const taken = strategy === 'earlier' ? best : last;
  const { n: photos } = taken;
  if (strategy === 'scratch') return [{ kind: 'chance', photos, accuracy: best.accuracy }];
  const margin = best.standardError;
  const place: Reason =
    strategy === 'earlier'
      ? { kind: 'earlier', accuracy: best.accuracy, last: last.accuracy, margin }
      : best === last || best.accuracy === last.accuracy
        ? { kind: 'last', accuracy: last.accuracy }
        : { kind: 'within', accuracy: last.accuracy, best: best.accuracy, margin };
  const left = 1 - taken.accuracy;
  const training: Reason =
    strategy === 'fine-tune'
      ? { kind: 'room', photos, left }
      : left <= 2 * taken.standardError
        ? { kind: 'perfect', accuracy: taken.accuracy }
        : { kind: 'few', photos, classes: project.classes.length };
  return [place, training];
}
