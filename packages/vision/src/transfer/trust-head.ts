/** Calibrates a head on what it has not learnt from. */
import { type Backend, type Model, predict, toNumbers } from '@graftml/core';
import type { FeatureSets } from '../features/feature-sets.ts';
import { calibrate, type Trust } from '../trust/calibrate.ts';
import type { LabelledLogits } from '../trust/logits.ts';
import { outOfFold } from '../trust/out-of-fold.ts';
import type { Evaluation } from './evaluation.ts';
import { pooledRows } from './linear-head.ts';
import { poolingFor } from './train-head.ts';

/** Options of `trustHead`. */
export interface TrustHeadOptions {
  readonly backend: Backend;
  /** Of one label for each example. */
  readonly sets: FeatureSets;
  /** From their features to logits. */
  readonly model: Model;
  /** What the head is judged by. */
  readonly of: Evaluation['of'];
  /** Of a linear head: see `LogisticOptions`. Training pictures can be used then, as such a head is fitted again in no time. */
  readonly linear?: { readonly c: number; readonly groups?: readonly (string | undefined)[] };
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/**
 * Pictures to validate with are used where the head is not judged by them, training pictures where the head is linear; where there is
 * neither, the pictures that it is judged by, unless they are test pictures. Undefined where nothing is left.
 */
export async function trustHead(options: TrustHeadOptions): Promise<Trust | undefined> {
  const { sets, of, linear } = options;
  const held = sets.validation && (of === 'test' || !linear) ? await logitsOn(sets.validation, options) : undefined;
  const folded = linear ? await outOfFoldOf(options, linear) : undefined;
  if (held && folded) return calibrate(joined(folded, held), 'out-of-fold and validation');
  if (folded) return calibrate(folded, 'out-of-fold');
  return held && calibrate(held, of === 'test' ? 'validation' : 'judged');
}

async function logitsOn(
  set: NonNullable<FeatureSets['validation']>,
  { model, backend, signal }: TrustHeadOptions,
): Promise<LabelledLogits> {
  const logits = await predict(model, { backend, data: set.features, ...(signal && { signal }) });
  signal?.throwIfAborted();
  return { logits: toNumbers(logits), labels: set.labels! };
}

/** Undefined where a class has too few pictures to be without a fifth of them. */
async function outOfFoldOf(
  { sets: { train, classNames }, backend, seed }: TrustHeadOptions,
  { c, groups }: NonNullable<TrustHeadOptions['linear']>,
): Promise<LabelledLogits | undefined> {
  const units = groups ? new Set(groups.map((group, i) => group ?? i)).size : train.size;
  const folds = 5;
  if (units < 2 * folds) return undefined;
  const pooling = poolingFor(train.features.shape.slice(1));
  const rows = await pooledRows(train.features, { backend, pooling });
  return outOfFold(rows, train.labels!, { classes: classNames.length, c, folds, seed, ...(groups && { groups }) });
}

const joined = (a: LabelledLogits, b: LabelledLogits): LabelledLogits => ({
  logits: [...Array.from(a.logits), ...Array.from(b.logits)],
  labels: [...Array.from(a.labels), ...Array.from(b.labels)],
});
