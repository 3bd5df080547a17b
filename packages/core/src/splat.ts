/** Tensors of one number. */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import { allocate, type DType, elementCount, scalar, type Tensor } from './tensor.ts';

/** A constant that holds every element: for small ones. */
export const splat = (value: number, dtype: DType, shape: readonly number[]): Value =>
  constant({ dtype, shape, data: (allocate(dtype, elementCount(shape)) as Float32Array).fill(value) } as Tensor);

/** A tensor that is made when the graph runs: for large ones. */
export const filled = (g: Builder, value: number, dtype: DType, shape: readonly number[]): Value =>
  g.expand(constant(scalar(value, dtype)), shape);
