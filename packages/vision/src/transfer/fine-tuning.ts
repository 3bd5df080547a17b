/** A network trained on as a whole, or from a tensor on: what may be said about it, and what it is made of. */
import {
  adam,
  cosineDecay,
  exponentialDecay,
  freeze,
  hash,
  type Model,
  type Optimizer,
  type Storage,
  scaledRates,
  type TrainingState,
  UsageError,
  warmup,
  weightsOf,
} from '@graftml/core';
import { type AugmentOptions, augmentation } from '../augment/options.ts';
import { parseAugmentation } from '../augment/spec.ts';
import type { Backbone } from '../models/backbone.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { probePoints } from './probe-points.ts';

/** How a network is trained on, or anew. */
export interface FineTuningOptions {
  /**
   * The last tensor that stays as it is, by a name as `cut` takes it; unless given, all of the network learns. Where pictures are not
   * augmented, what lies before it is computed once and kept.
   */
  readonly from?: string;
  /** What may happen to pictures in training; `usualAugmentation` unless given, and nothing with `from`. `false` is nothing. */
  readonly augment?: AugmentOptions | false;
  /**
   * Whether batch normalisations go by their stored averages, or by those of each batch, which then move the stored ones. `'frozen'` to
   * train on, as batches of 16 are too few for good averages, and `'live'` from scratch, unless given. Networks in which they were folded
   * have none.
   */
  readonly batchNorm?: 'frozen' | 'live';
  /** At most; so many that about 10,000 pictures are seen, from 4 to 10, unless given; twice that, up to 40, from scratch. */
  readonly epochs?: number;
  /** 16 unless given. */
  readonly batchSize?: number;
  /** Adam, at 1e-4 to train on and 1e-3 from scratch, unless given. A rate that is a number changes by the `schedule`. */
  readonly optimizer?: Optimizer;
  /**
   * How a rate that is a number changes: up over a tenth of the steps and then down, along half a cosine or, `'exponential'`, by the same
   * factor in each step to a hundredth; or not at all, `'constant'`. `'cosine'` unless given.
   */
  readonly schedule?: 'cosine' | 'exponential' | 'constant';
  /** Epochs without a better validation loss after which it ends; 5 unless given. */
  readonly patience?: number;
  /** How much smaller the rate of the lowest stage is than that of the head; those between fall evenly. 0.1 unless given, 1 from scratch. */
  readonly lowestRate?: number;
}

/** Where a training saves itself, and what it goes on from. */
export interface TransferCheckpoint {
  readonly storage: Storage;
  /** Seconds after which it is saved within an epoch too; after each epoch only unless given. */
  readonly everySeconds?: number;
  /** `await readCheckpoint(storage)`, to go on. */
  readonly state?: TrainingState | undefined;
}

/** Moving a picture by a part of a pixel blurs it, which changes one that is smaller much. */
const small = 64;

/** What happens to pictures of that size while a network is trained on, in the words of `parseAugmentation`: mild, for photographs. */
export const usualAugmentation = ({ width, height }: Pick<Preprocessing, 'width' | 'height'>): string =>
  Math.min(width, height) < small ? 'flip' : 'flip,shift=0.1,zoom=0.1';

const known: Readonly<Record<keyof FineTuningOptions, true>> = {
  from: true,
  augment: true,
  batchNorm: true,
  epochs: true,
  batchSize: true,
  optimizer: true,
  schedule: true,
  patience: true,
  lowestRate: true,
};

/** With all that was left open decided. */
export interface FineTuningPlan
  extends Required<Omit<FineTuningOptions, 'from' | 'augment' | 'optimizer' | 'schedule'>> {
  readonly from: string | undefined;
  readonly augment: AugmentOptions | undefined;
  readonly optimizer: Optimizer;
}

/** What a plan is made for. */
export interface PlannedFor {
  /** Training pictures. */
  readonly n: number;
  readonly preprocessing: Preprocessing;
  readonly fromScratch: boolean;
}

/** @throws UsageError for an option that there is not or that makes no sense */
export function fineTuningPlan(
  options: FineTuningOptions,
  { n, preprocessing, fromScratch }: PlannedFor,
): FineTuningPlan {
  checkFineTuning(options);
  const { from, augment, batchNorm, batchSize = 16, optimizer, schedule, patience = 5, lowestRate } = options;
  if (fromScratch && from !== undefined)
    throw new UsageError('says what stays as it is, and from scratch nothing does', { where: 'fineTuning.from' });
  const passes = Math.max(4, Math.round(10_000 / n));
  const { epochs = fromScratch ? 2 * Math.min(20, passes) : Math.min(10, passes) } = options;
  const usual = from === undefined ? parseAugmentation(usualAugmentation(preprocessing)).pictures : undefined;
  const asked = augment === undefined ? usual : augment || undefined;
  const size = Math.min(batchSize, n);
  const steps = Math.ceil(n / size) * epochs;
  return {
    from,
    augment: asked && Object.keys(asked).length > 0 ? asked : undefined,
    batchNorm: batchNorm ?? (fromScratch ? 'live' : 'frozen'),
    epochs,
    batchSize: size,
    optimizer: scheduled(optimizer ?? adam({ learningRate: fromScratch ? 1e-3 : 1e-4 }), steps, schedule),
    patience,
    lowestRate: lowestRate ?? (fromScratch ? 1 : 0.1),
  };
}

/** @throws UsageError for an option that there is not, or a value that makes no sense whatever the pictures are */
export function checkFineTuning(options: FineTuningOptions): void {
  const fail = (name: string, expected: string, received: unknown): never => {
    throw new UsageError('makes no sense', { where: `fineTuning.${name}`, expected, received: `${received}` });
  };
  const stranger = Object.keys(options).find((name) => !(name in known));
  if (stranger !== undefined)
    throw new UsageError('there is no such option', {
      where: 'fineTuning',
      expected: Object.keys(known).join(', '),
      received: stranger,
    });
  const { augment, batchNorm, schedule = 'cosine', lowestRate = 1 } = options;
  if (augment) augmentation(augment);
  if (batchNorm !== undefined && batchNorm !== 'frozen' && batchNorm !== 'live')
    fail('batchNorm', "'frozen' or 'live'", batchNorm);
  if (!['cosine', 'exponential', 'constant'].includes(schedule))
    fail('schedule', "'cosine', 'exponential' or 'constant'", schedule);
  if (!(lowestRate > 0 && lowestRate <= 1)) fail('lowestRate', 'a number above 0 and up to 1', lowestRate);
  for (const name of ['epochs', 'batchSize', 'patience'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 1)) fail(name, 'a whole number from 1', value);
  }
}

/** How small an exponential rate is at its end. */
const lastRate = 0.01;

/** As `FineTuningOptions.schedule` says. */
function scheduled(
  optimizer: Optimizer,
  steps: number,
  schedule: NonNullable<FineTuningOptions['schedule']> = 'cosine',
): Optimizer {
  const { learningRate } = optimizer;
  if (typeof learningRate !== 'number' || schedule === 'constant') return optimizer;
  const rising = Math.max(1, Math.round(steps / 10));
  const decay = { initialLearningRate: learningRate, decaySteps: Math.max(1, steps - rising) };
  const falling = schedule === 'cosine' ? cosineDecay(decay) : exponentialDecay({ ...decay, decayRate: lastRate });
  return { ...optimizer, learningRate: warmup(rising, falling) };
}

/**
 * The backbone as it is trained on: up to `from` as it is in use; batch normalisations by their stored averages, if they are frozen,
 * their scales and shifts learning all the same.
 */
export function learnable(network: Model, { from, batchNorm }: Pick<FineTuningPlan, 'from' | 'batchNorm'>): Model {
  const graph = network.graph('infer');
  const model: Model = batchNorm === 'live' ? network : { ...network, graph: () => graph };
  return from === undefined ? model : freeze(model, { upTo: from });
}

/**
 * Rates that fall evenly, each stage by the same factor, from the head to the lowest stage of the backbone. Stages end where the backbone
 * might be cut (`probePoints`).
 */
export function fallingRates(
  optimizer: Optimizer,
  { backbone, network, lowestRate }: { backbone: Backbone; network: Model; lowestRate: number },
): Optimizer {
  if (lowestRate === 1) return optimizer;
  const ends = probePoints(backbone).flatMap(({ at }) => (at === undefined ? [] : [at]));
  const names = ends.map((at) => new Set(backbone.cut(at).parameters.map(({ name }) => name)));
  const inBackbone = new Set(network.parameters.map(({ name }) => name));
  const stages = names.length + 1;
  return scaledRates(optimizer, (name) => {
    if (!inBackbone.has(name)) return 1;
    const i = names.findIndex((stage) => stage.has(name));
    const stage = i < 0 ? stages - 1 : i;
    return lowestRate ** ((stages - stage) / stages);
  });
}

/** A number for the weights of a model: the same weights, the same number. */
export const weightsDigest = (model: Model): string =>
  Object.values(weightsOf(model))
    .reduce((sum, { data }) => hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), sum), 0)
    .toString(16);
