/** Calibrates a head on what it has not learnt from. */
import type { Backend, Dataset, Model } from '@graftml/core';
import type { FeatureSet } from '../features/feature-set.ts';
import { calibrate, type Trust } from '../trust/calibrate.ts';
import type { LabelledLogits } from '../trust/logits.ts';
import { outOfFold } from '../trust/out-of-fold.ts';
import { type Evaluation, labelledLogits } from './evaluation.ts';
import { pooledSet } from './linear-head.ts';
import { rowsOf } from './linear-probe.ts';
import { poolingFor } from './train-head.ts';

/** Options of `trustHead`. */
export interface TrustHeadOptions {
  readonly backend: Backend;
  /** To logits; what it is judged by is judged with it. */
  readonly model: Model;
  readonly validation?: Dataset | undefined;
  /** What the head is judged by. */
  readonly of: Evaluation['of'];
  /** Where the head is a linear one on features: these can be used then, as such a head is fitted again in no time. */
  readonly linear?: LinearTraining;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** What a linear head was fitted to. */
export interface LinearTraining {
  readonly train: FeatureSet;
  /** See `LogisticOptions`. */
  readonly c: number;
  /** For each example, what must not be torn apart. */
  readonly groups?: readonly (string | undefined)[];
}

/**
 * Pictures to validate with are used where the head is not judged by them, training pictures where the head is linear; where there is
 * neither, the pictures that it is judged by, unless they are test pictures. Undefined where nothing is left.
 */
export async function trustHead(options: TrustHeadOptions): Promise<Trust | undefined> {
  const { model, validation, of, linear, backend, signal } = options;
  const isFree = of === 'test';
  const folded = linear && (await outOfFoldOf(linear, options));
  const held =
    validation && (isFree || !folded)
      ? await labelledLogits(model, { backend, data: validation, ...(signal && { signal }) })
      : undefined;
  if (held && folded) return calibrate(joined(folded, held), 'out-of-fold and validation');
  if (folded) return calibrate(folded, 'out-of-fold');
  return held && calibrate(held, isFree ? 'validation' : 'judged');
}

const folds = 5;

/** Undefined where there are too few pictures to be without a fifth of them. */
async function outOfFoldOf(
  { train, c, groups }: LinearTraining,
  { backend, seed }: TrustHeadOptions,
): Promise<LabelledLogits | undefined> {
  const units = groups ? new Set(groups.map((group, i) => group ?? i)).size : train.size;
  if (units < 2 * folds) return undefined;
  const pooling = poolingFor(train.features.shape.slice(1));
  const rows = rowsOf((await pooledSet(train, { backend, pooling })).features);
  const classes = train.classNames.length;
  return outOfFold(rows, train.labels!, { classes, c, weights: train.weights, folds, seed, ...(groups && { groups }) });
}

const joined = (a: LabelledLogits, b: LabelledLogits): LabelledLogits => ({
  logits: [...Array.from(a.logits), ...Array.from(b.logits)],
  labels: [...Array.from(a.labels), ...Array.from(b.labels)],
});
