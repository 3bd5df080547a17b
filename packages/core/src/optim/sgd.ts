import { requireOption, withDefaults } from '../options.ts';
import { checkOptimizer, decayed, type OptimizerOptions, requireFraction } from './common.ts';
import type { Optimizer } from './optimizer.ts';

/** Options of `sgd`, Keras's defaults. */
export interface SgdOptions extends OptimizerOptions {
  /** From 0 to below 1. */
  readonly momentum?: number;
  /** Looks ahead along the momentum. Sutskever et al. 2013. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent. With momentum, as Keras has it: `m = momentum · m - lr · g`, then `w + m`, or
 * `w + momentum · m - lr · g` with Nesterov's. (PyTorch keeps `momentum · m + g` and multiplies by the learning rate
 * last, which differs where the rate changes between steps.)
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const defaults = { learningRate: 0.01, momentum: 0, nesterov: false, weightDecay: 0 };
  const settings = withDefaults<Required<SgdOptions>>('sgd', defaults, options);
  const { learningRate, momentum, nesterov, weightDecay } = settings;
  checkOptimizer('sgd', settings);
  requireFraction('sgd', 'momentum', momentum);
  requireOption(!nesterov || momentum > 0, 'sgd', 'nesterov', 'a momentum above 0 with it', nesterov);
  return {
    name: 'sgd',
    learningRate,
    slots: momentum === 0 ? {} : { momentum: 0 },
    update(g, { parameter, gradient, slots, learningRate: lr }) {
      const start = decayed(g, parameter, lr, weightDecay);
      const pull = g.mul(gradient, lr);
      if (!slots.momentum) return { parameter: g.sub(start, pull), slots: {} };
      const next = g.sub(g.mul(slots.momentum, momentum), pull);
      const move = nesterov ? g.sub(g.mul(next, momentum), pull) : next;
      return { parameter: g.add(start, move), slots: { momentum: next } };
    },
  };
}
