import { onlyOptions } from '../../options.ts';
import type { Tensors } from '../../tensor.ts';
import type { Callback } from './callback.ts';
import { type MonitorOptions, monitorOptions, watch } from './monitor.ts';

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
    memory: {
      read: () => ({ values: { best: best.read() }, ...(kept && { tensors: kept }) }),
      restore({ values, tensors }) {
        best.restore(values.best);
        kept = tensors;
      },
    },
  };
}
