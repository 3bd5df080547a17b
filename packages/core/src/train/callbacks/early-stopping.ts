import { onlyOptions, requireOption } from '../../options.ts';
import { bestWeights } from './best-weights.ts';
import type { Callback } from './callback.ts';
import { type MonitorOptions, monitorOptions, watch } from './monitor.ts';

/** Options of `earlyStopping`. */
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
    memory: {
      read() {
        const kept = keeper?.memory?.read();
        return { values: { best: best.read(), waited }, ...(kept?.tensors && { tensors: kept.tensors }) };
      },
      restore(state) {
        best.restore(state.values.best);
        waited = Number(state.values.waited ?? 0);
        keeper?.memory?.restore(state);
      },
    },
  };
}
