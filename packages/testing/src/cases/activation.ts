import type { Ops } from '@graftml/core';
import { apart, type Cases, flat, literal, row, uniform } from '../case.ts';

export const relu: Cases<Ops['relu']> = {
  'any sign': { x: apart([2, 3, 4]) },
  '0 at 0 and at -0': { x: row(0, -0, 1e-30, -1e-30, 3e38, -3e38), gradient: 'kinked' },
};

export const leakyRelu: Cases<Ops['leakyRelu']> = {
  'default slope': { x: apart([2, 3, 4]) },
  'given slope': { x: apart([2, 3]), attributes: { alpha: 0.3 } },
  'slope above 1': { x: apart([2, 3]), attributes: { alpha: 2 } },
  'at 0': { x: row(0, -0, 1, -1), attributes: { alpha: 0.3 }, gradient: 'kinked' },
};

export const sigmoid: Cases<Ops['sigmoid']> = {
  'any sign': { x: uniform([2, 3], -4, 4) },
  saturates: { x: row(-200, -30, -0, 30, 200) },
};

export const tanh: Cases<Ops['tanh']> = {
  'any sign': { x: uniform([2, 3], -3, 3) },
  saturates: { x: row(-200, -30, -0, 30, 200) },
};

const alongAxis = {
  'last axis': { x: uniform([3, 5], -2, 2) },
  'first axis': { x: uniform([4, 3], -2, 2), attributes: { axis: 0 } },
  'a middle axis': { x: uniform([2, 4, 3], -2, 2), attributes: { axis: 1 } },
  'a negative axis': { x: uniform([2, 4, 3], -2, 2), attributes: { axis: -2 } },
  'one class': { x: uniform([3, 1]) },
  'all equal': { x: flat([2, 4], 3) },
  'logits that would overflow': { x: literal('float32', [2, 3], [1000, 999, -1000, 1e4, 1e4, 0]) },
};
export const softmax: Cases<Ops['softmax']> = alongAxis;
export const logSoftmax: Cases<Ops['logSoftmax']> = alongAxis;
