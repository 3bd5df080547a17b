/** Elementwise kernels from what happens to one element, or, where speed matters, to one run of elements. */
import type { Tensor } from '@graftml/core';
import { type NumberArray, numbers, output, type Workspace } from './kernel.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

/** `n` elements of `y` from `at` on, of `a` from `i` on in steps of `di`, and of `b` likewise; a step is 0 or 1. */
type BinaryLoop = (
  y: NumberArray,
  at: number,
  n: number,
  a: NumberArray,
  i: number,
  di: number,
  b: NumberArray,
  j: number,
  dj: number,
) => void;

/** The loop over a function of two numbers. Calling a function for each element costs several times the arithmetic. */
const loopOver =
  (f: (a: number, b: number) => number | boolean): BinaryLoop =>
  (y, at, n, a, i, di, b, j, dj) => {
    for (const end = at + n; at < end; at++, i += di, j += dj) y[at] = Number(f(a[i]!, b[j]!));
  };

type BigFunction = (a: bigint, b: bigint) => bigint | boolean;

function runBinary(a: Tensor, b: Tensor, y: Tensor, loop: BinaryLoop, big: BigFunction): void {
  const strides = [broadcastStrides(a.shape, y.shape), broadcastStrides(b.shape, y.shape)];
  const [left, right, result] = [a.data, b.data, y.data];
  if (!(left instanceof BigInt64Array) || !(right instanceof BigInt64Array)) {
    forEachRun(y.shape, strides, (at, n, [i, j], [di, dj]) =>
      loop(result as NumberArray, at, n, left as NumberArray, i!, di!, right as NumberArray, j!, dj!),
    );
    return;
  }
  forEachRun(y.shape, strides, (at, n, [i, j], [di, dj]) => {
    for (let k = 0; k < n; k++) {
      const value = big(left[i! + k * di!]!, right[j! + k * dj!]!);
      if (result instanceof BigInt64Array) result[at + k] = value as bigint;
      else result[at + k] = Number(value);
    }
  });
}

interface Pair {
  readonly a: Tensor;
  readonly b: Tensor;
}

/** A broadcasting kernel from its loop over numbers, and what it does to two bigints. */
export const binary =
  (loop: BinaryLoop, big: BigFunction) =>
  ({ a, b }: Pair, work: Workspace): Tensor => {
    const y = output(work);
    runBinary(a, b, y, loop, big);
    return y;
  };

/** A broadcasting kernel from what it does to two numbers or two bigints. */
export const binaryOf = (f: (a: number, b: number) => number | boolean, big: BigFunction) => binary(loopOver(f), big);

/** A broadcasting kernel of any number of inputs, folded two by two. */
export const variadic =
  (loop: BinaryLoop, big: BigFunction) =>
  ({ inputs: [first, ...others] }: { readonly inputs: readonly Tensor[] }, work: Workspace): Tensor => {
    const y = output(work);
    // The first against itself: so the largest of one is itself, spread to the shape of the result.
    runBinary(first!, first!, { ...first!, shape: y.shape, data: y.data } as Tensor, loop, big);
    for (const other of others) runBinary(y, other, y, loop, big);
    return y;
  };

/** A kernel from its loop over numbers; `big` where the op takes int64. */
export const unary =
  (loop: (y: NumberArray, x: NumberArray) => void, big?: (x: bigint) => bigint) =>
  ({ x }: { readonly x: Tensor }, work: Workspace): Tensor => {
    const y = output(work);
    if (!(x.data instanceof BigInt64Array)) loop(numbers(y), numbers(x));
    else if (big) for (let i = 0; i < x.data.length; i++) (y.data as BigInt64Array)[i] = big(x.data[i]!);
    else work.fail('has no int64 form');
    return y;
  };

/** A kernel from what it does to one number. */
export const unaryOf = (f: (x: number) => number) =>
  unary((y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = f(x[i]!);
  });
