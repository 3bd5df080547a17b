import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

/** The largest element is taken out first, so that `exp` cannot overflow; see Goodfellow et al. 2016, section 4.1. */
export const softmax: Expansion<Ops['softmax']> = (g, { x, attributes: { axis } }) => {
  const powers = g.exp(g.sub(x, g.reduceMax(x, [axis])));
  return g.div(powers, g.reduceSum(powers, [axis]));
};

export const logSoftmax: Expansion<Ops['logSoftmax']> = (g, { x, attributes: { axis } }) => {
  const shifted = g.sub(x, g.reduceMax(x, [axis]));
  return g.sub(shifted, g.log(g.reduceSum(g.exp(shifted), [axis])));
};

export const leakyRelu: Expansion<Ops['leakyRelu']> = (g, { x, attributes: { alpha } }) =>
  g.where(g.less(x, 0), g.mul(x, alpha), x);
