import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

/** 0 at 0. From `y`, which is there anyway: `x` need not be kept. */
export const relu: Gradient<Ops['relu']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.step(y)) });

/** Alpha at 0, as PyTorch has it. */
export const leakyRelu: Gradient<Ops['leakyRelu']> = (g, { x, attributes: { alpha }, dy }) => ({
  x: () => g.mul(dy, g.add(alpha, g.mul(1 - alpha, g.step(x)))),
});

export const sigmoid: Gradient<Ops['sigmoid']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.mul(y, g.sub(1, y))) });

export const tanh: Gradient<Ops['tanh']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.sub(1, g.mul(y, y))) });

export const softmax: Gradient<Ops['softmax']> = (g, { y, attributes: { axis }, dy }) => ({
  x: () => g.mul(y, g.sub(dy, g.reduceSum(g.mul(dy, y), [axis]))),
});

export const logSoftmax: Gradient<Ops['logSoftmax']> = (g, { y, attributes: { axis }, dy }) => ({
  x: () => g.sub(dy, g.mul(g.exp(y), g.reduceSum(dy, [axis]))),
});
