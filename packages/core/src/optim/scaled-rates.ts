/** Learning rates that differ from parameter to parameter. */
import { inputName } from '../ir/value.ts';
import { requireOption } from '../options.ts';
import type { Optimizer } from './optimizer.ts';

/**
 * The same optimizer, of which each parameter has a learning rate of its own: that of the step times `scale(name)`. Layers that
 * were trained before are often given smaller ones the nearer they are to the input (Howard & Ruder 2018, discriminative
 * fine-tuning). What shall not learn at all is for `freeze`.
 *
 * Building a step throws a UsageError if a scale is not a number above 0.
 */
export const scaledRates = (optimizer: Optimizer, scale: (parameter: string) => number): Optimizer => ({
  ...optimizer,
  update(g, at) {
    const name = inputName(at.parameter) ?? '';
    const factor = scale(name);
    requireOption(factor > 0 && factor < Infinity, 'scaledRates', `the scale of ${name}`, 'a number above 0', factor);
    return optimizer.update(g, factor === 1 ? at : { ...at, learningRate: g.mul(at.learningRate, factor) });
  },
});
