/** Rounding, as graphs. */
import type { Builder } from './builder.ts';
import type { Value } from './ir/value.ts';

/** The largest whole number that is not above x, for numbers that int32 holds. Flat: it has no gradient. */
export function wholeBelow(g: Builder, x: Value): Value {
  const truncated = g.cast(g.cast(x, { to: 'int32' }), { to: x.dtype });
  return g.sub(truncated, g.cast(g.greater(truncated, x), { to: x.dtype }));
}
