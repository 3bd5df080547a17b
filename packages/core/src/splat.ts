/** Tensors of one number. */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import { type DType, full, scalar } from './tensor.ts';

/** A constant that holds every element: for small ones. */
export const splat = (value: number, dtype: DType, shape: readonly number[]): Value =>
  constant(full(dtype, shape, value));

/** A tensor that is made when the graph runs: for large ones. */
export const filled = (g: Builder, value: number, dtype: DType, shape: readonly number[]): Value =>
  g.expand(constant(scalar(value, dtype)), shape);
