/** Reductions along axes. */
import { elementCount, type Ops, reducedAxes, type Tensor } from '@graftml/core';
import { along } from './axis.ts';
import { type Kernel, known, type NumberArray, numbers, output, type Workspace } from './kernel.ts';
import { forEachRun, stridesOf } from './strides.ts';

interface Reduced {
  readonly data: Tensor;
  readonly axes: Tensor | undefined;
  readonly attributes: { readonly keepdims: number; readonly noop_with_empty_axes: number };
}

const axesOfNode = ({ data, axes, attributes }: Reduced, { fail }: Workspace): number[] =>
  reducedAxes(data, axes && known(axes), attributes.noop_with_empty_axes, fail);

/**
 * Walks through the data run by run; a run ends in one result (`step` 0) or in as many as it has elements (`step` 1),
 * from `to` on.
 */
export function forEachReducedRun(
  { shape }: { readonly shape: readonly number[] },
  axes: readonly number[],
  visit: (at: number, length: number, to: number, step: number) => void,
): void {
  const kept = stridesOf(shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)));
  const strides = kept.map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  forEachRun(shape, [strides], (at, length, [to], [step]) => visit(at, length, to!, step!));
}

function sumInto(sums: Float64Array, data: NumberArray, at: number, length: number, to: number, step: number): void {
  const end = at + length;
  if (step === 0) {
    let sum = 0;
    for (let i = at; i < end; i++) sum += data[i]!;
    sums[to]! += sum;
  } else for (let i = at; i < end; i++, to++) sums[to]! += data[i]!;
}

/** Sums are taken in double precision. */
const sumOf =
  (mean: boolean) =>
  (at: Reduced, work: Workspace): Tensor => {
    const { data } = at;
    const y = output(work);
    const axes = axesOfNode(at, work);
    if (y.data instanceof BigInt64Array) {
      const [from, sums] = [data.data as BigInt64Array, y.data.fill(0n)];
      forEachReducedRun(data, axes, (at, length, to, step) => {
        for (let i = 0; i < length; i++) sums[to + i * step]! += from[at + i]!;
      });
      return y;
    }
    const sums = work.allocate('float64', y.data.length).fill(0);
    const from = numbers(data);
    forEachReducedRun(data, axes, (at, length, to, step) => sumInto(sums, from, at, length, to, step));
    const count = mean ? elementCount(axes.map((axis) => data.shape[axis]!)) : 1;
    for (let i = 0; i < sums.length; i++) y.data[i] = sums[i]! / count;
    return y;
  };
export const reduceSum: Kernel<Ops['reduceSum']> = sumOf(false);
export const reduceMean: Kernel<Ops['reduceMean']> = sumOf(true);

/** What an empty maximum gives. */
const lowest = { float32: -Infinity, float64: -Infinity, int32: -(2 ** 31), bool: 0, uint8: 0, int8: -128 };

/** NaN if any element is NaN. */
export const reduceMax: Kernel<Ops['reduceMax']> = (at, work) => {
  const { data } = at;
  const y = output(work);
  const axes = axesOfNode(at, work);
  if (y.dtype === 'int64') {
    const [from, most] = [data.data as BigInt64Array, y.data.fill(-(2n ** 63n))];
    forEachReducedRun(data, axes, (at, length, to, step) => {
      for (let i = 0; i < length; i++) if (from[at + i]! > most[to + i * step]!) most[to + i * step] = from[at + i]!;
    });
    return y;
  }
  const [from, most] = [numbers(data), y.data.fill(lowest[y.dtype])];
  forEachReducedRun(data, axes, (at, length, to, step) => {
    for (let i = at; i < at + length; i++, to += step) most[to] = Math.max(most[to]!, from[i]!);
  });
  return y;
};

/** NaN counts as the largest, as in NumPy. */
export const argMax: Kernel<Ops['argMax']> = ({ data, attributes: { axis, select_last_index } }, work) => {
  const y = output(work);
  const [from, to] = [data.data as NumberArray, y.data as BigInt64Array];
  const isLarger = (a: number, b: number) => a > b || (Number.isNaN(a) && !Number.isNaN(b));
  along(data.shape, axis, (start, end, stride, line) => {
    let best = start;
    for (let i = start; i < end; i += stride)
      if (isLarger(from[i]!, from[best]!) || (select_last_index && !isLarger(from[best]!, from[i]!))) best = i;
    to[line] = BigInt((best - start) / stride);
  });
  return y;
};
