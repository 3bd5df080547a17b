import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import { axesFrom, channelMoments, channelSums, elementsPerChannel, inverseDeviation, perChannel } from '../moments.ts';
import type { Ops } from '../ops/index.ts';
import { isZero } from '../splat.ts';
import { elementCount } from '../tensor.ts';
import type { Gradient } from './gradient.ts';

/**
 * With stored statistics, the slope of a line: `a · dy`. With the batch's own (Ioffe & Szegedy 2015, section 3), x moves
 * them too: `a · dy + b · (x - mean) + c`, where b and c are one number for each channel.
 */
export const batchNormalization: Gradient<Ops['batchNormalization']> = (g, at) =>
  at.attributes.training_mode ? byBatch(g, at) : byStored(g, at);

type At = Parameters<Gradient<Ops['batchNormalization']>>[1];

const asList = (g: Builder, value: Value, list: Value): Value => g.reshape(value, list.shape as number[]);

function byStored(g: Builder, { x, scale, b, input_mean, input_var, dy, attributes }: At) {
  const rank = x.shape.length;
  const inverse = inverseDeviation(g, perChannel(g, input_var, rank), attributes.epsilon);
  const slope = g.mul(perChannel(g, scale, rank), inverse);
  const sum = () => channelSums(g, dy);
  const products = () => channelSums(g, g.mul(dy, g.sub(x, perChannel(g, input_mean, rank))));
  return {
    x: () => g.mul(dy, slope),
    scale: () => asList(g, g.mul(products(), inverse), scale),
    b: () => asList(g, sum(), b),
    input_mean: () => asList(g, g.neg(g.mul(sum(), slope)), input_mean),
    input_var: () => asList(g, g.mul(g.mul(products(), slope), g.mul(g.mul(inverse, inverse), -0.5)), input_var),
  };
}

function byBatch(g: Builder, { x, scale, b, dy, drunning_mean, drunning_var, attributes }: At) {
  const rank = x.shape.length;
  const { epsilon, momentum } = attributes;
  const { centred, inverse } = channelMoments(g, x, epsilon);
  const [sum, product] = [channelSums(g, dy), channelSums(g, g.mul(dy, centred))];
  const share = 1 / elementsPerChannel(x);
  return {
    x: () => {
      const slope = g.mul(perChannel(g, scale, rank), inverse);
      const shared = g.mul(slope, -share);
      let steep = g.mul(g.mul(shared, g.mul(inverse, inverse)), product);
      let level = g.mul(shared, sum);
      if (!isZero(drunning_var))
        steep = g.add(steep, g.mul(perChannel(g, drunning_var, rank), 2 * (1 - momentum) * share));
      if (!isZero(drunning_mean))
        level = g.add(level, g.mul(perChannel(g, drunning_mean, rank), (1 - momentum) * share));
      return g.add(g.add(g.mul(dy, slope), g.mul(centred, steep)), level);
    },
    scale: () => asList(g, g.mul(product, inverse), scale),
    b: () => asList(g, sum, b),
    input_mean: () => g.mul(drunning_mean, momentum),
    input_var: () => g.mul(drunning_var, momentum),
  };
}

/** Ba et al. 2016. From the statistics that the node gives beside y, which need not be computed again. */
export const layerNormalization: Gradient<Ops['layerNormalization']> = (
  g,
  { x, scale, mean, inv_std_dev, dy, dmean, dinv_std_dev, attributes: { axis } },
) => {
  const axes = axesFrom(axis, x);
  const standardized = g.mul(g.sub(x, mean), inv_std_dev);
  return {
    x: () => {
      const slope = g.mul(dy, scale);
      const tilt = g.mul(standardized, g.reduceMean(g.mul(slope, standardized), axes));
      const dx = g.mul(g.sub(g.sub(slope, g.reduceMean(slope, axes)), tilt), inv_std_dev);
      const share = 1 / elementCount(axes.map((i) => x.shape[i] as number));
      const withMean = isZero(dmean) ? dx : g.add(dx, g.mul(dmean, share));
      if (isZero(dinv_std_dev)) return withMean;
      const narrowing = g.mul(g.mul(dinv_std_dev, -share), g.mul(inv_std_dev, inv_std_dev));
      return g.add(withMean, g.mul(standardized, narrowing));
    },
    scale: () => g.mul(dy, standardized),
    b: () => dy,
  };
};
