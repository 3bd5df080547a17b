/** Activation functions. */
import type { Ops } from '@graftml/core';
import { along } from './axis.ts';
import { unary, unaryOf } from './elementwise.ts';
import { floats, type Kernel, output } from './kernel.ts';

/** NaN stays. */
export const relu: Kernel<Ops['relu']> = unary((y, x) => {
  for (let i = 0; i < y.length; i++) y[i] = Math.max(x[i]!, 0);
});

export const leakyRelu: Kernel<Ops['leakyRelu']> = ({ x, attributes: { alpha } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y)];
  for (let i = 0; i < to.length; i++) to[i] = from[i]! < 0 ? alpha * from[i]! : from[i]!;
  return y;
};

export const sigmoid: Kernel<Ops['sigmoid']> = unaryOf((x) => 1 / (1 + Math.exp(-x)));
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
