import type { Ops } from '@graftml/core';
import { type Cases, flat, uniform } from '../case.ts';

const channels = (count: number) => ({
  scale: uniform([count], 0.5, 1.5),
  b: uniform([count]),
  input_mean: uniform([count], -0.5, 0.5),
  input_var: uniform([count], 0.3, 1.5),
});
const training = { training_mode: 1 };
const running = ['running_mean', 'running_var'];

export const batchNormalization: Cases<Ops['batchNormalization']> = {
  'stored statistics': { x: uniform([2, 3, 4, 5]), ...channels(3) },
  'a large epsilon': { x: uniform([2, 3, 2, 2]), ...channels(3), attributes: { epsilon: 0.5 } },
  'no places': { x: uniform([4, 3]), ...channels(3) },
  'one channel without an axis': { x: uniform([6]), ...channels(1) },
  '1-D': { x: uniform([2, 3, 5]), ...channels(3) },
  '3-D': { x: uniform([2, 2, 2, 3, 2]), ...channels(2) },
  'statistics of the batch': { x: uniform([2, 3, 4, 5]), ...channels(3), attributes: training, optional: running },
  'statistics of the batch alone': { x: uniform([2, 3, 4, 5]), ...channels(3), attributes: training },
  'statistics of the batch, far from 0': { x: uniform([3, 2, 3, 3], 4, 6), ...channels(2), attributes: training },
  'statistics of the batch, no places': {
    x: uniform([5, 3]),
    ...channels(3),
    attributes: { ...training, momentum: 0.6 },
    optional: running,
  },
  'statistics of the batch, 3-D': {
    x: uniform([2, 2, 2, 3, 2]),
    ...channels(2),
    attributes: { ...training, epsilon: 0.1 },
    optional: running,
  },
  'a flat batch': { x: flat([2, 2, 3, 3], 1), ...channels(2), attributes: { ...training, epsilon: 0.01 } },
};

const statistics = ['mean', 'inv_std_dev'];

export const layerNormalization: Cases<Ops['layerNormalization']> = {
  'last axis': { x: uniform([2, 3, 5]), scale: uniform([5], 0.5, 1.5), b: uniform([5]) },
  'without bias': { x: uniform([2, 3, 5]), scale: uniform([5], 0.5, 1.5), attributes: { epsilon: 0.1 } },
  'statistics too': {
    x: uniform([2, 3, 5]),
    scale: uniform([5], 0.5, 1.5),
    b: uniform([5]),
    optional: statistics,
  },
  'several axes': {
    x: uniform([2, 3, 4, 2]),
    scale: uniform([3, 4, 2], 0.5, 1.5),
    b: uniform([3, 4, 2]),
    attributes: { axis: 1 },
    optional: statistics,
  },
  'every axis': { x: uniform([3, 4]), scale: uniform([3, 4], 0.5, 1.5), b: uniform([3, 4]), attributes: { axis: 0 } },
  'a negative axis': { x: uniform([2, 3, 4]), scale: uniform([3, 4]), b: uniform([3, 4]), attributes: { axis: -2 } },
  'a picture far from 0': { x: uniform([2, 12], 4, 6), scale: uniform([12]), b: uniform([12]) },
  'a flat row': { x: flat([2, 6], 3), scale: uniform([6]), b: uniform([6]), attributes: { epsilon: 0.01 } },
};

export const instanceNormalization: Cases<Ops['instanceNormalization']> = {
  '2-D': { input: uniform([2, 3, 4, 5]), scale: uniform([3]), b: uniform([3]) },
  '1-D': { input: uniform([2, 3, 7]), scale: uniform([3]), b: uniform([3]), attributes: { epsilon: 0.1 } },
  '3-D': { input: uniform([1, 2, 2, 3, 2]), scale: uniform([2]), b: uniform([2]) },
};

export const groupNormalization: Cases<Ops['groupNormalization']> = {
  'two groups': { x: uniform([2, 4, 3, 3]), scale: uniform([2]), bias: uniform([2]), attributes: { num_groups: 2 } },
  'one group': { x: uniform([2, 3, 4]), scale: uniform([1]), bias: uniform([1]), attributes: { num_groups: 1 } },
  'a group for each channel': {
    x: uniform([2, 3, 2, 4]),
    scale: uniform([3]),
    bias: uniform([3]),
    attributes: { num_groups: 3, epsilon: 0.1 },
  },
};

export const lrn: Cases<Ops['lrn']> = {
  default: { x: uniform([2, 5, 3, 3]), attributes: { size: 3 } },
  'strong, even size': { x: uniform([5, 5, 1, 3]), attributes: { size: 4, alpha: 0.9, beta: 0.5, bias: 2 } },
  'wider than the channels': { x: uniform([3, 3, 2, 2]), attributes: { size: 7, alpha: 0.5 } },
  'one channel at a time': { x: uniform([2, 3, 2, 1]), attributes: { size: 1, alpha: 1 } },
};

export const meanVarianceNormalization: Cases<Ops['meanVarianceNormalization']> = {
  'batch and places': { x: uniform([2, 3, 3, 2]) },
  places: { x: uniform([2, 3, 4]), attributes: { axes: [2] } },
  'channels and places': { x: uniform([2, 3, 2, 2]), attributes: { axes: [1, 2, 3] } },
};

export const lpNormalization: Cases<Ops['lpNormalization']> = {
  'last axis': { input: uniform([2, 3, 4]) },
  'a middle axis': { input: uniform([2, 3, 4]), attributes: { axis: 1 } },
  'by the sum': { input: uniform([2, 3, 4], 0.1, 2), attributes: { p: 1, axis: 0 } },
  'by the sum, any sign': { input: uniform([3, 5]), attributes: { p: 1 } },
  'zeros stay': { input: flat([2, 3], 0), gradient: 'none' },
};
