/** What may happen between epochs. Names from Keras 3. */
import { UsageError } from '../errors.ts';
import { onlyOptions, requireOption } from '../options.ts';
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

/** Epochs are counted from 1. Callbacks are called in the order of the list, one after another. */
export interface Callback {
  readonly name: string;
  /** A callback that remembers something forgets it here: it may serve several trainings. */
  onTrainBegin?(trainer: Trainer): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: Logs, trainer: Trainer): void | Promise<void>;
  /** Also when the training was stopped or diverged; not when `fit` throws. */
  onTrainEnd?(trainer: Trainer): void | Promise<void>;
}

export interface MonitorOptions {
  /** A name in the logs. */
  readonly monitor?: string;
  /** `'auto'`, the default: less is better for losses and errors, more for accuracies and scores; other names need to say. */
  readonly mode?: 'auto' | 'min' | 'max';
  /** By how much a figure must be better to count. */
  readonly minDelta?: number;
}

const monitorOptions = ['monitor', 'mode', 'minDelta'];

/** Remembers the best value of one figure. */
function watch({ monitor = 'val_loss', mode = 'auto', minDelta = 0 }: MonitorOptions, who: string) {
  requireOption(['auto', 'min', 'max'].includes(mode), who, 'mode', "'auto', 'min' or 'max'", mode);
  requireOption(minDelta >= 0 && minDelta < Infinity, who, 'minDelta', 'a number that is not negative', minDelta);
  const sign = (mode === 'auto' ? direction(who, monitor) : mode) === 'min' ? -1 : 1;
  let best = Number.NEGATIVE_INFINITY;
  return {
    reset() {
      best = Number.NEGATIVE_INFINITY;
    },
    isBetter(logs: Logs): boolean {
      const value = logs[monitor];
      if (value === undefined)
        throw new UsageError(`there is no figure '${monitor}' to watch`, {
          where: who,
          expected: `one of ${Object.keys(logs).join(', ')}`,
          ...(monitor.startsWith('val_') && { hint: 'give fit a validation set, or watch a figure of the training' }),
        });
      const isBetter = sign * value > best + minDelta;
      if (isBetter) best = sign * value;
      return isBetter;
    },
  };
}

/** Whether less or more of a figure is better, by its name. */
function direction(who: string, monitor: string): 'min' | 'max' {
  if (/loss|error|entropy|divergence/i.test(monitor)) return 'min';
  if (/acc|precision|recall|f1|r2|auc|score/i.test(monitor)) return 'max';
  throw new UsageError(`the name '${monitor}' does not tell whether more or less of it is better`, {
    where: who,
    hint: "set mode to 'min' or 'max'",
  });
}

/** Keeps the weights of the best epoch and puts them back at the end. */
export function bestWeights(options: MonitorOptions = {}): Callback {
  onlyOptions('bestWeights', monitorOptions, options);
  const best = watch(options, 'bestWeights');
  let kept: Tensors | undefined;
  return {
    name: 'bestWeights',
    onTrainBegin() {
      best.reset();
      kept = undefined;
    },
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
  onlyOptions('earlyStopping', ['patience', 'restoreBestWeights', ...monitorOptions], options);
  requireOption(patience >= 0, 'earlyStopping', 'patience', 'a number that is not negative', patience);
  const best = watch(options, 'earlyStopping');
  const keeper = restoreBestWeights ? bestWeights(options) : undefined;
  let waited = 0;
  return {
    name: 'earlyStopping',
    async onTrainBegin(trainer) {
      best.reset();
      waited = 0;
      await keeper?.onTrainBegin?.(trainer);
    },
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
  /** On unless switched off (Keras leaves it off). */
  readonly saveBestOnly?: boolean;
}

/** Saves the weights while the training goes on. */
export function modelCheckpoint({ save, saveBestOnly = true, ...options }: ModelCheckpointOptions): Callback {
  onlyOptions('modelCheckpoint', ['save', 'saveBestOnly', ...monitorOptions], options);
  const best = watch(options, 'modelCheckpoint');
  return {
    name: 'modelCheckpoint',
    onTrainBegin: () => best.reset(),
    async onEpochEnd(epoch, logs, trainer) {
      if (!saveBestOnly || best.isBetter(logs)) await save(await trainer.weights(), { epoch, logs });
    },
  };
}
