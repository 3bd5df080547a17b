import type { Ops } from '@graftml/core';
import { apart, type Cases, flat, literal, row, uniform, whole } from '../case.ts';

export const relu: Cases<Ops['relu']> = {
  'any sign': { x: apart([2, 3, 4]) },
  '0 at 0 and at -0': { x: row(0, -0, 1e-30, -1e-30, 3e38, -3e38), gradient: 'kinked' },
  int32: { x: whole('int32', [6], -3, 4) },
  int64: { x: whole('int64', [6], -3, 4) },
  int8: { x: whole('int8', [6], -3, 4) },
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

const bent = { 'any sign': { x: apart([2, 3, 4], 0.23) }, 'far out': { x: row(-100, -20, 20, 100) } };

export const pRelu: Cases<Ops['pRelu']> = {
  'a slope for each element': { x: apart([2, 3]), slope: uniform([2, 3]) },
  'a slope for each channel': { x: apart([2, 3, 2, 2]), slope: uniform([3, 1, 1]) },
  'one slope': { x: apart([2, 3]), slope: uniform([1]) },
  'at 0': { x: row(0, -0, 1, -1), slope: row(0.3), gradient: 'kinked' },
  int32: { x: whole('int32', [2, 3], -9, 9), slope: whole('int32', [3], -3, 4) },
  int64: { x: whole('int64', [2, 3], -9, 9), slope: whole('int64', [1], 2, 4) },
};

export const elu: Cases<Ops['elu']> = {
  ...bent,
  'given alpha': { x: apart([2, 3]), attributes: { alpha: 2 } },
  'at 0': { x: row(0, -0), attributes: { alpha: 2 }, gradient: 'kinked' },
};

export const selu: Cases<Ops['selu']> = {
  ...bent,
  'given alpha and gamma': { x: apart([2, 3]), attributes: { alpha: 2, gamma: 3 } },
  'at 0': { x: row(0, -0), gradient: 'kinked' },
};

export const celu: Cases<Ops['celu']> = { ...bent, 'given alpha': { x: apart([2, 3]), attributes: { alpha: 0.5 } } };

export const gelu: Cases<Ops['gelu']> = {
  ...bent,
  'by tanh': { x: apart([2, 6], 0.4), attributes: { approximate: 'tanh' } },
  'by tanh, far out': { x: row(-100, -20, 20, 100), attributes: { approximate: 'tanh' } },
};

export const hardSigmoid: Cases<Ops['hardSigmoid']> = {
  'any sign': { x: apart([3, 4], 0.7) },
  'given alpha and beta': { x: apart([3, 4], 0.7), attributes: { alpha: 1 / 6, beta: 0.4 } },
  'where it bends': { x: row(-2, 2, 0), attributes: { alpha: 0.25, beta: 0.5 }, gradient: 'kinked' },
};

export const hardSwish: Cases<Ops['hardSwish']> = {
  'any sign': { x: apart([3, 4], 0.7) },
  'where it bends': { x: row(-3, 3, 0), gradient: 'kinked' },
};

export const softplus: Cases<Ops['softplus']> = { ...bent, 'at 0': { x: row(0, -0), gradient: 'kinked' } };
export const softsign: Cases<Ops['softsign']> = bent;
export const mish: Cases<Ops['mish']> = bent;

export const thresholdedRelu: Cases<Ops['thresholdedRelu']> = {
  'any sign': { x: apart([3, 4], 0.3) },
  'given alpha': { x: apart([3, 4], 0.3), attributes: { alpha: 0.5 } },
  'at the threshold': { x: row(1, 2, 0), gradient: 'kinked' },
};

export const shrink: Cases<Ops['shrink']> = {
  'without bias': { x: apart([3, 4], 0.23) },
  'with bias': { x: apart([3, 4], 0.23), attributes: { bias: 0.3, lambd: 0.6 } },
  'at the bounds': { x: row(-0.5, 0.5, 1), gradient: 'kinked' },
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

export const hardmax: Cases<Ops['hardmax']> = {
  'last axis': { ...alongAxis['last axis'], gradient: 'none' },
  'a middle axis': { ...alongAxis['a middle axis'], gradient: 'none' },
  ties: { x: literal('float32', [3, 3], [1, 3, 3, 3, 1, 3, 2, 2, 1]), attributes: { axis: 0 }, gradient: 'none' },
};
