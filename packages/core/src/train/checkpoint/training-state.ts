/** Everything that a training is at one moment, as plain values. */
import type { Tensor, Tensors } from '../../tensor.ts';
import type { EpochLogs } from '../logs.ts';
import type { Settings } from './settings.ts';

/** A whole training at one moment: what a checkpoint holds and `resume` takes. */
export interface TrainingState {
  /** The epoch that is under way, counted from 1, and how many of its batches are done. */
  readonly epoch: number;
  readonly batch: number;
  /** The weights, the optimizer's slots, and what is accumulated: what the backend keeps. */
  readonly state: Tensors;
  /** The weights of the last finished epoch that gave a finite loss since, if they are others. */
  readonly lastGood?: Tensors;
  /** What the metrics have counted in this epoch. */
  readonly tally: TallyState;
  /** A rate that a callback has set. */
  readonly learningRate?: number;
  readonly history: readonly EpochLogs[];
  readonly bestEpoch?: number;
  /** Why a callback ended the training, if one did. */
  readonly stopped?: string;
  /** Of the training so far. */
  readonly seconds: number;
  readonly callbacks: readonly (CallbackState & { readonly name: string })[];
  readonly settings: Settings;
}

/** What a callback remembers: anything that JSON can say, and tensors. */
export interface CallbackState {
  readonly values: Readonly<Record<string, unknown>>;
  readonly tensors?: Tensors;
}

/** Sums over the batches of an epoch so far, in double precision. */
export interface TallyState {
  readonly examples: number;
  readonly penalty: number;
  readonly gradientNorm: { readonly sum: number; readonly count: number };
  readonly totals: Readonly<Record<string, Tensor<'float64'>>>;
}
