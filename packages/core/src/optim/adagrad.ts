import { withDefaults } from '../options.ts';
import { checkOptimizer, decayed, type OptimizerOptions, requirePositive } from './common.ts';
import type { Optimizer } from './optimizer.ts';

/** Options of `adagrad`, Keras's defaults. */
export interface AdagradOptions extends OptimizerOptions {
  /** Where the sum of squared gradients starts: 0.1, as in Keras (0 in PyTorch). */
  readonly initialAccumulatorValue?: number;
  /** Added under the root, as in Keras; PyTorch adds it to the root. */
  readonly epsilon?: number;
}

/** Adagrad: Duchi et al. 2011. `a = a + g²`, then `w - lr · g / sqrt(a + epsilon)`. */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const defaults = { learningRate: 1e-3, initialAccumulatorValue: 0.1, epsilon: 1e-7, weightDecay: 0 };
  const settings = withDefaults<Required<AdagradOptions>>('adagrad', defaults, options);
  const { learningRate, initialAccumulatorValue, epsilon, weightDecay } = settings;
  checkOptimizer('adagrad', settings);
  requirePositive('adagrad', 'initialAccumulatorValue', initialAccumulatorValue);
  requirePositive('adagrad', 'epsilon', epsilon);
  return {
    name: 'adagrad',
    learningRate,
    slots: { accumulator: initialAccumulatorValue },
    update(g, { parameter, gradient, slots, learningRate: lr }) {
      const start = decayed(g, parameter, lr, weightDecay);
      const accumulator = g.add(slots.accumulator!, g.mul(gradient, gradient));
      const move = g.div(g.mul(gradient, lr), g.sqrt(g.add(accumulator, epsilon)));
      return { parameter: g.sub(start, move), slots: { accumulator } };
    },
  };
}
