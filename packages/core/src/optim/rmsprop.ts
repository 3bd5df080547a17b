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

/** Options of `rmsprop`, Keras's defaults. */
export interface RmspropOptions extends OptimizerOptions {
  /** How much of the average of squared gradients a step keeps, from 0 to below 1. */
  readonly rho?: number;
  /** From 0 to below 1. */
  readonly momentum?: number;
  /** Added under the root, as in Keras; PyTorch adds it to the root. */
  readonly epsilon?: number;
  /** Divides by the estimated standard deviation of the gradient instead of its size. Graves 2013. */
  readonly centered?: boolean;
}

/**
 * RMSprop: Tieleman & Hinton 2012, lecture 6e. `v = rho · v + (1 - rho) · g²`, then `w - lr · g / sqrt(v + epsilon)`;
 * with momentum that step is added to `momentum` times the one before.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const defaults = { learningRate: 1e-3, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false, weightDecay: 0 };
  const settings = withDefaults<Required<RmspropOptions>>('rmsprop', defaults, options);
  const { learningRate, rho, momentum, epsilon, centered, weightDecay } = settings;
  checkOptimizer('rmsprop', settings);
  requireFraction('rmsprop', 'rho', rho);
  requireFraction('rmsprop', 'momentum', momentum);
  requirePositive('rmsprop', 'epsilon', epsilon);
  return {
    name: 'rmsprop',
    learningRate,
    slots: { velocity: 0, ...(centered && { averageGradient: 0 }), ...(momentum > 0 && { momentum: 0 }) },
    update(g, { parameter, gradient, slots, learningRate: lr }) {
      const start = decayed(g, parameter, lr, weightDecay);
      const velocity = movingAverage(g, slots.velocity!, g.mul(gradient, gradient), rho);
      const mean = slots.averageGradient && movingAverage(g, slots.averageGradient, gradient, rho);
      const variance = mean ? g.sub(velocity, g.mul(mean, mean)) : velocity;
      const move = g.div(g.mul(gradient, lr), g.sqrt(g.add(variance, epsilon)));
      const carried = slots.momentum && g.add(g.mul(slots.momentum, momentum), move);
      return {
        parameter: g.sub(start, carried ?? move),
        slots: { velocity, ...(mean && { averageGradient: mean }), ...(carried && { momentum: carried }) },
      };
    },
  };
}
