/** Tensors of one number. */
import type { Builder } from './builder.ts';
import { constant, nodeOf, type Value } from './ir/value.ts';
import { type DType, full, scalar } from './tensor.ts';

/** A constant that holds every element: for small ones. */
export const splat = (value: number, dtype: DType, shape: readonly number[]): Value =>
  constant(full(dtype, shape, value));

/** A tensor that is made when the graph runs: for large ones. */
export const filled = (g: Builder, value: number, dtype: DType, shape: readonly number[]): Value =>
  g.expand(constant(scalar(value, dtype)), shape);

/** Whether it was made by `filled` with 0: the gradient for an output that the loss does not depend on. */
export function isZero(value: Value): boolean {
  const node = nodeOf(value);
  const source = node?.op === 'expand' ? node.inputs[0]?.source : undefined;
  return source?.kind === 'constant' && source.tensor.data.length === 1 && Number(source.tensor.data[0]) === 0;
}

/** 0 in place of what is infinite. */
export const finite = (g: Builder, x: Value): Value =>
  g.where(g.lessOrEqual(g.abs(x), x.dtype === 'float32' ? 3.4028234663852886e38 : Number.MAX_VALUE), x, 0);
