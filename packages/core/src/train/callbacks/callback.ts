/** What may happen while a model is trained. Names from Keras 3. */
import type { Program, State } from '../../backend.ts';
import type { Tensors } from '../../tensor.ts';
import type { CallbackState, TrainingState } from '../checkpoint/training-state.ts';
import type { EpochLogs, Logs } from '../logs.ts';

/** A batch that was trained on. */
export interface BatchLogs {
  /** Counted from 1. */
  readonly epoch: number;
  /** Counted from 1 in each epoch. */
  readonly batch: number;
  /** How many updates there were, this one included. */
  readonly step: number;
  /** Of this batch alone, with the penalty. */
  readonly loss: number;
  /** The rate of the update; of the one to come, where the gradient is accumulated over more batches. */
  readonly learningRate: number;
  /** By parameter, before clipping, if a callback watches them; absent where no update followed yet. */
  readonly gradientNorms?: Readonly<Record<string, number>>;
}

/** What a callback can do to the training that calls it. */
export interface Trainer {
  /** The epochs so far, the one that ends now included. */
  readonly history: readonly EpochLogs[];
  /** A copy of the current weights; the same one until they change. */
  weights(): Promise<Tensors>;
  setWeights(weights: Tensors): Promise<void>;
  /** Of the next update. */
  learningRate(): number;
  /** From the next update on. @throws UsageError where a schedule sets the rate */
  setLearningRate(rate: number): void;
  /** Everything that `fit` needs to go on from here, as if it had never stopped. */
  capture(): Promise<TrainingState>;
  /** Ends the training after this epoch, or this batch. */
  stop(reason: string): void;
  /** Names the epoch whose weights the model ends up with. */
  markBest(epoch: number): void;
}

/** Why a step gave a NaN: the program that ran, what it was fed, and the state as it was before. */
export interface NonFiniteStep {
  readonly program: Program;
  readonly feeds: Tensors;
  readonly state: State;
}

/** Epochs are counted from 1. Callbacks are called in the order of the list, one after another. */
export interface Callback {
  readonly name: string;
  /** Asks for `gradientNorms` in the logs of batches, and for `gradient_norm`, of all together, in those of epochs. */
  readonly watchesGradients?: boolean;
  /** Called after all others: what they remember of the epoch is settled then. */
  readonly isLast?: boolean;
  /** A callback that remembers something forgets it here: it may serve several trainings. */
  onTrainBegin?(trainer: Trainer): void | Promise<void>;
  /** After each batch. While there is such a callback, steps run one by one. */
  onTrainBatchEnd?(logs: BatchLogs, trainer: Trainer): void | Promise<void>;
  /** After one batch or several that ran at once (`stepsPerExecution`): the logs of the last, whose weights these are. */
  onExecutionEnd?(logs: BatchLogs, trainer: Trainer): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, trainer: Trainer): void | Promise<void>;
  /** When the training was stopped from outside, before `onTrainEnd`. */
  onAbort?(trainer: Trainer): void | Promise<void>;
  /** Also when the training was stopped or diverged; not when `fit` throws. */
  onTrainEnd?(trainer: Trainer): void | Promise<void>;
  /** One sentence about where a NaN came from. */
  explain?(step: NonFiniteStep): Promise<string | undefined>;
  /** What it remembers, for a checkpoint, and how it goes on with that (after `onTrainBegin`). */
  readonly memory?: { read(): CallbackState; restore(state: CallbackState): void };
}
