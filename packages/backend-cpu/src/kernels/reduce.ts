/** Reductions along axes. */
import { elementCount, isFloat, type Ops, reducedAxes, type Tensor, toNumbers } from '@graftml/core';
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

/** What happens to an element before it is summed, and to the sum. */
interface Summing {
  readonly before?: (x: number) => number;
  readonly bigBefore?: (x: bigint) => bigint;
  readonly after?: (sum: number, count: number) => number;
  readonly bigAfter?: (sum: bigint, count: bigint) => bigint;
}

/** Sums are taken in double precision, those of int64 exactly. */
const sumOf =
  ({ before, bigBefore = (x) => x, after = (x) => x, bigAfter = (x) => x }: Summing = {}) =>
  (at: Reduced, work: Workspace): Tensor => {
    const { data } = at;
    const y = output(work);
    const axes = axesOfNode(at, work);
    const count = elementCount(axes.map((axis) => data.shape[axis]!));
    if (y.data instanceof BigInt64Array) {
      const [from, sums] = [data.data as BigInt64Array, y.data.fill(0n)];
      forEachReducedRun(data, axes, (at, length, to, step) => {
        for (let i = 0; i < length; i++) sums[to + i * step]! += bigBefore(from[at + i]!);
      });
      for (let i = 0; i < sums.length; i++) sums[i] = bigAfter(sums[i]!, BigInt(count));
      return y;
    }
    const sums = work.allocate('float64', y.data.length).fill(0);
    const from = numbers(data);
    const prepared = before ? work.allocate('float64', from.length) : from;
    if (before) for (let i = 0; i < from.length; i++) prepared[i] = before(from[i]!);
    forEachReducedRun(data, axes, (at, length, to, step) => sumInto(sums, prepared, at, length, to, step));
    for (let i = 0; i < sums.length; i++) y.data[i] = after(sums[i]!, count);
    return y;
  };
const square = { before: (x: number) => x * x, bigBefore: (x: bigint) => x * x };

export const reduceSum: Kernel<Ops['reduceSum']> = sumOf();
export const reduceMean: Kernel<Ops['reduceMean']> = sumOf({
  after: (sum, count) => sum / count,
  bigAfter: (sum, count) => (count === 0n ? 0n : sum / count),
});
export const reduceL1: Kernel<Ops['reduceL1']> = sumOf({ before: Math.abs, bigBefore: (x) => (x < 0n ? -x : x) });
export const reduceSumSquare: Kernel<Ops['reduceSumSquare']> = sumOf(square);
export const reduceL2: Kernel<Ops['reduceL2']> = sumOf({ ...square, after: Math.sqrt });
export const reduceLogSum: Kernel<Ops['reduceLogSum']> = sumOf({ after: Math.log });

/** Element by element, `f` of what came before and the next, from `start` on. */
function fold<T extends number | bigint>(at: Reduced, y: T[], start: T, f: (a: T, b: T) => T, work: Workspace): void {
  const from = at.data.data as unknown as T[];
  y.fill(start);
  forEachReducedRun(at.data, axesOfNode(at, work), (begin, length, to, step) => {
    for (let i = begin; i < begin + length; i++, to += step) y[to] = f(y[to]!, from[i]!);
  });
}

interface Ends {
  readonly float: number;
  readonly int32: number;
  readonly int64: bigint;
  readonly bool: number;
  readonly uint8: number;
  readonly int8: number;
}

/** NaN if any element is NaN; `ends` says what there is without any element. */
const extremeOf =
  (f: (a: number, b: number) => number, isBetter: (a: bigint, b: bigint) => boolean, ends: Ends) =>
  (at: Reduced, work: Workspace): Tensor => {
    const y = output(work);
    if (y.data instanceof BigInt64Array)
      fold(at, y.data as unknown as bigint[], ends.int64, (a, b) => (isBetter(b, a) ? b : a), work);
    else
      fold(
        at,
        y.data as unknown as number[],
        ends[isFloat(y.dtype) ? 'float' : (y.dtype as keyof Ends)] as number,
        f,
        work,
      );
    return y;
  };
export const reduceMax: Kernel<Ops['reduceMax']> = extremeOf(Math.max, (a, b) => a > b, {
  float: -Infinity,
  int32: -(2 ** 31),
  int64: -(2n ** 63n),
  bool: 0,
  uint8: 0,
  int8: -128,
});
export const reduceMin: Kernel<Ops['reduceMin']> = extremeOf(Math.min, (a, b) => a < b, {
  float: Infinity,
  int32: 2 ** 31 - 1,
  int64: 2n ** 63n - 1n,
  bool: 1,
  uint8: 255,
  int8: 127,
});

export const reduceProd: Kernel<Ops['reduceProd']> = (at, work) => {
  const y = output(work);
  if (y.data instanceof BigInt64Array)
    fold(at, y.data as unknown as bigint[], 1n, (a, b) => BigInt.asIntN(64, a * b), work);
  else if (y.dtype === 'int32') fold(at, y.data as unknown as number[], 1, Math.imul, work);
  else {
    const products = work.allocate('float64', y.data.length);
    fold(at, products as unknown as number[], 1, (a, b) => a * b, work);
    y.data.set(products);
  }
  return y;
};

/** The largest element is taken out first, so that the powers do not overflow. */
export const reduceLogSumExp: Kernel<Ops['reduceLogSumExp']> = (at, work) => {
  const y = output(work);
  const most = work.allocate('float64', y.data.length);
  fold(at, most as unknown as number[], -Infinity, Math.max, work);
  for (let i = 0; i < most.length; i++) if (!Number.isFinite(most[i])) most[i] = 0;
  const sums = work.allocate('float64', y.data.length).fill(0);
  const from = numbers(at.data);
  forEachReducedRun(at.data, axesOfNode(at, work), (begin, length, to, step) => {
    for (let i = begin; i < begin + length; i++, to += step) sums[to]! += Math.exp(from[i]! - most[to]!);
  });
  for (let i = 0; i < sums.length; i++) y.data[i] = Math.log(sums[i]!) + most[i]!;
  return y;
};

/** NaN counts as the best of all, as in NumPy. */
const placeOf =
  (isBetter: (a: number, b: number) => boolean): Kernel<Ops['argMax']> =>
  ({ data, attributes: { axis, select_last_index } }, work) => {
    const y = output(work);
    // Bigints compare as numbers do.
    const [from, to] = [data.data as NumberArray, y.data as BigInt64Array];
    const isAhead = (a: number, b: number) => isBetter(a, b) || (Number.isNaN(a) && !Number.isNaN(b));
    along(data.shape, axis, (start, end, stride, line) => {
      let best = start;
      for (let i = start; i < end; i += stride)
        if (isAhead(from[i]!, from[best]!) || (select_last_index && !isAhead(from[best]!, from[i]!))) best = i;
      to[line] = BigInt((best - start) / stride);
    });
    return y;
  };
export const argMax: Kernel<Ops['argMax']> = placeOf((a, b) => a > b);
export const argMin: Kernel<Ops['argMin']> = placeOf((a, b) => a < b);

export const cumSum: Kernel<Ops['cumSum']> = ({ x, axis, attributes: { exclusive, reverse } }, work) => {
  const y = output(work);
  const isBig = y.data instanceof BigInt64Array;
  const [from, to] = [x.data as NumberArray, y.data as NumberArray];
  along(x.shape, toNumbers(axis)[0]!, (start, end, stride) => {
    let sum = (isBig ? 0n : 0) as number;
    const count = (end - start) / stride;
    for (let k = 0; k < count; k++) {
      const i = start + (reverse ? count - 1 - k : k) * stride;
      const before = sum;
      sum += from[i]!;
      to[i] = exclusive ? before : sum;
    }
  });
  return y;
};
