import type { Ops } from '@graftml/core';
import { type Cases, coins, uniform, whole } from '../case.ts';

export const reshape: Cases<Ops['reshape']> = {
  'to given extents': { data: uniform([2, 6]), shape: [3, 4] },
  'to whatever is left': { data: uniform([2, 3, 4]), shape: [2, -1] },
  'copies an extent': { data: uniform([2, 3, 4]), shape: [0, -1] },
  'to a scalar': { data: uniform([1, 1]), shape: [] },
  'from a scalar': { data: uniform([]), shape: [1, 1] },
  int64: { data: whole('int64', [2, 3], -9, 9), shape: [6] },
  bool: { data: coins([2, 3]), shape: [3, 2] },
  'no elements': { data: uniform([0, 3]), shape: [3, 0], attributes: { allowzero: 1 }, gradient: 'none' },
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
  int64: { x: whole('int64', [2, 3, 2], -9, 9) },
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
  bool: { inputs: [coins([2, 1]), coins([2, 2])], attributes: { axis: 1 } },
};

export const tile: Cases<Ops['tile']> = {
  'a row twice': { input: uniform([3]), repeats: [2] },
  'every axis': { input: uniform([2, 3]), repeats: [2, 3] },
  'a middle axis': { input: uniform([2, 3, 2]), repeats: [1, 3, 1] },
  once: { input: uniform([2, 3]), repeats: [1, 1] },
  'a scalar': { input: uniform([]), repeats: [] },
  'not at all': { input: uniform([2, 3]), repeats: [1, 0], gradient: 'none' },
  int64: { input: whole('int64', [2, 2], -9, 9), repeats: [2, 1] },
  bool: { input: coins([2, 2]), repeats: [1, 2] },
};

export const depthToSpace: Cases<Ops['depthToSpace']> = {
  'depth first': { input: uniform([2, 8, 2, 3]), attributes: { blocksize: 2 } },
  'columns and rows first': { input: uniform([2, 8, 2, 3]), attributes: { blocksize: 2, mode: 'CRD' } },
  'squares of nine': { input: uniform([1, 9, 1, 2]), attributes: { blocksize: 3 } },
  'nothing to do': { input: uniform([1, 2, 2, 2]), attributes: { blocksize: 1 } },
};

export const spaceToDepth: Cases<Ops['spaceToDepth']> = {
  'squares of four': { input: uniform([2, 2, 4, 6]), attributes: { blocksize: 2 } },
  'squares of nine': { input: uniform([1, 2, 3, 6]), attributes: { blocksize: 3 } },
  'nothing to do': { input: uniform([1, 2, 2, 2]), attributes: { blocksize: 1 } },
};

export const shape: Cases<Ops['shape']> = {
  'all extents': { data: uniform([2, 3, 4]) },
  'from the second': { data: uniform([2, 3, 4]), attributes: { start: 1 } },
  'some, from the end': { data: uniform([2, 3, 4]), attributes: { start: -2, end: -1 } },
  'of int64': { data: whole('int64', [5], 0, 2) },
};

export const size: Cases<Ops['size']> = {
  'a cube': { data: uniform([2, 3, 4]) },
  'a scalar': { data: uniform([]) },
  nothing: { data: uniform([2, 0]) },
  'of uint8': { data: whole('uint8', [5], 0, 2) },
};
