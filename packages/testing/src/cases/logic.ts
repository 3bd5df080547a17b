import type { Ops } from '@graftml/core';
import { type Cases, coins, fixed, literal, row, uniform, whole } from '../case.ts';

/** Every order of two numbers, the two zeros among them. */
const pairs = { a: row(1, 2, 2, 0, -0, -3), b: row(2, 1, 2, -0, 0, 3) };
const numbers = {
  'every order': pairs,
  'broadcasts both sides': { a: whole('float32', [2, 1, 3], -2, 3), b: whole('float32', [4, 1], -2, 3) },
  int32: { a: whole('int32', [2, 6], -2, 3), b: whole('int32', [6], -2, 3) },
  int64: { a: whole('int64', [2, 6], -2, 3), b: whole('int64', [6], -2, 3) },
  uint8: { a: whole('uint8', [2, 6], 0, 256), b: whole('uint8', [6], 0, 256) },
  int8: { a: whole('int8', [2, 6], -2, 3), b: whole('int8', [6], -2, 3) },
};

export const equal: Cases<Ops['equal']> = { ...numbers, bool: { a: coins([2, 4]), b: coins([4]) } };
export const greater: Cases<Ops['greater']> = numbers;
export const greaterOrEqual: Cases<Ops['greaterOrEqual']> = numbers;
export const less: Cases<Ops['less']> = numbers;
export const lessOrEqual: Cases<Ops['lessOrEqual']> = numbers;

export const not: Cases<Ops['not']> = { both: { x: literal('bool', [2], [0, 1]) } };

const booleans = {
  'all four': { a: literal('bool', [4], [0, 0, 1, 1]), b: literal('bool', [4], [0, 1, 0, 1]) },
  'broadcasts both sides': { a: coins([2, 1, 3]), b: coins([4, 1]) },
};
export const and: Cases<Ops['and']> = booleans;
export const or: Cases<Ops['or']> = booleans;
export const xor: Cases<Ops['xor']> = booleans;

export const where: Cases<Ops['where']> = {
  'equal shapes': { condition: coins([2, 3]), x: uniform([2, 3]), y: uniform([2, 3]) },
  'all three broadcast': { condition: coins([2, 1, 1]), x: uniform([3, 1]), y: uniform([4]) },
  'a scalar branch': { condition: coins([2, 3]), x: uniform([2, 3]), y: uniform([]) },
  int32: { condition: coins([2, 3]), x: whole('int32', [2, 3], -9, 9), y: whole('int32', [3], -9, 9) },
  int64: { condition: coins([2, 3]), x: whole('int64', [2, 3], -9, 9), y: whole('int64', [3], -9, 9) },
  uint8: { condition: coins([2, 3]), x: whole('uint8', [2, 3], 0, 256), y: whole('uint8', [3], 0, 256) },
  int8: { condition: coins([2, 3]), x: whole('int8', [2, 3], -128, 128), y: whole('int8', [3], -128, 128) },
  bool: { condition: coins([2, 3]), x: coins([2, 3]), y: coins([3]) },
};

const fractions = row(0, 0.5, 0.9, 1.5, 2.5, 100.99);
const signed = row(0, -0.5, 0.9, -1.5, 2.5, -100.99);
export const cast: Cases<Ops['cast']> = {
  'float32 to int32 rounds towards zero': { x: signed, attributes: { to: 'int32' } },
  'float32 to int64 rounds towards zero': { x: signed, attributes: { to: 'int64' } },
  'float32 to uint8 rounds towards zero': { x: fractions, attributes: { to: 'uint8' } },
  'float32 to bool': { x: row(0, -0, 0.25, -3, 1e-30), attributes: { to: 'bool' } },
  'float32 to itself': { x: uniform([2, 3]), attributes: { to: 'float32' } },
  'float32 to float64': { x: uniform([2, 3]), attributes: { to: 'float64' } },
  'float64 to float32': { x: literal('float64', [3], [0.1, -2, 3e38]), attributes: { to: 'float32' } },
  'bool to float32': { x: coins([2, 3]), attributes: { to: 'float32' } },
  'bool to int32': { x: coins([2, 3]), attributes: { to: 'int32' } },
  'int32 to float32': { x: whole('int32', [2, 3], -1000, 1000), attributes: { to: 'float32' } },
  'int32 to bool': { x: literal('int32', [3], [0, 2, -1]), attributes: { to: 'bool' } },
  'int64 to int32': { x: whole('int64', [2, 3], -1000, 1000), attributes: { to: 'int32' } },
  'int64 to float32': { x: whole('int64', [2, 3], -1000, 1000), attributes: { to: 'float32' } },
  'uint8 to float32': { x: literal('uint8', [4], [0, 1, 128, 255]), attributes: { to: 'float32' } },
  'int64 to int8': { x: literal('int64', [4], [0, 1, -128, 127]), attributes: { to: 'int8' } },
  'int8 to float32': { x: literal('int8', [4], [0, 1, -128, 127]), attributes: { to: 'float32' } },
  'float32 to int8 rounds towards zero': { x: signed, attributes: { to: 'int8' } },
  'bool to int64': { x: coins([2, 3]), attributes: { to: 'int64' } },
  'bool to uint8': { x: coins([2, 3]), attributes: { to: 'uint8' } },
  'uint8 to bool': { x: literal('uint8', [3], [0, 2, 255]), attributes: { to: 'bool' } },
  'int8 to int64': { x: literal('int8', [3], [0, -128, 127]), attributes: { to: 'int64' } },
  'int64 that int32 cannot hold': {
    x: literal('int64', [3], [2 ** 32 + 5, -(2 ** 40), 7]),
    attributes: { to: 'int32' },
  },
  'int64 that uint8 cannot hold': { x: literal('int64', [3], [256, -1, 511]), attributes: { to: 'uint8' } },
  'int32 that int8 cannot hold': { x: literal('int32', [3], [128, -129, 1000]), attributes: { to: 'int8' } },
  'uint8 that int8 cannot hold': { x: literal('uint8', [3], [127, 128, 255]), attributes: { to: 'int8' } },
  'uint8 to int32': { x: literal('uint8', [4], [0, 1, 128, 255]), attributes: { to: 'int32' } },
};

export const castLike: Cases<Ops['castLike']> = {
  'float32 like int32': { x: signed, like: literal('int32', [2], [1, 2]) },
  'int64 like float32': { x: whole('int64', [2, 3], -1000, 1000), like: fixed(row(1)) },
  'float32 like itself': { x: uniform([2, 3]), like: fixed(row(1)) },
};
