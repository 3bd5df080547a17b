import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';

/** The mean of each example, `[N]`, of values `[N, ...]`. */
export function perExample(g: Builder, values: Value): Value {
  const axes = values.shape.map((_, axis) => axis).slice(1);
  return axes.length === 0 ? values : g.reduceMean(values, axes, { keepdims: 0 });
}
