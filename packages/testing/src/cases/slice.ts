import type { Ops } from '@graftml/core';
import { type Cases, coins, fixed, literal, uniform, whole } from '../case.ts';

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
  bool: { data: coins([3, 4]), starts: [1], ends: [2147483647], axes: [0] },
  'nothing is left': { data: uniform([3, 4]), starts: [2], ends: [1], axes: [1], gradient: 'none' },
  'to the very end, backwards': {
    data: uniform([4, 2]),
    starts: [2147483647],
    ends: [-2147483647],
    axes: [0],
    steps: [-1],
  },
};

export const split: Cases<Ops['split']> = {
  halves: { input: uniform([2, 4]), attributes: { axis: 1, num_outputs: 2 } },
  'the last is smaller': { input: uniform([7, 2]), attributes: { num_outputs: 3 } },
  'given parts': { input: uniform([2, 6]), split: [1, 3, 2], attributes: { axis: 1 } },
  'a middle axis': { input: uniform([2, 5, 3]), split: [2, 3], attributes: { axis: 1 } },
  'a negative axis': { input: uniform([2, 3, 4]), attributes: { axis: -1, num_outputs: 4 } },
  'one part': { input: uniform([3]), attributes: { num_outputs: 1 } },
  'an empty part': { input: uniform([3]), split: [0, 3] },
  'twelve parts': { input: uniform([12, 2]), attributes: { num_outputs: 12 } },
  int64: { input: whole('int64', [4], -9, 9), split: [1, 3] },
  bool: { input: coins([4, 2]), attributes: { num_outputs: 2 } },
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
  'reflected once around': { data: uniform([4]), pads: [3, 3], attributes: { mode: 'reflect' } },
  'edge, cut off': { data: uniform([3, 4]), pads: [-1, 2, 1, -1], attributes: { mode: 'edge' } },
  int32: { data: whole('int32', [2, 3], -9, 9), pads: [1, 0, 0, 1] },
  'int64, with a constant': {
    data: whole('int64', [2, 3], -9, 9),
    pads: [1, 0, 0, 1],
    constant_value: fixed(literal('int64', [], [4])),
  },
  bool: { data: coins([2, 3]), pads: [0, 1, 1, 0], constant_value: fixed(literal('bool', [], [1])) },
  'int64, reflect': { data: whole('int64', [4], -9, 9), pads: [2, 1], attributes: { mode: 'reflect' } },
};

export const centerCropPad: Cases<Ops['centerCropPad']> = {
  crops: { input_data: uniform([5, 6]), shape: [3, 4] },
  'crops and pads': { input_data: uniform([5, 4, 3]), shape: [4, 7, 3] },
  'given axes': { input_data: uniform([2, 5, 4]), shape: [8, 3], attributes: { axes: [1, 2] } },
  'negative axes, out of order': { input_data: uniform([2, 5, 4]), shape: [3, 6], attributes: { axes: [-1, 1] } },
  int64: { input_data: whole('int64', [3, 4], -9, 9), shape: [4, 3] },
};
