import type { Builder, Ops } from '@graftml/core';
import { apart, type Cases, type Derived, flat, literal, uniform, whole } from '../case.ts';

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
  'ceil mode, the last window hangs over by a kernel': {
    x: apart([1, 1, 8, 8]),
    attributes: { kernel_shape: [2, 3], strides: [2, 2], dilations: [1, 2], pads: [0, 2, 0, 2], ceil_mode: 1 },
  },
  indices: {
    x: apart([2, 2, 4, 5]),
    attributes: { kernel_shape: [2, 3], strides: [2, 1], pads: [0, 1, 0, 1] },
    optional: ['indices'],
  },
  'indices by columns': {
    x: apart([2, 2, 5, 4]),
    attributes: { kernel_shape: [3, 2], strides: [1, 2], storage_order: 1 },
    optional: ['indices'],
  },
  'indices of ties': {
    x: whole('float32', [1, 2, 5, 5], 0, 2),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
    optional: ['indices'],
    gradient: 'kinked',
  },
  'indices, dilations, ceil mode': {
    x: apart([1, 1, 6, 7]),
    attributes: { kernel_shape: [2, 2], strides: [2, 2], dilations: [2, 3], ceil_mode: 1 },
    optional: ['indices'],
  },
  'indices, 3-D': { x: apart([1, 2, 3, 4, 3]), attributes: { kernel_shape: [2, 2, 2] }, optional: ['indices'] },
  uint8: { x: whole('uint8', [1, 2, 5, 6], 0, 256), attributes: { kernel_shape: [2, 3], strides: [2, 2] } },
  int8: {
    x: whole('int8', [1, 2, 5, 6], -128, -1),
    attributes: { kernel_shape: [2, 3], pads: [1, 1, 0, 0] },
    optional: ['indices'],
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

export const globalMaxPool: Cases<Ops['globalMaxPool']> = {
  '2-D': { x: apart([2, 3, 4, 5]) },
  '1-D': { x: apart([2, 3, 7]) },
  '3-D': { x: apart([1, 2, 2, 3, 2]) },
  'ties go to the first': { x: whole('float32', [2, 2, 3, 3], 0, 3), gradient: 'kinked' },
};

export const lpPool: Cases<Ops['lpPool']> = {
  tiles: { x: uniform([2, 2, 4, 6]), attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  'sums of what is positive': { x: uniform([1, 2, 5, 5]), attributes: { kernel_shape: [3, 2], p: 1 } },
  'cubes, uneven pads': { x: uniform([1, 2, 5, 6]), attributes: { kernel_shape: [3, 3], pads: [0, 2, 1, 0], p: 3 } },
  dilations: { x: uniform([1, 1, 7, 7]), attributes: { kernel_shape: [2, 3], dilations: [3, 2], strides: [2, 1] } },
  'ceil mode': { x: uniform([1, 2, 5, 6]), attributes: { kernel_shape: [2, 3], strides: [2, 2], ceil_mode: 1 } },
  '1-D': { x: uniform([2, 2, 9]), attributes: { kernel_shape: [3], strides: [2], pads: [1, 0] } },
  '3-D': { x: uniform([1, 1, 4, 3, 3]), attributes: { kernel_shape: [2, 2, 2], strides: [2, 1, 1] } },
  zeros: { x: flat([1, 1, 4, 4], 0), attributes: { kernel_shape: [2, 2] }, gradient: 'none' },
};

export const globalLpPool: Cases<Ops['globalLpPool']> = {
  '2-D': { x: uniform([2, 3, 4, 5]) },
  sums: { x: uniform([2, 3, 7]), attributes: { p: 1 } },
  cubes: { x: uniform([1, 2, 2, 3, 2]), attributes: { p: 3 } },
};

/** The places in a picture of `[2, 2, 4, 4]` of four elements of each channel. */
const places = literal('int64', [2, 2, 2, 2], [0, 3, 13, 10, 17, 18, 28, 31, 36, 35, 40, 47, 48, 55, 57, 62]);

export const maxUnpool: Cases<Ops['maxUnpool']> = {
  tiles: { x: uniform([2, 2, 2, 2]), indices: places, attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
  padded: {
    x: uniform([1, 1, 2, 2]),
    indices: literal('int64', [1, 1, 2, 2], [0, 2, 5, 8]),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  'to a larger picture': {
    x: uniform([1, 1, 2, 2]),
    indices: literal('int64', [1, 1, 2, 2], [5, 7, 13, 15]),
    output_shape: [1, 1, 5, 6],
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
  },
  '1-D': {
    x: uniform([1, 2, 2]),
    indices: literal('int64', [1, 2, 2], [1, 2, 4, 7]),
    attributes: { kernel_shape: [2], strides: [2] },
  },
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
