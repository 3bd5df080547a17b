import type { Ops } from '@graftml/core';
import { apart, type Cases, flat, uniform, whole } from '../case.ts';

const floats = {
  'every axis': { data: uniform([2, 3, 4]) },
  'every axis, dropped': { data: uniform([2, 3, 4]), attributes: { keepdims: 0 } },
  'one axis': { data: uniform([2, 3, 4]), axes: [1] },
  'one axis, dropped': { data: uniform([2, 3, 4]), axes: [1], attributes: { keepdims: 0 } },
  'a negative axis': { data: uniform([2, 3, 4]), axes: [-1] },
  'several axes, out of order': { data: uniform([2, 3, 4, 2]), axes: [3, 0], attributes: { keepdims: 0 } },
  'batch and pixels': { data: uniform([3, 2, 3, 4]), axes: [0, 2, 3], attributes: { keepdims: 0 } },
  'an empty list means every axis': { data: uniform([2, 3]), axes: [], attributes: { keepdims: 0 } },
  'an empty list may mean none': { data: uniform([2, 3]), axes: [], attributes: { noop_with_empty_axes: 1 } },
  'an axis of one': { data: uniform([2, 1, 3]), axes: [1], attributes: { keepdims: 0 } },
};

export const reduceSum: Cases<Ops['reduceSum']> = {
  ...floats,
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
  int64: { data: whole('int64', [2, 3, 4], -9, 9), axes: [0, 2], attributes: { keepdims: 0 } },
};

export const reduceMean: Cases<Ops['reduceMean']> = floats;

export const reduceMax: Cases<Ops['reduceMax']> = {
  'every axis': { data: apart([2, 3, 4]) },
  'every axis, dropped': { data: apart([2, 3, 4]), attributes: { keepdims: 0 } },
  'one axis': { data: apart([2, 3, 4]), axes: [1] },
  'a negative axis, dropped': { data: apart([2, 3, 4]), axes: [-1], attributes: { keepdims: 0 } },
  'several axes': { data: apart([2, 3, 4, 2]), axes: [1, -1], attributes: { keepdims: 0 } },
  'all below 0': { data: uniform([2, 5], -9, -1), axes: [1] },
  'ties share': { data: whole('float32', [3, 6], 0, 3), axes: [1], gradient: 'kinked' },
  'flat regions share': { data: flat([2, 2, 3], 0), axes: [0, 2], attributes: { keepdims: 0 }, gradient: 'kinked' },
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
  int64: { data: whole('int64', [2, 3, 4], -9, 9), axes: [2], attributes: { keepdims: 0 } },
};

export const argMax: Cases<Ops['argMax']> = {
  'default axis': { data: apart([3, 4]) },
  'last axis, dropped': { data: apart([3, 4]), attributes: { axis: -1, keepdims: 0 } },
  'a middle axis': { data: apart([2, 3, 4]), attributes: { axis: 1 } },
  'the first of ties': { data: whole('float32', [4, 6], 0, 3), attributes: { axis: 1 } },
  'the last of ties': { data: whole('float32', [4, 6], 0, 3), attributes: { axis: 1, select_last_index: 1 } },
  'all equal': { data: flat([2, 3], -1), attributes: { axis: 1, keepdims: 0 } },
  int32: { data: whole('int32', [2, 5], -3, 3), attributes: { axis: 1 } },
};
