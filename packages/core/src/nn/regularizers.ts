/** What weights cost: terms that are added to the loss. Keras 3's names and defaults. */
import type { Builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import type { Value } from '../ir/value.ts';
import { type Options, withDefaults } from '../options.ts';

/** Emits a scalar for a parameter. */
export type Regularizer = (g: Builder, parameter: Value) => Value;

/** `factor · Σ|w|` */
export function l1(factor = 0.01): Regularizer {
  check('l1', factor);
  return (g, w) => g.mul(g.reduceSum(g.abs(w), undefined, { keepdims: 0 }), factor);
}

/** `factor · Σw²` */
export function l2(factor = 0.01): Regularizer {
  check('l2', factor);
  return (g, w) => g.mul(g.reduceSum(g.mul(w, w), undefined, { keepdims: 0 }), factor);
}

/** `l1 · Σ|w| + l2 · Σw²` */
export function l1l2(options: Options<{ readonly l1: number; readonly l2: number }> = {}): Regularizer {
  const factors = withDefaults('l1l2', { l1: 0, l2: 0 }, options);
  const [absolute, square] = [l1(factors.l1), l2(factors.l2)];
  return (g, w) => g.add(absolute(g, w), square(g, w));
}

function check(where: string, factor: number): void {
  if (!(factor >= 0 && factor < Infinity))
    throw new UsageError('the factor must be a number from 0', { where, received: String(factor) });
}
