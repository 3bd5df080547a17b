import type { DType, Ops } from '@graftml/core';
import { apart, type Cases, fixed, flat, literal, row, uniform, whole } from '../case.ts';

/** Any numbers of an 8-bit dtype. */
const bytes = (dtype: DType, shape: readonly number[]) =>
  dtype === 'int8' ? whole('int8', shape, -128, 128) : whole('uint8', shape, 0, 256);
const number = (value: number) => literal('float32', [], [value]);
const whole8 = (dtype: DType, value: number) => literal(dtype, [], [value]);

export const quantizeLinear: Cases<Ops['quantizeLinear']> = {
  'without a zero point': { x: uniform([3, 4], -10, 200), y_scale: number(0.7) },
  'halves go to even': {
    x: row(-1.25, -0.75, -0.25, 0.25, 0.75, 1.25, 1.75),
    y_scale: number(0.5),
    y_zero_point: whole8('int8', 3),
  },
  'beyond the range': { x: row(-1e9, -300, 0, 300, 1e9), y_scale: number(1), y_zero_point: whole8('uint8', 128) },
  int8: { x: uniform([2, 3], -200, 200), y_scale: number(1.3), y_zero_point: whole8('int8', -7) },
  'a list of one': { x: uniform([5], -9, 9), y_scale: row(0.1), y_zero_point: literal('uint8', [1], [100]) },
  'by channel': {
    x: uniform([2, 3, 2, 2], -9, 9),
    y_scale: row(0.1, 0.2, 0.05),
    y_zero_point: literal('uint8', [3], [100, 0, 255]),
  },
  'by the last axis': { x: uniform([3, 2], -9, 9), y_scale: row(0.1, 0.2), attributes: { axis: -1 } },
  'int32 by a whole number': { x: whole('int32', [6], -50, 600), y_scale: literal('int32', [], [2]) },
};

export const dequantizeLinear: Cases<Ops['dequantizeLinear']> = {
  'without a zero point': { x: bytes('uint8', [2, 3]), x_scale: number(0.5) },
  uint8: { x: bytes('uint8', [2, 3]), x_scale: number(0.3), x_zero_point: whole8('uint8', 200) },
  int8: { x: bytes('int8', [2, 3]), x_scale: row(0.3), x_zero_point: literal('int8', [1], [-100]) },
  int32: { x: whole('int32', [4], -1000, 1000), x_scale: number(0.01) },
  'large int32': { x: literal('int32', [3], [2 ** 24 + 1, -7, 2 ** 31 - 1]), x_scale: number(0.1) },
  'by channel': {
    x: bytes('int8', [2, 3, 2, 2]),
    x_scale: row(0.1, 0.2, 0.05),
    x_zero_point: literal('int8', [3], [100, 0, -128]),
  },
  'by the first axis': { x: bytes('uint8', [3, 2]), x_scale: row(0.1, 0.2, 1), attributes: { axis: 0 } },
  'by an axis from the end': { x: bytes('uint8', [2, 3, 2]), x_scale: row(0.1, 0.2, 1), attributes: { axis: -2 } },
  'a constant scale': { x: bytes('uint8', [2, 3]), x_scale: fixed(number(0.5)) },
};

export const dynamicQuantizeLinear: Cases<Ops['dynamicQuantizeLinear']> = {
  'both signs': { x: apart([3, 4], 0.37) },
  positive: { x: uniform([3, 4], 1, 9) },
  negative: { x: uniform([3, 4], -9, -1) },
  zeros: { x: flat([4], 0), gradient: 'kinked' },
};

export const matMulInteger: Cases<Ops['matMulInteger']> = {
  'uint8 without zero points': { a: bytes('uint8', [3, 4]), b: bytes('uint8', [4, 2]) },
  'uint8 and int8': {
    a: bytes('uint8', [3, 4]),
    b: bytes('int8', [4, 2]),
    a_zero_point: whole8('uint8', 12),
    b_zero_point: literal('int8', [1], [-3]),
  },
  'a zero point for each column': {
    a: bytes('int8', [2, 3, 4]),
    b: bytes('uint8', [4, 2]),
    a_zero_point: whole8('int8', 12),
    b_zero_point: literal('uint8', [2], [0, 255]),
  },
  'a zero point for each row': {
    a: bytes('uint8', [3, 4]),
    b: bytes('int8', [4, 2]),
    a_zero_point: literal('uint8', [3, 1], [7, 0, 255]),
  },
  'batches, and zero points for each of their rows and columns': {
    a: bytes('uint8', [2, 2, 3]),
    b: bytes('uint8', [2, 3, 2]),
    a_zero_point: literal('uint8', [2, 2, 1], [7, 0, 255, 100]),
    b_zero_point: literal('uint8', [2, 1, 2], [1, 2, 3, 4]),
  },
  'a vector': { a: bytes('uint8', [4]), b: bytes('int8', [4, 2]), a_zero_point: whole8('uint8', 12) },
  'more terms than float32 holds': { a: whole('uint8', [1, 700], 250, 256), b: whole('uint8', [700, 2], 250, 256) },
};

const oddWindows = { strides: [1, 2], pads: [0, 1, 1, 0], dilations: [2, 1] };

export const convInteger: Cases<Ops['convInteger']> = {
  plain: { x: bytes('uint8', [2, 2, 4, 3]), w: bytes('uint8', [3, 2, 2, 2]) },
  'padding is the zero point': {
    x: bytes('uint8', [1, 2, 5, 4]),
    w: bytes('int8', [3, 2, 2, 3]),
    x_zero_point: whole8('uint8', 100),
    w_zero_point: whole8('int8', 5),
    attributes: oddWindows,
  },
  groups: {
    x: bytes('int8', [1, 4, 5]),
    w: bytes('int8', [4, 2, 2]),
    x_zero_point: whole8('int8', -9),
    attributes: { group: 2 },
  },
  'a zero point for each filter': {
    x: bytes('uint8', [1, 2, 4, 4]),
    w: bytes('uint8', [2, 2, 3, 3]),
    w_zero_point: literal('uint8', [2], [3, 200]),
    attributes: { pads: [1, 1, 1, 1] },
  },
  'more terms than float32 holds': {
    x: whole('uint8', [1, 64, 3, 3], 250, 256),
    w: whole('uint8', [2, 32, 3, 3], 250, 256),
    attributes: { group: 2 },
  },
};

export const qLinearMatMul: Cases<Ops['qLinearMatMul']> = {
  uint8: {
    a: bytes('uint8', [3, 4]),
    a_scale: number(0.1),
    a_zero_point: whole8('uint8', 113),
    b: bytes('uint8', [4, 2]),
    b_scale: number(0.2),
    b_zero_point: whole8('uint8', 114),
    y_scale: number(3),
    y_zero_point: whole8('uint8', 118),
  },
  int8: {
    a: bytes('int8', [2, 3, 4]),
    a_scale: row(0.1),
    a_zero_point: literal('int8', [1], [5]),
    b: bytes('int8', [2, 4, 2]),
    b_scale: number(0.2),
    b_zero_point: whole8('int8', 0),
    y_scale: number(3),
    y_zero_point: whole8('int8', -10),
  },
  'a scale for each column': {
    a: bytes('uint8', [3, 4]),
    a_scale: number(0.1),
    a_zero_point: whole8('uint8', 113),
    b: bytes('int8', [4, 2]),
    b_scale: row(0.2, 0.1),
    b_zero_point: literal('int8', [2], [0, 4]),
    y_scale: number(3),
    y_zero_point: whole8('uint8', 118),
  },
  'a scale for each row': {
    a: bytes('uint8', [2, 4]),
    a_scale: literal('float32', [2, 1], [0.1, 0.15]),
    a_zero_point: literal('uint8', [2, 1], [113, 20]),
    b: bytes('uint8', [4, 2]),
    b_scale: number(0.2),
    b_zero_point: whole8('uint8', 114),
    y_scale: number(3),
    y_zero_point: whole8('uint8', 118),
  },
  'int8 from uint8': {
    a: bytes('uint8', [2, 4]),
    a_scale: number(0.1),
    a_zero_point: whole8('uint8', 113),
    b: bytes('uint8', [4, 2]),
    b_scale: number(0.2),
    b_zero_point: whole8('uint8', 114),
    y_scale: number(3),
    y_zero_point: whole8('int8', 18),
  },
};

export const qLinearConv: Cases<Ops['qLinearConv']> = {
  uint8: {
    x: bytes('uint8', [1, 2, 5, 4]),
    x_scale: number(0.05),
    x_zero_point: whole8('uint8', 132),
    w: bytes('uint8', [3, 2, 2, 3]),
    w_scale: number(0.02),
    w_zero_point: whole8('uint8', 127),
    y_scale: number(0.3),
    y_zero_point: whole8('uint8', 123),
    attributes: oddWindows,
  },
  'a scale for each filter, and a bias': {
    x: bytes('uint8', [2, 4, 4, 4]),
    x_scale: number(0.05),
    x_zero_point: whole8('uint8', 132),
    w: bytes('int8', [4, 2, 3, 3]),
    w_scale: row(0.02, 0.01, 0.03, 0.005),
    w_zero_point: literal('int8', [4], [0, 0, 0, 0]),
    y_scale: number(0.5),
    y_zero_point: whole8('uint8', 123),
    b: whole('int32', [4], -5000, 5000),
    attributes: { group: 2, pads: [1, 1, 1, 1] },
  },
  int8: {
    x: bytes('int8', [1, 2, 6]),
    x_scale: number(0.05),
    x_zero_point: whole8('int8', 3),
    w: bytes('int8', [2, 2, 3]),
    w_scale: number(0.02),
    w_zero_point: whole8('int8', 0),
    y_scale: number(0.3),
    y_zero_point: whole8('int8', -4),
  },
  'int8 from uint8': {
    x: bytes('uint8', [1, 2, 4, 4]),
    x_scale: number(0.05),
    x_zero_point: whole8('uint8', 100),
    w: bytes('int8', [2, 2, 3, 3]),
    w_scale: number(0.02),
    w_zero_point: whole8('int8', 0),
    y_scale: number(0.3),
    y_zero_point: whole8('int8', -4),
  },
};
