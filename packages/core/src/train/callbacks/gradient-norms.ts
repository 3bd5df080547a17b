import { onlyOptions } from '../../options.ts';
import type { BatchLogs, Callback } from './callback.ts';

/** Options of `gradientNorms`. */
export interface GradientNormsOptions {
  /** Told after every update. */
  readonly onStep?: (norms: Readonly<Record<string, number>>, logs: BatchLogs) => void;
}

/**
 * Watches the Euclidean norm of the gradient of each parameter, as it is before clipping: whether it vanishes or explodes, and
 * in which layer. The mean over the steps of an epoch of the norm of all together is in the logs as `gradient_norm`.
 */
export function gradientNorms({ onStep, ...more }: GradientNormsOptions = {}): Callback {
  onlyOptions('gradientNorms', ['onStep'], more);
  return {
    name: 'gradientNorms',
    watchesGradients: true,
    onTrainBatchEnd(logs) {
      if (logs.gradientNorms) onStep?.(logs.gradientNorms, logs);
    },
  };
}

/** Of several gradients together: the root of the sum of their squares. */
export const globalNorm = (norms: Readonly<Record<string, number>>): number => Math.hypot(...Object.values(norms));
