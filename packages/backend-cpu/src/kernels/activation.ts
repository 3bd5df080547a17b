/** Activation functions. */
import type { Ops, Tensor } from '@graftml/core';
import { errorFunction } from './arithmetic.ts';
import { along } from './axis.ts';
import { binaryOf, unary, unaryOf } from './elementwise.ts';
import { floats, type Kernel, output, type Workspace } from './kernel.ts';

/** NaN stays. */
export const relu: Kernel<Ops['relu']> = unary(
  (y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = Math.max(x[i]!, 0);
  },
  (x) => (x > 0n ? x : 0n),
);

export const leakyReluOf = (x: number, alpha: number): number => (x < 0 ? alpha * x : x);
export const leakyRelu: Kernel<Ops['leakyRelu']> = ({ x, attributes: { alpha } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y)];
  for (let i = 0; i < to.length; i++) to[i] = leakyReluOf(from[i]!, alpha);
  return y;
};

const rectified = binaryOf(
  (x, slope) => (x < 0 ? slope * x : x),
  (x, slope) => (x < 0n ? slope * x : x),
);
export const pRelu: Kernel<Ops['pRelu']> = ({ x, slope }, work) => rectified({ a: x, b: slope }, work);

/** A kernel from what it does to one number, given the attributes. */
const withAttributes =
  <A>(f: (x: number, attributes: A) => number) =>
  ({ x, attributes }: { readonly x: Tensor; readonly attributes: A }, work: Workspace): Tensor => {
    const y = output(work);
    const [from, to] = [floats(x), floats(y)];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i]!, attributes);
    return y;
  };

export const eluOf = (x: number, alpha: number): number => (x > 0 ? x : alpha * Math.expm1(x));
export const elu: Kernel<Ops['elu']> = withAttributes((x, { alpha }) => eluOf(x, alpha));
export const selu: Kernel<Ops['selu']> = withAttributes(
  (x, { alpha, gamma }) => gamma * (x > 0 ? x : alpha * Math.expm1(x)),
);
export const celu: Kernel<Ops['celu']> = withAttributes(
  (x, { alpha }) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)),
);
export const gelu: Kernel<Ops['gelu']> = withAttributes((x, { approximate }) =>
  approximate === 'tanh'
    ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
    : 0.5 * x * (1 + errorFunction(x * Math.SQRT1_2)),
);
export const hardSigmoidOf = (x: number, alpha: number, beta: number): number =>
  Math.max(0, Math.min(1, alpha * x + beta));
export const hardSigmoid: Kernel<Ops['hardSigmoid']> = withAttributes((x, { alpha, beta }) =>
  hardSigmoidOf(x, alpha, beta),
);
export const hardSwish: Kernel<Ops['hardSwish']> = unaryOf((x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)));

export const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
export const softplus: Kernel<Ops['softplus']> = unaryOf(softplusOf);
export const softsignOf = (x: number): number => x / (1 + Math.abs(x));
export const softsign: Kernel<Ops['softsign']> = unaryOf(softsignOf);
export const mish: Kernel<Ops['mish']> = unaryOf((x) => x * Math.tanh(softplusOf(x)));

export const thresholdedReluOf = (x: number, alpha: number): number => (x > alpha ? x : 0);
export const thresholdedRelu: Kernel<Ops['thresholdedRelu']> = withAttributes((x, { alpha }) =>
  thresholdedReluOf(x, alpha),
);
export const shrink: Kernel<Ops['shrink']> = withAttributes((x, { bias, lambd }) =>
  x < -lambd ? x + bias : x > lambd ? x - bias : 0,
);

export const hardmax: Kernel<Ops['hardmax']> = ({ x, attributes: { axis } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y).fill(0)];
  along(x.shape, axis, (start, end, stride) => {
    let best = start;
    for (let i = start; i < end; i += stride) if (from[i]! > from[best]!) best = i;
    to[best] = 1;
  });
  return y;
};

export const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));
export const sigmoid: Kernel<Ops['sigmoid']> = unaryOf(sigmoidOf);
export const tanh: Kernel<Ops['tanh']> = unaryOf(Math.tanh);

/** The largest is taken out first, so that `exp` cannot overflow. */
export const softmax: Kernel<Ops['softmax']> = ({ x, attributes: { axis } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y)];
  along(x.shape, axis, (start, end, stride) => {
    let most = -Infinity;
    for (let i = start; i < end; i += stride) most = Math.max(most, from[i]!);
    let sum = 0;
    for (let i = start; i < end; i += stride) {
      const power = Math.exp(from[i]! - most);
      to[i] = power;
      sum += power;
    }
    for (let i = start; i < end; i += stride) to[i]! /= sum;
  });
  return y;
};

export const logSoftmax: Kernel<Ops['logSoftmax']> = ({ x, attributes: { axis } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y)];
  along(x.shape, axis, (start, end, stride) => {
    let most = -Infinity;
    for (let i = start; i < end; i += stride) most = Math.max(most, from[i]!);
    let sum = 0;
    for (let i = start; i < end; i += stride) sum += Math.exp(from[i]! - most);
    const logSum = Math.log(sum);
    for (let i = start; i < end; i += stride) to[i] = from[i]! - most - logSum;
  });
  return y;
};
