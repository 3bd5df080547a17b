import { withDefaults } from '../options.ts';
import {
  checkOptimizer,
  decayed,
  movingAverage,
  type OptimizerOptions,
  requireFraction,
  requirePositive,
} from './common.ts';
import type { Optimizer } from './optimizer.ts';

/** Options of `adam` and `adamW`, Keras's defaults. */
export interface AdamOptions extends OptimizerOptions {
  /** How much of the average gradient a step keeps, from 0 to below 1. */
  readonly beta1?: number;
  /** How much of the average squared gradient a step keeps, from 0 to below 1. */
  readonly beta2?: number;
  /** Added to the root before the bias of `v` is corrected (Kingma & Ba's "epsilon hat"), as in Keras; PyTorch adds it after. */
  readonly epsilon?: number;
  /** Divides by the largest `v` so far. Reddi et al. 2018. */
  readonly amsgrad?: boolean;
}

const defaults = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, amsgrad: false, weightDecay: 0 };

/**
 * Adam, in the form at the end of section 2 of Kingma & Ba 2015: `m` and `v` are moving averages of `g` and `g²`, and
 * `w - lr · sqrt(1 - beta2^t) / (1 - beta1^t) · m / (sqrt(v) + epsilon)`, where t is the step.
 */
export const adam = (options: AdamOptions = {}): Optimizer => anyAdam('adam', defaults, options);

/** Adam with decoupled weight decay, 0.004 by default. Loshchilov & Hutter 2019. */
export const adamW = (options: AdamOptions = {}): Optimizer =>
  anyAdam('adamW', { ...defaults, weightDecay: 0.004 }, options);

function anyAdam(name: string, fallback: Required<AdamOptions>, options: AdamOptions): Optimizer {
  const settings = withDefaults(name, fallback, options);
  const { learningRate, beta1, beta2, epsilon, amsgrad, weightDecay } = settings;
  checkOptimizer(name, settings);
  requireFraction(name, 'beta1', beta1);
  requireFraction(name, 'beta2', beta2);
  requirePositive(name, 'epsilon', epsilon);
  return {
    name,
    learningRate,
    slots: { momentum: 0, velocity: 0, ...(amsgrad && { velocityHat: 0 }) },
    update(g, { parameter, gradient, slots, learningRate: lr, step }) {
      const start = decayed(g, parameter, lr, weightDecay);
      // Scalars: the bias corrections cost nothing on the large tensors.
      const bias = (beta: number) => g.sub(1, g.pow(beta, step));
      const rate = g.div(g.mul(lr, g.sqrt(bias(beta2))), bias(beta1));
      const momentum = movingAverage(g, slots.momentum!, gradient, beta1);
      const velocity = movingAverage(g, slots.velocity!, g.mul(gradient, gradient), beta2);
      const velocityHat = slots.velocityHat && g.max([slots.velocityHat, velocity]);
      const size = g.add(g.sqrt(velocityHat ?? velocity), epsilon);
      return {
        parameter: g.sub(start, g.div(g.mul(momentum, rate), size)),
        slots: { momentum, velocity, ...(velocityHat && { velocityHat }) },
      };
    },
  };
}
