import { isStatic } from '../ir/dims.ts';
import type { Value } from '../ir/value.ts';
import { axesFrom, channelMoments, inverseDeviation, moments, perChannel, rootOrZero } from '../moments.ts';
import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

export const batchNormalization: Expansion<Ops['batchNormalization']> = (
  g,
  { x, scale, b, input_mean, input_var, attributes: { epsilon, momentum, training_mode } },
) => {
  const [a, c] = [perChannel(g, scale, x.shape.length), perChannel(g, b, x.shape.length)];
  if (!training_mode) {
    const slope = g.mul(a, inverseDeviation(g, perChannel(g, input_var, x.shape.length), epsilon));
    return g.add(g.mul(g.sub(x, perChannel(g, input_mean, x.shape.length)), slope), c);
  }
  const { mean, centred, variance, inverse } = channelMoments(g, x, epsilon);
  const moved = (stored: Value, now: Value) =>
    g.add(g.mul(stored, momentum), g.mul(g.reshape(now, stored.shape as number[]), 1 - momentum));
  return [g.add(g.mul(centred, g.mul(a, inverse)), c), moved(input_mean, mean), moved(input_var, variance)];
};

export const layerNormalization: Expansion<Ops['layerNormalization']> = (g, { x, scale, b, attributes }) => {
  const { mean, centred, inverse } = moments(g, x, axesFrom(attributes.axis, x), attributes.epsilon);
  const scaled = g.mul(g.mul(centred, inverse), scale);
  return [b ? g.add(scaled, b) : scaled, mean, inverse];
};

export const instanceNormalization: Expansion<Ops['instanceNormalization']> = (
  g,
  { input, scale, b, attributes: { epsilon } },
) => {
  const { centred, inverse } = moments(g, input, axesFrom(2, input), epsilon);
  const slope = g.mul(inverse, perChannel(g, scale, input.shape.length));
  return g.add(g.mul(centred, slope), perChannel(g, b, input.shape.length));
};

export const groupNormalization: Expansion<Ops['groupNormalization']> = (
  g,
  { x, scale, bias, attributes: { epsilon, num_groups } },
) => {
  const groups = g.reshape(x, [0, num_groups, -1]);
  const { centred, inverse } = moments(g, groups, [2], epsilon);
  const scaled = g.mul(centred, g.mul(inverse, perChannel(g, scale, 3)));
  // In files the batch may be open.
  return g.reshape(g.add(scaled, perChannel(g, bias, 3)), isStatic(x.shape) ? x.shape : g.shape(x));
};

/** The sum over neighbours is an average over windows that lie along the channels, padded with zeros that count. */
export const lrn: Expansion<Ops['lrn']> = (g, { x, attributes: { alpha, beta, bias, size } }) => {
  const [batch, channels] = x.shape as number[] as [number, number];
  const before = Math.floor((size - 1) / 2);
  const squares = g.reshape(g.mul(x, x), [batch, 1, channels, -1]);
  const means = g.averagePool(squares, {
    kernel_shape: [size, 1],
    pads: [before, 0, size - 1 - before, 0],
    count_include_pad: 1,
  });
  const sums = g.add(g.mul(g.reshape(means, x.shape as number[]), alpha), bias);
  return g.div(x, g.pow(sums, beta));
};

export const meanVarianceNormalization: Expansion<Ops['meanVarianceNormalization']> = (
  g,
  { x, attributes: { axes } },
) => {
  const { centred, variance } = moments(g, x, axes, 0);
  return g.div(centred, g.add(rootOrZero(g, variance), 1e-9));
};

export const lpNormalization: Expansion<Ops['lpNormalization']> = (g, { input, attributes: { axis, p } }) => {
  const norm = p === 1 ? g.reduceSum(g.abs(input), [axis]) : rootOrZero(g, g.reduceSum(g.mul(input, input), [axis]));
  return g.div(input, g.where(g.equal(norm, 0), 1, norm));
};
