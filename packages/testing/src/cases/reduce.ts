import type { Ops } from '@graftml/core';
import { apart, type Cases, coins, fixed, flat, literal, uniform, whole } from '../case.ts';

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
  nothing: { data: uniform([2, 0, 3]), axes: [1], gradient: 'none' },
};

export const reduceMean: Cases<Ops['reduceMean']> = {
  ...floats,
  int32: { data: literal('int32', [2, 3], [1, 2, 2, -1, -2, -2]), axes: [1] },
};

/** What the other sums are tried on, away from where they have kinks and poles. */
const sums = (low: number, high: number) => ({
  'every axis': { data: uniform([2, 3, 4], low, high) },
  'one axis, dropped': { data: uniform([2, 3, 4], low, high), axes: [1], attributes: { keepdims: 0 } },
  'several axes': { data: uniform([2, 3, 4], low, high), axes: [-1, 0] },
  'an empty list may mean none': {
    data: uniform([2, 3], low, high),
    axes: [],
    attributes: { noop_with_empty_axes: 1 },
  },
  nothing: { data: uniform([2, 0, 3], low, high), axes: [1], gradient: 'none' as const },
});

export const reduceL1: Cases<Ops['reduceL1']> = {
  ...sums(0.5, 2),
  'any sign': { data: apart([2, 6]), axes: [1] },
  'flat at 0': { data: flat([2, 3], 0), axes: [1], gradient: 'kinked' },
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
};

export const reduceL2: Cases<Ops['reduceL2']> = {
  ...sums(0.5, 2),
  'any sign': { data: uniform([2, 6]), axes: [1] },
  'flat at 0': { data: flat([2, 3], 0), axes: [1], gradient: 'kinked' },
};

export const reduceSumSquare: Cases<Ops['reduceSumSquare']> = {
  ...sums(-1, 1),
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
};

export const reduceLogSum: Cases<Ops['reduceLogSum']> = sums(0.5, 2);

export const reduceLogSumExp: Cases<Ops['reduceLogSumExp']> = {
  ...sums(-1, 1),
  'far from 0': { data: literal('float32', [2, 3], [1000, 1001, 999, -1000, -1002, -1000]), axes: [1] },
  'with infinity': { data: literal('float32', [1, 2], [-Infinity, 1]), axes: [1], gradient: 'kinked' },
  'nothing but infinity': { data: literal('float32', [1, 2], [-Infinity, -Infinity]), axes: [1], gradient: 'none' },
};

export const reduceProd: Cases<Ops['reduceProd']> = {
  ...sums(-2, 2),
  'an odd number of factors': { data: uniform([2, 7]), axes: [1] },
  'one zero': { data: literal('float32', [2, 3], [2, 0, 3, 4, 5, 6]), axes: [1] },
  'two zeros': { data: literal('float32', [2, 3], [0, 2, 0, 0, 0, 0]), axes: [1], attributes: { keepdims: 0 } },
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
  int64: { data: whole('int64', [2, 3], -9, 9), axes: [0] },
};

export const reduceMax: Cases<Ops['reduceMax']> = {
  'every axis': { data: apart([2, 3, 4]) },
  'every axis, dropped': { data: apart([2, 3, 4]), attributes: { keepdims: 0 } },
  'one axis': { data: apart([2, 3, 4]), axes: [1] },
  'a negative axis, dropped': { data: apart([2, 3, 4]), axes: [-1], attributes: { keepdims: 0 } },
  'several axes': { data: apart([2, 3, 4, 2]), axes: [1, -1], attributes: { keepdims: 0 } },
  'all below 0': { data: uniform([2, 5], -9, -1), axes: [1] },
  'ties share': { data: whole('float32', [3, 6], 0, 3), axes: [1], gradient: 'kinked' },
  'flat regions share': { data: flat([2, 2, 3], 0), axes: [0, 2], attributes: { keepdims: 0 }, gradient: 'kinked' },
  nothing: { data: uniform([2, 0, 3]), axes: [1], gradient: 'none' },
  bool: { data: coins([3, 2]), axes: [1] },
  uint8: { data: whole('uint8', [2, 4], 0, 256), axes: [1] },
  int8: { data: whole('int8', [2, 4], -128, 128), axes: [1] },
  int32: { data: whole('int32', [2, 3, 4], -9, 9), axes: [1] },
  int64: { data: whole('int64', [2, 3, 4], -9, 9), axes: [2], attributes: { keepdims: 0 } },
};

export const reduceMin: Cases<Ops['reduceMin']> = {
  'every axis': { data: apart([2, 3, 4]) },
  'a negative axis, dropped': { data: apart([2, 3, 4]), axes: [-1], attributes: { keepdims: 0 } },
  'several axes': { data: apart([2, 3, 4, 2]), axes: [1, -1] },
  'all above 0': { data: uniform([2, 5], 1, 9), axes: [1] },
  'ties share': { data: whole('float32', [3, 6], 0, 3), axes: [1], gradient: 'kinked' },
  nothing: { data: uniform([2, 0, 3]), axes: [1], gradient: 'none' },
  bool: { data: coins([3, 2]), axes: [1] },
  uint8: { data: whole('uint8', [2, 4], 0, 256), axes: [1] },
  int8: { data: whole('int8', [2, 4], -128, 128), axes: [1] },
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
  int64: { data: whole('int64', [2, 5], -3, 3), attributes: { axis: 1 } },
};

export const argMin: Cases<Ops['argMin']> = {
  'default axis': { data: apart([3, 4]) },
  'last axis, dropped': { data: apart([3, 4]), attributes: { axis: -1, keepdims: 0 } },
  'the first of ties': { data: whole('float32', [4, 6], 0, 3), attributes: { axis: 1 } },
  'the last of ties': { data: whole('float32', [4, 6], 0, 3), attributes: { axis: 1, select_last_index: 1 } },
  int32: { data: whole('int32', [2, 5], -3, 3), attributes: { axis: 1 } },
};

const axis = (n: number) => fixed(literal('int64', [], [n]));

export const cumSum: Cases<Ops['cumSum']> = {
  'the first axis': { x: uniform([3, 2]), axis: axis(0) },
  'a negative axis': { x: uniform([2, 3, 4]), axis: axis(-1) },
  exclusive: { x: uniform([2, 4]), axis: axis(1), attributes: { exclusive: 1 } },
  'from the end': { x: uniform([2, 4]), axis: axis(1), attributes: { reverse: 1 } },
  'exclusive from the end': { x: uniform([2, 4, 2]), axis: axis(1), attributes: { exclusive: 1, reverse: 1 } },
  int32: { x: whole('int32', [2, 4], -9, 9), axis: fixed(literal('int32', [], [1])) },
  int64: { x: whole('int64', [5], -9, 9), axis: axis(0) },
};
