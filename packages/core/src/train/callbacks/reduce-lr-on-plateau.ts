import { onlyOptions, requireOption } from '../../options.ts';
import type { Callback } from './callback.ts';
import { type MonitorOptions, monitorOptions, watch } from './monitor.ts';

/** Defaults: those of Keras. */
export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the rate is multiplied by, from above 0 to below 1: 0.1 unless given. */
  readonly factor?: number;
  /** After so many epochs without a better figure: 10 unless given. */
  readonly patience?: number;
  /** Epochs after a reduction that do not count: 0 unless given. */
  readonly cooldown?: number;
  /** The rate is not reduced below it: 0 unless given. */
  readonly minLearningRate?: number;
}

/** Lowers the learning rate when a figure no longer gets better. `minDelta` is 1e-4 unless given. */
export function reduceLROnPlateau({
  factor = 0.1,
  patience = 10,
  cooldown = 0,
  minLearningRate = 0,
  ...options
}: ReduceLROnPlateauOptions = {}): Callback {
  const where = 'reduceLROnPlateau';
  onlyOptions(where, ['factor', 'patience', 'cooldown', 'minLearningRate', ...monitorOptions], options);
  requireOption(factor > 0 && factor < 1, where, 'factor', 'from above 0 to below 1', factor);
  requireOption(patience >= 0, where, 'patience', 'a number that is not negative', patience);
  requireOption(cooldown >= 0, where, 'cooldown', 'a number that is not negative', cooldown);
  requireOption(minLearningRate >= 0, where, 'minLearningRate', 'a number that is not negative', minLearningRate);
  const best = watch({ minDelta: 1e-4, ...options }, where);
  let waited = 0;
  let cooling = 0;
  return {
    name: where,
    onTrainBegin() {
      best.reset();
      waited = 0;
      cooling = 0;
    },
    onEpochEnd(_, logs, trainer) {
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (best.isBetter(logs)) {
        waited = 0;
        return;
      }
      if (cooling > 0 || ++waited < patience) return;
      const rate = trainer.learningRate();
      if (rate > minLearningRate) {
        trainer.setLearningRate(Math.max(rate * factor, minLearningRate));
        cooling = cooldown;
        waited = 0;
      }
    },
    memory: {
      read: () => ({ values: { best: best.read(), waited, cooling } }),
      restore({ values }) {
        best.restore(values.best);
        waited = Number(values.waited ?? 0);
        cooling = Number(values.cooling ?? 0);
      },
    },
  };
}
