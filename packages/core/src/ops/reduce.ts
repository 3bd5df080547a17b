/** Reductions along axes. */

import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, int, op } from '../op.ts';
import { axesOf, axisOf, knownNumbers, requireFloat } from '../shapes.ts';

/** The axes that a reduction sums over: those given; all, if none is; none with `noop_with_empty_axes`. */
export function reducedAxes(data: TensorType, axes: TensorType | undefined, noop: number, fail: Fail): number[] {
  const rank = data.shape.length;
  const given = axes ? knownNumbers(axes, 'axes', fail) : [];
  return given.length > 0 || noop ? axesOf(given, rank, fail) : Array.from({ length: rank }, (_, i) => i);
}

const without = (shape: Shape, axes: readonly number[], keepdims: number): Shape =>
  keepdims ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i));

const reduction = (type: string) =>
  op(type, ['data', 'axes?'], {
    attributes: { keepdims: int(1), noop_with_empty_axes: int(0) },
    infer({ data, axes }, { keepdims, noop_with_empty_axes }, fail) {
      if (type === 'ReduceMean') requireFloat(data, fail);
      const gone = reducedAxes(data, axes, noop_with_empty_axes, fail);
      return { dtype: data.dtype, shape: without(data.shape, gone, keepdims) };
    },
  });
export const reduceSum = reduction('ReduceSum');
export const reduceMean = reduction('ReduceMean');
export const reduceMax = reduction('ReduceMax');

/** The position of the largest element along one axis: the first of several, or the last. */
export const argMax = op('ArgMax', ['data'], {
  attributes: { axis: int(0), keepdims: int(1), select_last_index: int(0) },
  infer({ data }, { axis, keepdims }, fail) {
    const gone = axisOf(axis, data.shape.length, fail);
    return { dtype: 'int64', shape: without(data.shape, [gone], keepdims) };
  },
});
