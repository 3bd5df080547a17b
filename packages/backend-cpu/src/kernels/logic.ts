/** Comparison, choice and conversion. */
import { type DType, isFloat, type Ops, type Tensor, type TensorData } from '@graftml/core';
import { binaryOf, unary } from './elementwise.ts';
import { type Kernel, output, type Workspace } from './kernel.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

const nothingForBigints = (): never => {
  throw new Error('And, Or and Xor take no int64');
};

export const equal: Kernel<Ops['equal']> = binaryOf(
  (a, b) => a === b,
  (a, b) => a === b,
);
export const greater: Kernel<Ops['greater']> = binaryOf(
  (a, b) => a > b,
  (a, b) => a > b,
);
export const greaterOrEqual: Kernel<Ops['greaterOrEqual']> = binaryOf(
  (a, b) => a >= b,
  (a, b) => a >= b,
);
export const less: Kernel<Ops['less']> = binaryOf(
  (a, b) => a < b,
  (a, b) => a < b,
);
export const lessOrEqual: Kernel<Ops['lessOrEqual']> = binaryOf(
  (a, b) => a <= b,
  (a, b) => a <= b,
);

export const and: Kernel<Ops['and']> = binaryOf((a, b) => a & b, nothingForBigints);
export const or: Kernel<Ops['or']> = binaryOf((a, b) => a | b, nothingForBigints);
export const xor: Kernel<Ops['xor']> = binaryOf((a, b) => a ^ b, nothingForBigints);
export const not: Kernel<Ops['not']> = unary((y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = x[i]! === 0 ? 1 : 0;
});

export const where: Kernel<Ops['where']> = ({ condition, x, y }, work) => {
  const result = output(work);
  const [holds, yes, no, to] = [condition.data, x.data, y.data, result.data] as Float64Array[] as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const strides = [condition, x, y].map(({ shape }) => broadcastStrides(shape, result.shape));
  forEachRun(result.shape, strides, (at, n, [c, i, j], [dc, di, dj]) => {
    for (let k = 0; k < n; k++) to[at + k] = holds[c! + k * dc!]! !== 0 ? yes[i! + k * di!]! : no[j! + k * dj!]!;
  });
  return result;
};

/** Float to integer drops the fraction; what does not fit is undefined in ONNX, and here whatever is stored. */
export const cast: Kernel<Ops['cast']> = ({ x, attributes: { to } }, work) => converted(x, to, work);
export const castLike: Kernel<Ops['castLike']> = ({ x, like }, work) => converted(x, like.dtype, work);

function converted(x: Tensor, to: DType, work: Workspace): Tensor {
  if (x.dtype === to) return x;
  const y = output(work);
  if (to === 'bool') toBool(x, y.data as Uint8Array);
  else if (x.data instanceof BigInt64Array) fromBigints(x.data, y);
  else if (y.data instanceof BigInt64Array) toBigints(x, y.data);
  else y.data.set(x.data);
  return y;
}

function toBool({ data }: Tensor, y: Uint8Array): void {
  const zero = data instanceof BigInt64Array ? 0n : 0;
  for (let i = 0; i < y.length; i++) y[i] = data[i] === zero ? 0 : 1;
}

function fromBigints(x: BigInt64Array, { dtype, data }: Tensor): void {
  const y = data as Exclude<TensorData[keyof TensorData], BigInt64Array>;
  for (let i = 0; i < x.length; i++) y[i] = Number(isFloat(dtype) ? x[i]! : BigInt.asIntN(32, x[i]!));
}

function toBigints({ data }: Tensor, y: BigInt64Array): void {
  for (let i = 0; i < y.length; i++) {
    const value = Math.trunc(data[i] as number);
    y[i] = Number.isFinite(value) ? BigInt(value) : -(2n ** 63n);
  }
}
