import type { Builder, Ops } from '@graftml/core';
import { apart, type Cases, type Derived, flat, uniform, whole } from '../case.ts';

export const maxPool: Cases<Ops['maxPool']> = {
  tiles: { x: apart([2, 2, 4, 6]), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'oblong tiles': { x: apart([1, 2, 6, 4]), attributes: { kernel_shape: [3, 2], strides: [3, 2] } },
  'tiles that miss the end': { x: apart([1, 2, 5, 7]), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'windows overlap': { x: apart([1, 2, 7, 7]), attributes: { kernel_shape: [3, 3], strides: [2, 2] } },
  'stride 1': { x: apart([1, 2, 4, 5]), attributes: { kernel_shape: [2, 3] } },
  'windows with gaps': { x: apart([1, 1, 8, 7]), attributes: { kernel_shape: [2, 1], strides: [3, 3] } },
  'even pads': { x: apart([1, 2, 6, 6]), attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] } },
  'uneven pads': { x: apart([1, 2, 5, 6]), attributes: { kernel_shape: [3, 3], strides: [2, 1], pads: [0, 2, 1, 0] } },
  'padding never wins': {
    x: uniform([1, 2, 4, 4], -9, -3),
    attributes: { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  dilations: { x: apart([1, 2, 7, 7]), attributes: { kernel_shape: [2, 3], dilations: [3, 2] } },
  'ceil mode': { x: apart([1, 2, 5, 6]), attributes: { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 } },
  'ceil mode drops a window of padding': {
    x: apart([1, 1, 4, 5]),
    attributes: { kernel_shape: [3, 3], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 },
  },
  'ties in tiles go to the first': {
    x: whole('float32', [2, 2, 4, 4], 0, 2),
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    gradient: 'kinked',
  },
  'ties in overlaps go to the first': {
    x: whole('float32', [1, 2, 6, 6], 0, 3),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    gradient: 'kinked',
  },
  'flat tiles': {
    x: flat([1, 2, 4, 4], 0),
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
    gradient: 'kinked',
  },
  'flat and negative, padded': {
    x: flat([1, 1, 5, 5], -1),
    attributes: { kernel_shape: [3, 3], strides: [1, 2], pads: [1, 1, 1, 1] },
    gradient: 'kinked',
  },
  '1-D': { x: apart([2, 2, 9]), attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] } },
  '1-D tiles': { x: apart([2, 2, 8]), attributes: { kernel_shape: [2], strides: [2] } },
  '3-D': { x: apart([1, 2, 4, 4, 3]), attributes: { kernel_shape: [2, 3, 2], strides: [2, 1, 1] } },
  '3-D tiles with ties': {
    x: whole('float32', [1, 1, 4, 2, 6], 0, 3),
    attributes: { kernel_shape: [2, 2, 3], strides: [2, 2, 3] },
    gradient: 'kinked',
  },
};

export const averagePool: Cases<Ops['averagePool']> = {
  tiles: { x: uniform([2, 2, 4, 6]), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'tiles that miss the end': { x: uniform([1, 2, 5, 7]), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'windows overlap': { x: uniform([1, 2, 7, 7]), attributes: { kernel_shape: [3, 3], strides: [2, 2] } },
  'windows with gaps': { x: uniform([1, 1, 8, 7]), attributes: { kernel_shape: [2, 1], strides: [3, 3] } },
  'padding does not count': {
    x: uniform([1, 2, 6, 6]),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  'padding counts': {
    x: uniform([1, 2, 6, 6]),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 },
  },
  'uneven pads': {
    x: uniform([1, 2, 5, 6]),
    attributes: { kernel_shape: [3, 3], strides: [2, 1], pads: [0, 2, 1, 0] },
  },
  'uneven pads count': {
    x: uniform([1, 2, 5, 6]),
    attributes: { kernel_shape: [3, 3], strides: [2, 1], pads: [0, 2, 1, 0], count_include_pad: 1 },
  },
  dilations: { x: uniform([1, 2, 7, 7]), attributes: { kernel_shape: [2, 3], dilations: [3, 2] } },
  'ceil mode': { x: uniform([1, 2, 5, 6]), attributes: { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 } },
  'ceil mode, padding counts': {
    x: uniform([1, 2, 6, 6]),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 0, 0], ceil_mode: 1, count_include_pad: 1 },
  },
  '1-D': { x: uniform([2, 2, 9]), attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] } },
  '3-D': {
    x: uniform([1, 2, 4, 4, 3]),
    attributes: { kernel_shape: [2, 3, 2], strides: [2, 1, 1], pads: [0, 1, 0, 1, 0, 1] },
  },
};

export const globalAveragePool: Cases<Ops['globalAveragePool']> = {
  '2-D': { x: uniform([2, 3, 4, 5]) },
  '1-D': { x: uniform([2, 3, 7]) },
  '3-D': { x: uniform([1, 2, 2, 3, 2]) },
  'one by one': { x: uniform([2, 3, 1, 1]) },
};

const pooled =
  (attributes: NonNullable<Parameters<Builder['maxPool']>[1]>): Derived =>
  (g, { x }) =>
    g.maxPool(x!, attributes);
const tiles = { kernel_shape: [2, 2], strides: [2, 2] };
const oblong = { kernel_shape: [2, 3], strides: [2, 3] };
const overlaps = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
const uneven = { kernel_shape: [3, 2], strides: [1, 2], dilations: [2, 1], pads: [0, 1, 2, 0] };
const ceiling = { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 };
const deep = { kernel_shape: [2, 1, 2], strides: [1, 2, 2] };

export const maxPoolGradient: Cases<Ops['maxPoolGradient']> = {
  tiles: { x: apart([2, 2, 4, 4]), y: pooled(tiles), dy: uniform([2, 2, 2, 2]), attributes: tiles },
  'tiles with ties': {
    x: whole('float32', [2, 2, 4, 6], 0, 2),
    y: pooled(oblong),
    dy: uniform([2, 2, 2, 2]),
    attributes: oblong,
    gradient: 'kinked',
  },
  'flat tiles': {
    x: flat([1, 2, 4, 4], -3),
    y: pooled(tiles),
    dy: uniform([1, 2, 2, 2]),
    attributes: tiles,
    gradient: 'kinked',
  },
  overlaps: { x: apart([1, 2, 6, 6]), y: pooled(overlaps), dy: uniform([1, 2, 3, 3]), attributes: overlaps },
  'overlaps with ties': {
    x: whole('float32', [1, 2, 6, 6], -3, 0),
    y: pooled(overlaps),
    dy: uniform([1, 2, 3, 3]),
    attributes: overlaps,
    gradient: 'kinked',
  },
  'dilations and uneven pads with ties': {
    x: whole('float32', [1, 2, 5, 5], -2, 2),
    y: pooled(uneven),
    dy: uniform([1, 2, 3, 3]),
    attributes: uneven,
    gradient: 'kinked',
  },
  'ceil mode': { x: apart([1, 2, 5, 6]), y: pooled(ceiling), dy: uniform([1, 2, 3, 3]), attributes: ceiling },
  '1-D with ties': {
    x: whole('float32', [2, 2, 7], 0, 3),
    y: pooled({ kernel_shape: [3], strides: [2] }),
    dy: uniform([2, 2, 3]),
    attributes: { kernel_shape: [3], strides: [2] },
    gradient: 'kinked',
  },
  '3-D': { x: apart([1, 1, 3, 4, 4]), y: pooled(deep), dy: uniform([1, 1, 2, 2, 2]), attributes: deep },
};
