/** RMSNormalization (opset 23), and GroupNormalization as opset 21 has it, with a scale and a bias for each channel. */
import type { Builder, Value } from '@graftml/core';
import {
  attributesOf,
  castTo,
  extentOf,
  float,
  inputOf,
  int,
  refuse,
  reshaped,
  stashOf,
  type Written,
} from './attributes.ts';

const axesFrom = (first: number, rank: number): number[] => Array.from({ length: rank - first }, (_, i) => first + i);

/** `x / sqrt(mean(x²) + epsilon) · scale`, the mean over the axes from `axis` on (Zhang & Sennrich 2019). */
export const rmsNormalization: Written = (g, node) => {
  const [x, scale] = [inputOf(node, 0, 'X'), inputOf(node, 1, 'scale')];
  const { axis, epsilon, stash_type } = attributesOf(node, { axis: int(-1), epsilon: float(1e-5), stash_type: int(1) });
  const rank = x.shape.length;
  if (axis < -rank || axis >= rank) refuse(node, `axis ${axis} is outside a tensor of rank ${rank}`);
  const stashed = castTo(g, x, stashOf(node, stash_type));
  const square = g.reduceMean(g.mul(stashed, stashed), axesFrom(axis < 0 ? axis + rank : axis, rank));
  const normalized = castTo(g, g.div(stashed, g.sqrt(g.add(square, epsilon))), x.dtype);
  return [g.mul(normalized, scale)];
};

/** `(x - mean) / sqrt(variance + epsilon) · scale + bias`, statistics for each picture and group (Wu & He 2018). */
export const groupNormalization: Written = (g, node) => {
  const [x, scale, bias] = [inputOf(node, 0, 'X'), inputOf(node, 1, 'scale'), inputOf(node, 2, 'bias')];
  const { epsilon, num_groups, stash_type } = attributesOf(node, {
    epsilon: float(1e-5),
    num_groups: int(0),
    stash_type: int(1),
  });
  const channels = x.shape[1];
  if (typeof channels !== 'number' || num_groups < 1 || channels % num_groups !== 0)
    refuse(node, `${channels} channels do not divide into ${num_groups} groups`);
  // Not by the table's op, whose scale and bias of each group would look as if they had been learned.
  const groups = reshaped(g, castTo(g, x, stashOf(node, stash_type)), [0, num_groups, -1]);
  const centred = g.sub(groups, g.reduceMean(groups, [2]));
  const variance = g.reduceMean(g.mul(centred, centred), [2]);
  const standard = g.div(centred, g.sqrt(g.add(variance, epsilon)));
  const shape = x.shape.map((_, axis) => extentOf(g, x, axis));
  const normalized = castTo(g, reshaped(g, standard, shape), x.dtype);
  return [g.add(g.mul(normalized, perChannel(g, scale, x)), perChannel(g, bias, x))];
};

const perChannel = (g: Builder, list: Value, x: Value): Value =>
  g.reshape(list, [-1, ...x.shape.slice(2).map(() => 1)]);
