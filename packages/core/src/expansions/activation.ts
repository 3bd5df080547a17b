import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';
import { positions } from './positions.ts';

/** The largest element is taken out first, so that `exp` cannot overflow; see Goodfellow et al. 2016, section 4.1. */
export const softmax: Expansion<Ops['softmax']> = (g, { x, attributes: { axis } }) => {
  const powers = g.exp(g.sub(x, g.reduceMax(x, [axis])));
  return g.div(powers, g.reduceSum(powers, [axis]));
};

export const logSoftmax: Expansion<Ops['logSoftmax']> = (g, { x, attributes: { axis } }) => {
  const shifted = g.sub(x, g.reduceMax(x, [axis]));
  return g.sub(shifted, g.log(g.reduceSum(g.exp(shifted), [axis])));
};

/** The first of several largest: the one with the smallest position. */
export const hardmax: Expansion<Ops['hardmax']> = (g, { x, attributes: { axis } }) => {
  const at = positions(x, axis);
  const extent = x.shape.at(axis) as number;
  const candidates = g.where(g.equal(x, g.reduceMax(x, [axis])), at, extent);
  return g.cast(g.equal(at, g.neg(g.reduceMax(g.neg(candidates), [axis]))), { to: x.dtype });
};

export const relu: Expansion<Ops['relu']> = (g, { x }) => g.max([x, 0]);

export const pRelu: Expansion<Ops['pRelu']> = (g, { x, slope }) => g.where(g.less(x, 0), g.mul(x, slope), x);

/** Of what is positive, 0: so that nothing infinite comes in where it is not used. */
const expm1 = (g: Builder, x: Value) => g.sub(g.exp(g.where(g.greater(x, 0), 0, x)), 1);

export const elu: Expansion<Ops['elu']> = (g, { x, attributes: { alpha } }) =>
  g.where(g.greater(x, 0), x, g.mul(expm1(g, x), alpha));

export const selu: Expansion<Ops['selu']> = (g, { x, attributes: { alpha, gamma } }) =>
  g.mul(g.where(g.greater(x, 0), x, g.mul(expm1(g, x), alpha)), gamma);

export const celu: Expansion<Ops['celu']> = (g, { x, attributes: { alpha } }) =>
  alpha < 0
    ? g.add(g.max([x, 0]), g.min([g.mul(g.sub(g.exp(g.div(x, alpha)), 1), alpha), 0]))
    : g.where(g.greater(x, 0), x, g.mul(expm1(g, g.div(x, alpha)), alpha));

/** Of x³ in the argument of the approximation. */
export const cubic = 0.044715;
export const tanhArgument = (g: Builder, x: Value): Value =>
  g.mul(g.mul(x, g.add(g.mul(g.mul(x, x), cubic), 1)), Math.sqrt(2 / Math.PI));

export const gelu: Expansion<Ops['gelu']> = (g, { x, attributes: { approximate } }) => {
  const share = approximate === 'tanh' ? g.tanh(tanhArgument(g, x)) : g.erf(g.mul(x, Math.SQRT1_2));
  return g.mul(g.mul(x, 0.5), g.add(share, 1));
};

export const hardSigmoid: Expansion<Ops['hardSigmoid']> = (g, { x, attributes: { alpha, beta } }) =>
  g.clip(g.add(g.mul(x, alpha), beta), 0, 1);

export const hardSwish: Expansion<Ops['hardSwish']> = (g, { x }) =>
  g.mul(x, g.hardSigmoid(x, { alpha: 1 / 6, beta: 0.5 }));

/** `max(x, 0) + log(1 + exp(-|x|))`, without overflow. */
export const softplus: Expansion<Ops['softplus']> = (g, { x }) =>
  g.add(g.max([x, 0]), g.log(g.add(g.exp(g.neg(g.abs(x))), 1)));

export const softsign: Expansion<Ops['softsign']> = (g, { x }) => g.div(x, g.add(g.abs(x), 1));

export const mish: Expansion<Ops['mish']> = (g, { x }) => g.mul(x, g.tanh(g.softplus(x)));

export const thresholdedRelu: Expansion<Ops['thresholdedRelu']> = (g, { x, attributes: { alpha } }) =>
  g.where(g.greater(x, alpha), x, 0);

export const shrink: Expansion<Ops['shrink']> = (g, { x, attributes: { bias, lambd } }) =>
  g.where(g.less(x, -lambd), g.add(x, bias), g.where(g.greater(x, lambd), g.sub(x, bias), 0));

export const leakyRelu: Expansion<Ops['leakyRelu']> = (g, { x, attributes: { alpha } }) =>
  g.where(g.less(x, 0), g.mul(x, alpha), x);
