/** What may happen between epochs. Names from Keras 3. */
import { UsageError } from '../errors.ts';
import type { Tensors } from '../tensor.ts';

/** The figures of an epoch, named as Keras does: `loss`, `accuracy`, `val_loss`, `val_accuracy`, `learning_rate`. */
export type Logs = Readonly<Record<string, number>>;

/** What a callback can do to the training that calls it. */
export interface Trainer {
  /** A copy of the current weights. */
  weights(): Promise<Tensors>;
  setWeights(weights: Tensors): Promise<void>;
  /** Ends the training after this epoch. */
  stop(reason: string): void;
  /** Names the epoch whose weights the model ends up with. */
  markBest(epoch: number): void;
}

/** Epochs are counted from 1. */
export interface Callback {
  readonly name: string;
  onEpochEnd?(epoch: number, logs: Logs, trainer: Trainer): void | Promise<void>;
  /** Also when the training was stopped or failed half-way, with the weights as they are. */
  onTrainEnd?(trainer: Trainer): void | Promise<void>;
}

export interface MonitorOptions {
  /** A name in the logs. */
  readonly monitor?: string;
  /** `'auto'`: less is better for losses and errors, more for everything else. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** By how much a figure must be better to count. */
  readonly minDelta?: number;
}

/** Remembers the best value of one figure. */
function watch({ monitor = 'val_loss', mode = 'auto', minDelta = 0 }: MonitorOptions, who: string) {
  const lessIsBetter = mode === 'min' || (mode === 'auto' && /loss|error/i.test(monitor));
  let best = lessIsBetter ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return {
    isBetter(logs: Logs): boolean {
      const value = logs[monitor];
      if (value === undefined)
        throw new UsageError(`there is no figure '${monitor}' to watch`, {
          where: who,
          expected: `one of ${Object.keys(logs).join(', ')}`,
          ...(monitor.startsWith('val_') && { hint: 'give fit a validation set, or watch a figure of the training' }),
        });
      const isBetter = lessIsBetter ? value < best - minDelta : value > best + minDelta;
      if (isBetter) best = value;
      return isBetter;
    },
  };
}

/** Keeps the weights of the best epoch and puts them back at the end. */
export function bestWeights(options: MonitorOptions = {}): Callback {
  const best = watch(options, 'bestWeights');
  let kept: Tensors | undefined;
  return {
    name: 'bestWeights',
    async onEpochEnd(epoch, logs, trainer) {
      if (!best.isBetter(logs)) return;
      kept = await trainer.weights();
      trainer.markBest(epoch);
    },
    async onTrainEnd(trainer) {
      if (kept) await trainer.setWeights(kept);
    },
  };
}

export interface EarlyStoppingOptions extends MonitorOptions {
  /** So many epochs without a better figure end the training. */
  readonly patience?: number;
  /** Ends with the weights of the best epoch; on unless switched off (Keras leaves it off). */
  readonly restoreBestWeights?: boolean;
}

/** Stops when a figure no longer gets better; see Prechelt 1998, Early stopping: but when? */
export function earlyStopping({
  patience = 0,
  restoreBestWeights = true,
  ...options
}: EarlyStoppingOptions = {}): Callback {
  if (!(patience >= 0))
    throw new UsageError('patience must not be negative', { where: 'earlyStopping', received: String(patience) });
  const best = watch(options, 'earlyStopping');
  const keeper = restoreBestWeights ? bestWeights(options) : undefined;
  let waited = 0;
  return {
    name: 'earlyStopping',
    async onEpochEnd(epoch, logs, trainer) {
      await keeper?.onEpochEnd?.(epoch, logs, trainer);
      waited = best.isBetter(logs) ? 0 : waited + 1;
      if (waited > 0 && waited >= patience)
        trainer.stop(`${options.monitor ?? 'val_loss'} has not improved for ${waited} epochs`);
    },
    async onTrainEnd(trainer) {
      await keeper?.onTrainEnd?.(trainer);
    },
  };
}

export interface ModelCheckpointOptions extends MonitorOptions {
  /** Keeps the weights somewhere safe; called after each epoch, or each better one. */
  readonly save: (weights: Tensors, at: { readonly epoch: number; readonly logs: Logs }) => void | Promise<void>;
  readonly saveBestOnly?: boolean;
}

/** Saves the weights while the training goes on. */
export function modelCheckpoint({ save, saveBestOnly = true, ...options }: ModelCheckpointOptions): Callback {
  const best = watch(options, 'modelCheckpoint');
  return {
    name: 'modelCheckpoint',
    async onEpochEnd(epoch, logs, trainer) {
      if (!saveBestOnly || best.isBetter(logs)) await save(await trainer.weights(), { epoch, logs });
    },
  };
}
