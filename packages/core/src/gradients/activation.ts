import { cubic, tanhArgument } from '../expansions/activation.ts';
import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

/** 0 at 0. From `y`, which is there anyway: `x` need not be kept. */
export const relu: Gradient<Ops['relu']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.step(y)) });

/** Alpha at 0, as PyTorch has it. */
export const leakyRelu: Gradient<Ops['leakyRelu']> = (g, { x, attributes: { alpha }, dy }) => ({
  x: () => g.mul(dy, g.add(alpha, g.mul(1 - alpha, g.step(x)))),
});

/** The slope at 0, as PyTorch has it. */
export const pRelu: Gradient<Ops['pRelu']> = (g, { x, slope, dy }) => ({
  x: () => g.mul(dy, g.add(slope, g.mul(g.sub(1, slope), g.step(x)))),
  slope: () => g.mul(dy, g.min([x, 0])),
});

/** From `y`: `alpha exp(x)` is `y + alpha` where x is negative. */
export const elu: Gradient<Ops['elu']> = (g, { x, y, attributes: { alpha }, dy }) => ({
  x: () => g.mul(dy, g.where(g.greater(x, 0), 1, g.add(y, alpha))),
});

/** `Φ(x) + x φ(x)`; of the approximation, through its body. */
export const gelu: Gradient<Ops['gelu']> = (g, { x, attributes: { approximate }, dy }) => ({
  x: () => {
    const square = g.mul(x, x);
    if (approximate === 'tanh') {
      const t = g.tanh(tanhArgument(g, x));
      const inner = g.mul(g.add(g.mul(square, 3 * cubic), 1), Math.sqrt(2 / Math.PI));
      const rest = g.mul(g.mul(x, inner), g.sub(1, g.mul(t, t)));
      return g.mul(dy, g.mul(g.add(g.add(t, 1), rest), 0.5));
    }
    const below = g.mul(g.add(g.erf(g.mul(x, Math.SQRT1_2)), 1), 0.5);
    const density = g.mul(g.exp(g.mul(square, -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return g.mul(dy, g.add(below, g.mul(x, density)));
  },
});

/** Alpha between the bounds, 0 on and beyond them, as PyTorch has it. */
export const hardSigmoid: Gradient<Ops['hardSigmoid']> = (g, { y, attributes: { alpha }, dy }) => ({
  x: () => g.mul(dy, g.mul(g.mul(g.step(y), g.step(g.sub(1, y))), alpha)),
});

/** 0 to -3 and 1 from 3 on, as PyTorch has it; between them `x / 3 + 1/2`. */
export const hardSwish: Gradient<Ops['hardSwish']> = (g, { x, dy }) => ({
  x: () => {
    const inner = g.mul(g.add(g.mul(x, 1 / 3), 0.5), g.step(g.add(x, 3)));
    return g.mul(dy, g.where(g.less(x, 3), inner, 1));
  },
});

export const softplus: Gradient<Ops['softplus']> = (g, { x, dy }) => ({ x: () => g.mul(dy, g.sigmoid(x)) });

export const softsign: Gradient<Ops['softsign']> = (g, { x, dy }) => ({
  x: () => {
    const denominator = g.add(g.abs(x), 1);
    return g.div(dy, g.mul(denominator, denominator));
  },
});

/** `t + x (1 - t²) sigmoid(x)`, where t is `tanh(softplus(x))`. */
export const mish: Gradient<Ops['mish']> = (g, { x, dy }) => ({
  x: () => {
    const t = g.tanh(g.softplus(x));
    return g.mul(dy, g.add(t, g.mul(g.mul(x, g.sigmoid(x)), g.sub(1, g.mul(t, t)))));
  },
});

export const sigmoid: Gradient<Ops['sigmoid']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.mul(y, g.sub(1, y))) });

export const tanh: Gradient<Ops['tanh']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.sub(1, g.mul(y, y))) });

export const softmax: Gradient<Ops['softmax']> = (g, { y, attributes: { axis }, dy }) => ({
  x: () => g.mul(y, g.sub(dy, g.reduceSum(g.mul(dy, y), [axis]))),
});

export const logSoftmax: Gradient<Ops['logSoftmax']> = (g, { y, attributes: { axis }, dy }) => ({
  x: () => g.sub(dy, g.mul(g.exp(y), g.reduceSum(dy, [axis]))),
});
