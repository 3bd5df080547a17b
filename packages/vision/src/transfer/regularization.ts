/** How strongly a linear classifier is kept small, found by cross-validation as scikit-learn's LogisticRegressionCV does. */

import { type FeatureSet, featureSubset } from '../features/feature-set.ts';
import { stratifiedIndices } from '../split.ts';
import { type LinearProbe, type LinearProbeOptions, prober } from './linear-probe.ts';

/** From strong to weak: small weights come first, as they are found quickly too. */
const strengths = [1e-3, 1e-2, 1e-1, 1] as const;

/** Examples that are asked at most: what they tell is known to 1.6 % then, and more cost minutes. */
const mostAsked = 1000;
/** Up to so many examples are divided into five parts, more into three. */
const inFive = 500;
/** Of the fits: to compare them, they need not be as exact as one that is used. */
const tolerance = 1e-3;

/** What `bestProbe` finds. */
export interface BestProbe extends LinearProbe {
  /** The strength that it is about: see `LogisticOptions`. */
  readonly c: number;
  /** How many examples were asked. */
  readonly n: number;
}

/**
 * The cross-validated linear classifier with the least loss, of strengths from 0.001 to 1, each ten times the one before, up to the first
 * that is no better. Of more than a thousand examples it asks a thousand, every class in proportion.
 */
export function bestProbe(
  set: FeatureSet,
  { seed, groups }: Required<Pick<LinearProbeOptions, 'seed' | 'groups'>>,
): BestProbe {
  const all = set.labels!;
  const share = mostAsked / all.length;
  const asked = share < 1 ? stratifiedIndices(all, [1 - share, share], seed)[1]! : Int32Array.from(all.keys());
  const { features, labels, weights } = featureSubset(set, asked);
  const own = Array.from(asked, (i) => groups[i]);
  const apart = new Set(own.map((group, i) => group ?? i)).size;
  const folds = Math.min(labels!.length > inFive ? 3 : 5, apart);
  const probeWith = prober(features, labels!, { seed, groups: own, folds, weights });
  let best: BestProbe | undefined;
  for (const c of strengths) {
    const probe = probeWith({ c, tolerance });
    if (best && probe.loss >= best.loss) break;
    best = { ...probe, c, n: labels!.length };
  }
  return best!;
}
