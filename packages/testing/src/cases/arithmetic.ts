import type { Ops } from '@graftml/core';
import { apart, type Cases, fixed, literal, row, uniform, whole } from '../case.ts';

const runningOver = {
  'uint8 that runs over': { a: whole('uint8', [2, 3], 0, 256), b: whole('uint8', [3], 0, 256) },
  'int8 that runs over': { a: whole('int8', [2, 3], -128, 128), b: whole('int8', [3], -128, 128) },
};

export const add: Cases<Ops['add']> = {
  'equal shapes': { a: uniform([2, 3]), b: uniform([2, 3]) },
  'broadcasts both sides': { a: uniform([2, 1, 3]), b: uniform([4, 1]) },
  'broadcasts a scalar': { a: uniform([]), b: uniform([2, 3]) },
  'broadcasts along channels': { a: uniform([2, 3, 2, 2]), b: uniform([3, 1, 1]) },
  int32: { a: whole('int32', [2, 3], -9, 9), b: whole('int32', [3], -9, 9) },
  int64: { a: whole('int64', [2, 3], -9, 9), b: whole('int64', [3], -9, 9) },
  ...runningOver,
};

export const sub: Cases<Ops['sub']> = {
  'equal shapes': { a: uniform([2, 3]), b: uniform([2, 3]) },
  'broadcasts both sides': { a: uniform([3, 1]), b: uniform([2, 1, 4]) },
  int32: { a: whole('int32', [2, 3], -9, 9), b: whole('int32', [1], -9, 9) },
  int64: { a: whole('int64', [2, 3], -9, 9), b: whole('int64', [2, 1], -9, 9) },
  ...runningOver,
};

export const mul: Cases<Ops['mul']> = {
  'equal shapes': { a: uniform([2, 3]), b: uniform([2, 3]) },
  'broadcasts both sides': { a: uniform([2, 1, 3]), b: uniform([4, 1]) },
  'broadcasts a scalar': { a: uniform([2, 3]), b: uniform([]) },
  int32: { a: whole('int32', [2, 3], -9, 9), b: whole('int32', [3], -9, 9) },
  int64: { a: whole('int64', [2, 3], -9, 9), b: whole('int64', [3], -9, 9) },
  ...runningOver,
};

export const div: Cases<Ops['div']> = {
  'equal shapes': { a: uniform([2, 3]), b: uniform([2, 3], 0.5, 2) },
  'broadcasts both sides': { a: uniform([2, 1, 3]), b: uniform([4, 1], -2, -0.5) },
  'int32 drops the fraction': { a: literal('int32', [4], [7, -7, 7, -7]), b: literal('int32', [4], [2, 2, -2, -2]) },
  'int64 drops the fraction': { a: literal('int64', [4], [7, -7, 7, -7]), b: literal('int64', [1], [3]) },
  uint8: { a: whole('uint8', [2, 3], 0, 256), b: whole('uint8', [3], 1, 9) },
  'int8 drops the fraction': { a: literal('int8', [4], [7, -7, 7, -7]), b: literal('int8', [4], [2, 2, -2, -2]) },
};

export const pow: Cases<Ops['pow']> = {
  'real exponents': { x: uniform([2, 3], 0.3, 2), exponent: uniform([2, 3], -2, 2) },
  'broadcasts both sides': { x: uniform([2, 1, 3], 0.3, 2), exponent: uniform([4, 1], -2, 2) },
  'square of any sign': { x: apart([2, 3], 0.4), exponent: fixed(literal('float32', [], [2])) },
  'cube of any sign': { x: apart([2, 3], 0.4), exponent: fixed(literal('float32', [], [3])) },
  'square root': { x: uniform([5], 0.2, 4), exponent: fixed(literal('float32', [], [0.5])) },
  'exponent 0': { x: row(0, 2, -1), exponent: fixed(literal('float32', [], [0])) },
  'whole exponents of another dtype': { x: apart([4]), exponent: whole('int64', [4], 1, 4) },
  'powers of 0': { x: row(0, 0, 0), exponent: row(1, 2, 3), gradient: 'kinked' },
  int32: { x: whole('int32', [2, 3], -4, 5), exponent: whole('int32', [3], 0, 4) },
  int64: { x: whole('int64', [2, 3], -4, 5), exponent: whole('int64', [3], 0, 9) },
  'int32 to a float': { x: whole('int32', [4], 1, 6), exponent: row(0, 1, 2, 3) },
};

export const min: Cases<Ops['min']> = {
  two: { inputs: [apart([2, 4]), apart([2, 4], 0.13)] },
  'one is itself': { inputs: [uniform([3])] },
  'three that broadcast': { inputs: [uniform([2, 1, 3]), uniform([4, 1]), uniform([])] },
  'ties share': { inputs: [row(1, 1, 2, -1), row(1, 2, 1, -1), row(1, 1, 1, 3)], gradient: 'kinked' },
  int32: { inputs: [whole('int32', [2, 3], -9, 9), whole('int32', [3], -9, 9)] },
  int64: { inputs: [whole('int64', [2, 3], -9, 9), whole('int64', [3], -9, 9)] },
  uint8: { inputs: [whole('uint8', [2, 3], 0, 256), whole('uint8', [3], 0, 256)] },
  int8: { inputs: [whole('int8', [2, 3], -9, 9), whole('int8', [3], -9, 9)] },
};

export const max: Cases<Ops['max']> = {
  two: { inputs: [apart([2, 4]), apart([2, 4], 0.13)] },
  'one is itself': { inputs: [uniform([3])] },
  'three that broadcast': { inputs: [uniform([2, 1, 3]), uniform([4, 1]), uniform([])] },
  'ties share': { inputs: [row(1, 1, 2, -1), row(1, 2, 1, -1), row(1, 1, 1, -3)], gradient: 'kinked' },
  int32: { inputs: [whole('int32', [2, 3], -9, 9), whole('int32', [3], -9, 9)] },
  int64: { inputs: [whole('int64', [2, 3], -9, 9), whole('int64', [3], -9, 9)] },
  uint8: { inputs: [whole('uint8', [2, 3], 0, 256), whole('uint8', [3], 0, 256)] },
  int8: { inputs: [whole('int8', [2, 3], -9, 9), whole('int8', [3], -9, 9)] },
};

export const neg: Cases<Ops['neg']> = {
  'any sign': { x: uniform([2, 3]) },
  'zeros and extremes': { x: row(0, -0, 3e38, -3e38) },
  int32: { x: whole('int32', [2, 3], -9, 9) },
  int64: { x: whole('int64', [2, 3], -9, 9) },
  int8: { x: whole('int8', [2, 3], -128, 128) },
};

export const abs: Cases<Ops['abs']> = {
  'any sign': { x: apart([2, 3]) },
  'flat at 0': { x: row(0, -0, 1, -1), gradient: 'kinked' },
  int32: { x: whole('int32', [2, 3], -9, 9) },
  int64: { x: whole('int64', [2, 3], -9, 9) },
  int8: { x: whole('int8', [2, 3], -9, 9) },
  uint8: { x: whole('uint8', [2, 3], 0, 256) },
};

export const exp: Cases<Ops['exp']> = {
  'any sign': { x: uniform([2, 3], -3, 3) },
  'large and small': { x: row(-80, -20, 0, 20, 80), gradient: 'none' },
};

export const log: Cases<Ops['log']> = {
  'around 1': { x: uniform([2, 3], 0.2, 5) },
  'large and small': { x: row(1e-30, 1e-3, 1, 1e3, 1e30), gradient: 'none' },
};

export const sqrt: Cases<Ops['sqrt']> = {
  'around 1': { x: uniform([2, 3], 0.2, 5) },
  'of 0, large and small': { x: row(0, 1e-30, 1e30), gradient: 'none' },
};

export const erf: Cases<Ops['erf']> = {
  'any sign': { x: uniform([2, 6], -3, 3) },
  saturates: { x: row(-9, -4, -0, 0, 4, 9) },
};

export const clip: Cases<Ops['clip']> = {
  'both sides': {
    x: apart([3, 4], 0.23),
    min: fixed(literal('float32', [], [-0.5])),
    max: fixed(literal('float32', [], [0.7])),
  },
  'from below': { x: apart([3, 4]), min: fixed(literal('float32', [], [-0.2])) },
  'from above': { x: apart([3, 4]), max: fixed(literal('float32', [], [0.2])) },
  'without bounds': { x: uniform([3]) },
  'bounds have gradients': {
    x: apart([3, 4], 0.23),
    min: literal('float32', [], [-0.5]),
    max: literal('float32', [], [0.7]),
  },
  'passes on the bounds': {
    x: row(-1, -0.5, 0, 0.75, 1),
    min: fixed(literal('float32', [], [-0.5])),
    max: fixed(literal('float32', [], [0.75])),
    gradient: 'kinked',
  },
  int32: { x: whole('int32', [6], -9, 9), min: literal('int32', [], [-3]), max: literal('int32', [], [3]) },
  int64: { x: whole('int64', [6], -9, 9), min: literal('int64', [], [-3]), max: literal('int64', [], [3]) },
  uint8: { x: whole('uint8', [6], 0, 256), min: literal('uint8', [], [60]), max: literal('uint8', [], [200]) },
  int8: { x: whole('int8', [6], -9, 9), min: literal('int8', [], [-3]), max: literal('int8', [], [3]) },
  'crossed bounds': { x: apart([5]), min: literal('float32', [], [0.13]), max: literal('float32', [], [-0.12]) },
};

/** Whole numbers, halves of both parities, and numbers around them. */
const fractions = row(-2.5, -1.7, -1.5, -0.5, -0.2, -0, 0, 0.3, 0.5, 1.5, 2.5, 3, 1e10);
export const floor: Cases<Ops['floor']> = { fractions: { x: fractions, gradient: 'none' } };
export const ceil: Cases<Ops['ceil']> = { fractions: { x: fractions, gradient: 'none' } };
export const round: Cases<Ops['round']> = { fractions: { x: fractions, gradient: 'none' } };

export const sign: Cases<Ops['sign']> = {
  'any sign': { x: row(-3, -0, 0, 1e-30, 2), gradient: 'none' },
  int32: { x: whole('int32', [6], -2, 3) },
  int64: { x: whole('int64', [6], -2, 3) },
  int8: { x: whole('int8', [6], -2, 3) },
  uint8: { x: whole('uint8', [6], 0, 3) },
};

export const reciprocal: Cases<Ops['reciprocal']> = {
  'around 1': { x: uniform([2, 3], 0.2, 5) },
  'negative and large': { x: row(-2, -0.5, 30) },
};

const divided = {
  'int32 of the sign of b': {
    a: literal('int32', [6], [-4, 7, 5, 4, -7, 8]),
    b: literal('int32', [6], [2, -3, 8, -2, 3, 5]),
  },
  int64: { a: whole('int64', [2, 6], -9, 9), b: literal('int64', [6], [1, 2, -3, 4, -5, 6]) },
  uint8: { a: whole('uint8', [2, 3], 0, 256), b: whole('uint8', [3], 1, 9) },
  int8: { a: whole('int8', [2, 3], -9, 9), b: whole('int8', [3], 1, 9) },
};
export const mod: Cases<Ops['mod']> = {
  ...divided,
  'int32 of the sign of a': { ...divided['int32 of the sign of b'], attributes: { fmod: 1 } },
  'int64 of the sign of a': { ...divided.int64, attributes: { fmod: 1 } },
  'float32 of the sign of a': {
    a: row(-4.3, 7.2, 5, 4.3, -7.2, 8),
    b: row(2.1, -3.4, 8, -2.1, 3.4, 5),
    attributes: { fmod: 1 },
  },
  'broadcasts both sides': { a: uniform([2, 1, 3], 3, 4), b: uniform([4, 1], 0.9, 1), attributes: { fmod: 1 } },
};

const added = {
  two: { inputs: [uniform([2, 3]), uniform([2, 3])] },
  'one is itself': { inputs: [uniform([3])] },
  'three that broadcast': { inputs: [uniform([2, 1, 3]), uniform([4, 1]), uniform([])] },
};
export const sum: Cases<Ops['sum']> = added;
export const mean: Cases<Ops['mean']> = added;

const strange = row(0, -1, Number.NaN, Infinity, -Infinity, 3e38);
export const isNaN: Cases<Ops['isNaN']> = { 'among others': { x: strange } };
export const isInf: Cases<Ops['isInf']> = {
  'of both signs': { x: strange },
  'positive alone': { x: strange, attributes: { detect_negative: 0 } },
  'negative alone': { x: strange, attributes: { detect_positive: 0 } },
};

export const identity: Cases<Ops['identity']> = {
  float32: { x: uniform([2, 3]) },
  int64: { x: whole('int64', [2, 3], -9, 9) },
  bool: { x: whole('bool', [4], 0, 2) },
};

export const step: Cases<Ops['step']> = {
  'any sign': { x: apart([2, 3]), gradient: 'none' },
  '0 at 0 and at -0': { x: row(0, -0, 1e-30, -1e-30, 3e38, -3e38), gradient: 'none' },
};
