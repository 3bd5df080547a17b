import type { Ops } from '@graftml/core';
import { type Cases, uniform } from '../case.ts';

export const conv: Cases<Ops['conv']> = {
  plain: { x: uniform([2, 3, 5, 6]), w: uniform([4, 3, 3, 3]), b: uniform([4]) },
  'without bias': { x: uniform([2, 3, 5, 5]), w: uniform([2, 3, 2, 2]) },
  'one by one': { x: uniform([2, 3, 4, 4]), w: uniform([5, 3, 1, 1]), b: uniform([5]) },
  'kernel as large as the picture': { x: uniform([2, 2, 3, 4]), w: uniform([3, 2, 3, 4]) },
  'even pads': { x: uniform([1, 2, 5, 5]), w: uniform([3, 2, 3, 3]), attributes: { pads: [1, 1, 1, 1] } },
  'uneven pads': { x: uniform([1, 2, 4, 5]), w: uniform([3, 2, 2, 3]), attributes: { pads: [0, 2, 1, 0] } },
  'pads wider than the kernel': {
    x: uniform([1, 1, 3, 3]),
    w: uniform([2, 1, 2, 2]),
    attributes: { pads: [3, 2, 0, 3] },
  },
  strides: { x: uniform([2, 2, 7, 7]), w: uniform([3, 2, 3, 3]), attributes: { strides: [2, 2], pads: [1, 1, 1, 1] } },
  'strides that miss the end': { x: uniform([1, 2, 8, 9]), w: uniform([2, 2, 3, 3]), attributes: { strides: [3, 2] } },
  'strides beyond the kernel': { x: uniform([1, 2, 8, 7]), w: uniform([2, 2, 2, 1]), attributes: { strides: [3, 3] } },
  dilations: { x: uniform([1, 2, 7, 7]), w: uniform([3, 2, 3, 2]), attributes: { dilations: [2, 3] } },
  'dilations, strides and uneven pads': {
    x: uniform([1, 2, 8, 7]),
    w: uniform([2, 2, 3, 3]),
    b: uniform([2]),
    attributes: { dilations: [2, 1], strides: [2, 3], pads: [1, 0, 2, 1] },
  },
  groups: { x: uniform([2, 4, 5, 5]), w: uniform([6, 2, 3, 3]), b: uniform([6]), attributes: { group: 2 } },
  depthwise: {
    x: uniform([2, 3, 5, 5]),
    w: uniform([3, 1, 3, 3]),
    b: uniform([3]),
    attributes: { group: 3, pads: [1, 1, 1, 1] },
  },
  'depthwise with strides and two filters a channel': {
    x: uniform([1, 3, 6, 6]),
    w: uniform([6, 1, 3, 3]),
    attributes: { group: 3, strides: [2, 2], pads: [0, 0, 1, 1] },
  },
  'many channels': { x: uniform([1, 32, 4, 4]), w: uniform([2, 32, 3, 3]), attributes: { pads: [1, 1, 1, 1] } },
  '1-D': { x: uniform([2, 3, 9]), w: uniform([4, 3, 3]), b: uniform([4]), attributes: { strides: [2], pads: [1, 0] } },
  '3-D': {
    x: uniform([1, 2, 4, 3, 4]),
    w: uniform([2, 2, 2, 2, 3]),
    b: uniform([2]),
    attributes: { strides: [2, 1, 1], pads: [0, 1, 1, 0, 0, 1] },
  },
};

export const convTranspose: Cases<Ops['convTranspose']> = {
  plain: { x: uniform([2, 3, 3, 4]), w: uniform([3, 2, 3, 3]), b: uniform([2]) },
  'without bias': { x: uniform([1, 2, 3, 3]), w: uniform([2, 3, 2, 2]) },
  strides: { x: uniform([1, 2, 3, 3]), w: uniform([2, 3, 3, 3]), attributes: { strides: [2, 3] } },
  'even pads': {
    x: uniform([1, 2, 4, 4]),
    w: uniform([2, 2, 3, 3]),
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  'uneven pads': { x: uniform([1, 2, 3, 4]), w: uniform([2, 2, 3, 3]), attributes: { pads: [0, 2, 1, 0] } },
  'output padding': {
    x: uniform([1, 2, 3, 3]),
    w: uniform([2, 3, 3, 3]),
    b: uniform([3]),
    attributes: { strides: [2, 3], pads: [1, 1, 1, 1], output_padding: [1, 2] },
  },
  'output padding that opens a window': {
    x: uniform([1, 1, 3, 2]),
    w: uniform([1, 2, 1, 2]),
    attributes: { strides: [3, 3], dilations: [1, 1], output_padding: [2, 1] },
  },
  dilations: {
    x: uniform([1, 2, 3, 4]),
    w: uniform([2, 2, 3, 2]),
    attributes: { dilations: [2, 3], strides: [2, 1], pads: [1, 0, 2, 1] },
  },
  groups: { x: uniform([2, 4, 3, 3]), w: uniform([4, 3, 2, 2]), b: uniform([6]), attributes: { group: 2 } },
  depthwise: { x: uniform([1, 3, 3, 3]), w: uniform([3, 1, 3, 3]), attributes: { group: 3, strides: [2, 2] } },
  '1-D': { x: uniform([2, 3, 4]), w: uniform([3, 2, 3]), b: uniform([2]), attributes: { strides: [2], pads: [1, 0] } },
  '3-D': { x: uniform([1, 2, 2, 3, 2]), w: uniform([2, 2, 2, 2, 3]), attributes: { strides: [2, 1, 2] } },
};

export const convWeightGradient: Cases<Ops['convWeightGradient']> = {
  plain: { x: uniform([2, 3, 5, 6]), dy: uniform([2, 4, 3, 4]), attributes: { kernel_shape: [3, 3] } },
  'one by one': { x: uniform([2, 3, 4, 4]), dy: uniform([2, 5, 4, 4]), attributes: { kernel_shape: [1, 1] } },
  'strides that miss the end, uneven pads': {
    x: uniform([1, 2, 8, 9]),
    dy: uniform([1, 2, 3, 4]),
    attributes: { kernel_shape: [3, 3], strides: [3, 2], pads: [1, 0, 0, 1] },
  },
  dilations: {
    x: uniform([1, 2, 7, 7]),
    dy: uniform([1, 3, 3, 4]),
    attributes: { kernel_shape: [3, 2], dilations: [2, 3] },
  },
  groups: { x: uniform([2, 4, 4, 4]), dy: uniform([2, 6, 2, 2]), attributes: { kernel_shape: [3, 3], group: 2 } },
  depthwise: {
    x: uniform([2, 3, 4, 4]),
    dy: uniform([2, 3, 4, 4]),
    attributes: { kernel_shape: [3, 3], group: 3, pads: [1, 1, 1, 1] },
  },
  'fewer windows than fit': {
    x: uniform([1, 2, 7, 7]),
    dy: uniform([1, 2, 3, 2]),
    attributes: { kernel_shape: [2, 2], strides: [2, 2] },
  },
  'many weights a filter': {
    x: uniform([2, 32, 4, 5]),
    dy: uniform([2, 2, 2, 3]),
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] },
  },
  'many weights a filter, fewer windows than fit': {
    x: uniform([1, 64, 5, 5]),
    dy: uniform([1, 1, 2, 2]),
    attributes: { kernel_shape: [2, 2] },
  },
  'many weights a filter, groups': {
    x: uniform([1, 64, 4, 4]),
    dy: uniform([1, 2, 3, 3]),
    attributes: { kernel_shape: [3, 3], group: 2, dilations: [2, 1], pads: [2, 0, 1, 1] },
  },
  '1-D': { x: uniform([2, 3, 9]), dy: uniform([2, 4, 4]), attributes: { kernel_shape: [3], strides: [2] } },
  '3-D': {
    x: uniform([1, 2, 4, 3, 4]),
    dy: uniform([1, 2, 2, 3, 3]),
    attributes: { kernel_shape: [2, 2, 3], strides: [2, 1, 1], pads: [0, 1, 1, 0, 0, 0] },
  },
};
