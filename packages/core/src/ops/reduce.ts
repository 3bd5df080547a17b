/** Reductions along axes, running sums, and where extremes are. */

import { combineDims } from '../ir/dims.ts';
import type { Dim, Shape, TensorType } from '../ir/value.ts';
import { type Fail, int, op } from '../op.ts';
import { axesOf, axisOf, knownNumber, knownNumbers, requireArithmetic, requireFloat, withKnown } from '../shapes.ts';
import { isFloat } from '../tensor.ts';

/**
 * The axes that a reduction sums over: those given; all, if none is; none with `noop_with_empty_axes`, when each element is
 * a sum of its own (and ReduceSumSquare squares it).
 */
export function reducedAxes(data: TensorType, axes: TensorType | undefined, noop: number, fail: Fail): number[] {
  const rank = data.shape.length;
  const given = axes ? knownNumbers(axes, 'axes', fail) : [];
  return given.length > 0 || noop ? axesOf(given, rank, fail) : Array.from({ length: rank }, (_, i) => i);
}

const without = (shape: Shape, axes: readonly number[], keepdims: number): Shape =>
  keepdims ? shape.map((d, i) => (axes.includes(i) ? 1 : d)) : shape.filter((_, i) => !axes.includes(i));

type Check = (data: TensorType, fail: Fail) => void;

/** How known elements of a list are put together; undefined where symbols are in the way. */
type Combine = (a: Dim, b: Dim) => Dim | undefined;

const extreme =
  (choose: (a: number, b: number) => number): Combine =>
  (a, b) => {
    if (a === b) return a;
    return typeof a === 'number' && typeof b === 'number' ? choose(a, b) : undefined;
  };

const reduction = (type: string, check: Check, known?: Combine) =>
  op(type, ['data', 'axes?'], {
    attributes: { keepdims: int(1), noop_with_empty_axes: int(0) },
    infer({ data, axes }, { keepdims, noop_with_empty_axes }, fail) {
      check(data, fail);
      const gone = reducedAxes(data, axes, noop_with_empty_axes, fail);
      const reduced = { dtype: data.dtype, shape: without(data.shape, gone, keepdims) };
      return withKnown(reduced, known && gone.length > 0 ? reducedList(data, known) : undefined);
    },
  });

/** The one element of a known list that was reduced: the product of some extents. */
function reducedList({ dtype, shape, known }: TensorType, combine: Combine): readonly Dim[] | undefined {
  const [first, ...others] = known ?? [];
  if (shape.length !== 1 || first === undefined || isFloat(dtype)) return undefined;
  const all = others.reduce<Dim | undefined>((sofar, d) => (sofar === undefined ? sofar : combine(sofar, d)), first);
  return all === undefined ? undefined : [all];
}

/** Extremes have every dtype. */
const anything: Check = () => {};

export const reduceSum = reduction('ReduceSum', requireArithmetic, (a, b) => combineDims('+', a, b));
/** Of integers, without the fraction. */
export const reduceMean = reduction('ReduceMean', requireArithmetic);
export const reduceMax = reduction('ReduceMax', anything, extreme(Math.max));
export const reduceMin = reduction('ReduceMin', anything, extreme(Math.min));
export const reduceProd = reduction('ReduceProd', requireArithmetic, (a, b) => combineDims('*', a, b));
/** The sum of the absolute values. */
export const reduceL1 = reduction('ReduceL1', requireArithmetic);
/** The root of the sum of the squares. */
export const reduceL2 = reduction('ReduceL2', requireFloat);
export const reduceSumSquare = reduction('ReduceSumSquare', requireArithmetic);
export const reduceLogSum = reduction('ReduceLogSum', requireFloat);
export const reduceLogSumExp = reduction('ReduceLogSumExp', requireFloat);

const position = (type: string) =>
  op(type, ['data'], {
    attributes: { axis: int(0), keepdims: int(1), select_last_index: int(0) },
    infer({ data }, { axis, keepdims }, fail) {
      if (data.dtype === 'bool') fail('needs numbers, got bool');
      const gone = axisOf(axis, data.shape.length, fail);
      if (data.shape[gone] === 0) fail(`axis ${gone} is empty`);
      return { dtype: 'int64', shape: without(data.shape, [gone], keepdims) };
    },
  });
/** The position of the largest element along one axis: the first of several, or the last. */
export const argMax = position('ArgMax');
export const argMin = position('ArgMin');

/** Sums of the elements up to each one along an axis, itself included unless `exclusive`; from the end with `reverse`. */
export const cumSum = op('CumSum', ['x', 'axis'], {
  attributes: { exclusive: int(0), reverse: int(0) },
  infer({ x, axis }, _, fail) {
    requireArithmetic(x, fail);
    axisOf(knownNumber(axis, 'axis', fail), x.shape.length, fail);
    return { dtype: x.dtype, shape: x.shape };
  },
});
