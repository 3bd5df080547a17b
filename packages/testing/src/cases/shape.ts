import type { Ops } from '@graftml/core';
import { type Cases, coins, fixed, literal, uniform, whole } from '../case.ts';

export const reshape: Cases<Ops['reshape']> = {
  'to given extents': { data: uniform([2, 6]), shape: [3, 4] },
  'to whatever is left': { data: uniform([2, 3, 4]), shape: [2, -1] },
  'copies an extent': { data: uniform([2, 3, 4]), shape: [0, -1] },
  'to a scalar': { data: uniform([1, 1]), shape: [] },
  'from a scalar': { data: uniform([]), shape: [1, 1] },
  int64: { data: whole('int64', [2, 3], -9, 9), shape: [6] },
  bool: { data: coins([2, 3]), shape: [3, 2] },
};

export const transpose: Cases<Ops['transpose']> = {
  'reversed by default': { data: uniform([2, 3, 4]) },
  'a cycle of axes': { data: uniform([2, 3, 4]), attributes: { perm: [2, 0, 1] } },
  'channels last': { data: uniform([2, 3, 2, 4]), attributes: { perm: [0, 2, 3, 1] } },
  'five axes': { data: uniform([2, 1, 3, 2, 2]), attributes: { perm: [4, 2, 0, 3, 1] } },
  int64: { data: whole('int64', [2, 3], -9, 9) },
  bool: { data: coins([2, 3]) },
  'pictures of uint8': { data: whole('uint8', [2, 3, 4, 3], 0, 256), attributes: { perm: [0, 3, 1, 2] } },
};

export const flatten: Cases<Ops['flatten']> = {
  'default axis': { x: uniform([2, 3, 4]) },
  'before all': { x: uniform([2, 3]), attributes: { axis: 0 } },
  'after all': { x: uniform([2, 3]), attributes: { axis: 2 } },
  'a negative axis': { x: uniform([2, 3, 2, 2]), attributes: { axis: -2 } },
};

export const squeeze: Cases<Ops['squeeze']> = {
  'all ones': { data: uniform([1, 3, 1, 2]) },
  'given axes': { data: uniform([1, 3, 1, 2]), axes: [2] },
  'negative axes': { data: uniform([1, 3, 1]), axes: [-1, 0] },
  'to a scalar': { data: uniform([1]) },
};

export const unsqueeze: Cases<Ops['unsqueeze']> = {
  'one axis': { data: uniform([2, 3]), axes: [1] },
  'several axes, out of order': { data: uniform([2, 3]), axes: [3, 0] },
  'negative axes': { data: uniform([2, 3]), axes: [-1, -3] },
  'a scalar': { data: uniform([]), axes: [0] },
};

export const expand: Cases<Ops['expand']> = {
  'new axes': { input: uniform([3]), shape: [2, 4, 3] },
  'axes of one': { input: uniform([2, 1, 3, 1]), shape: [2, 4, 3, 2] },
  'ones leave the extent': { input: uniform([2, 3]), shape: [1, 1] },
  'a scalar': { input: uniform([]), shape: [2, 2] },
  int64: { input: whole('int64', [2, 1], -9, 9), shape: [2, 3] },
  bool: { input: coins([2, 1]), shape: [2, 3] },
};

export const concat: Cases<Ops['concat']> = {
  'first axis': { inputs: [uniform([2, 3]), uniform([1, 3])], attributes: { axis: 0 } },
  'a middle axis': { inputs: [uniform([2, 1, 3]), uniform([2, 4, 3]), uniform([2, 2, 3])], attributes: { axis: 1 } },
  'a negative axis': { inputs: [uniform([2, 3]), uniform([2, 2])], attributes: { axis: -1 } },
  'one input': { inputs: [uniform([2, 3])], attributes: { axis: 0 } },
  int64: { inputs: [whole('int64', [2], -9, 9), whole('int64', [3], -9, 9)], attributes: { axis: 0 } },
  uint8: { inputs: [whole('uint8', [2, 1], 0, 256), whole('uint8', [2, 2], 0, 256)], attributes: { axis: 1 } },
};

export const slice: Cases<Ops['slice']> = {
  'the first axes': { data: uniform([4, 5]), starts: [1, 0], ends: [3, 4] },
  'given axes': { data: uniform([3, 4, 5]), starts: [1], ends: [4], axes: [2] },
  'negative axes and places': { data: uniform([3, 6]), starts: [-4], ends: [-1], axes: [-1] },
  'ends are clamped': { data: uniform([3, 4]), starts: [-9, 2], ends: [9, 99] },
  steps: { data: uniform([5, 7]), starts: [0, 1], ends: [5, 7], axes: [0, 1], steps: [2, 3] },
  backwards: { data: uniform([4, 5]), starts: [-1], ends: [-99], axes: [1], steps: [-1] },
  'backwards by two': { data: uniform([6, 3]), starts: [4], ends: [0], axes: [0], steps: [-2] },
  'one forwards, one backwards': { data: uniform([5, 6]), starts: [1, 4], ends: [4, 1], axes: [0, 1], steps: [2, -1] },
  int64: { data: whole('int64', [6], -9, 9), starts: [1], ends: [5], axes: [0], steps: [2] },
  uint8: { data: whole('uint8', [3, 4], 0, 256), starts: [1], ends: [3], axes: [1] },
};

export const pad: Cases<Ops['pad']> = {
  'with zeros': { data: uniform([2, 3]), pads: [1, 0, 2, 1] },
  'with a constant': { data: uniform([2, 3]), pads: [0, 2, 1, 0], constant_value: fixed(literal('float32', [], [-7])) },
  'with a value that has a gradient': {
    data: uniform([2, 3]),
    pads: [1, 0, 0, 2],
    constant_value: literal('float32', [], [0.5]),
  },
  'cuts off': { data: uniform([4, 5]), pads: [-1, 0, 0, -2] },
  'cuts off and adds': { data: uniform([4, 5]), pads: [-1, 2, 1, -2] },
  'given axes': {
    data: uniform([2, 3, 4]),
    pads: [1, 0, 2, 1],
    constant_value: fixed(literal('float32', [], [0])),
    axes: [2, -2],
  },
  reflect: { data: uniform([3, 4]), pads: [2, 1, 1, 3], attributes: { mode: 'reflect' } },
  edge: { data: uniform([2, 3]), pads: [1, 2, 3, 0], attributes: { mode: 'edge' } },
  wrap: { data: uniform([3, 4]), pads: [1, 2, 2, 3], attributes: { mode: 'wrap' } },
  int32: { data: whole('int32', [2, 3], -9, 9), pads: [1, 0, 0, 1] },
};

export const gather: Cases<Ops['gather']> = {
  rows: { data: uniform([4, 3]), indices: literal('int64', [2], [3, 0]) },
  'repeated and negative': { data: uniform([4, 3]), indices: literal('int64', [4], [1, -1, 1, -4]) },
  'a middle axis': { data: uniform([2, 4, 3]), indices: literal('int64', [3], [2, 0, 2]), attributes: { axis: 1 } },
  'a negative axis': { data: uniform([2, 3, 4]), indices: literal('int64', [2], [3, 1]), attributes: { axis: -1 } },
  'a scalar index drops the axis': {
    data: uniform([3, 4]),
    indices: literal('int64', [], [1]),
    attributes: { axis: 1 },
  },
  'a matrix of indices': { data: uniform([5, 2]), indices: literal('int64', [2, 3], [0, 4, 4, 1, 0, 3]) },
  'int32 indices': { data: uniform([4, 3]), indices: literal('int32', [2], [2, 2]) },
  'constant indices': { data: uniform([2, 4]), indices: [3, 1, 1], attributes: { axis: 1 } },
  'of int64': { data: whole('int64', [4], -9, 9), indices: literal('int64', [2], [3, 0]) },
  'of uint8': { data: whole('uint8', [4, 2], 0, 256), indices: literal('int64', [2], [3, 0]) },
};

export const gatherND: Cases<Ops['gatherND']> = {
  elements: { data: uniform([3, 4]), indices: literal('int64', [3, 2], [0, 1, 2, 3, 0, 1]) },
  rows: { data: uniform([3, 4]), indices: literal('int64', [2, 1], [2, 0]) },
  'a matrix of rows': { data: uniform([2, 3, 4]), indices: literal('int64', [2, 2, 2], [0, 1, 1, 2, 1, 0, 0, 1]) },
  'negative indices': { data: uniform([3, 4]), indices: literal('int64', [2, 2], [-1, 0, 1, -2]) },
};

export const scatterND: Cases<Ops['scatterND']> = {
  'replaces elements': {
    data: uniform([3, 4]),
    indices: literal('int64', [2, 2], [0, 1, 2, 3]),
    updates: uniform([2]),
  },
  'replaces rows': { data: uniform([4, 3]), indices: literal('int64', [2, 1], [3, 1]), updates: uniform([2, 3]) },
  'adds rows, some twice': {
    data: uniform([4, 3]),
    indices: literal('int64', [4, 1], [1, 0, 1, 1]),
    updates: uniform([4, 3]),
    attributes: { reduction: 'add' },
  },
  'adds elements, some twice': {
    data: uniform([2, 3]),
    indices: literal('int64', [2, 2, 2], [0, 1, 1, 2, 0, 1, 0, 1]),
    updates: uniform([2, 2]),
    attributes: { reduction: 'add' },
  },
};

export const shape: Cases<Ops['shape']> = {
  'all extents': { data: uniform([2, 3, 4]) },
  'from the second': { data: uniform([2, 3, 4]), attributes: { start: 1 } },
  'some, from the end': { data: uniform([2, 3, 4]), attributes: { start: -2, end: -1 } },
  'of int64': { data: whole('int64', [5], 0, 2) },
};
