import { type Ops, tensor } from '@graftml/core';
import { type Cases, coins, fixed, literal, uniform, whole } from '../case.ts';

export const constantOfShape: Cases<Ops['constantOfShape']> = {
  'zeros by default': { input: [2, 3] },
  'a number': { input: [3, 1, 2], attributes: { value: tensor('float32', [1], [2.5]) } },
  'a scalar': { input: [], attributes: { value: tensor('float32', [1], [-1]) } },
  nothing: { input: [0, 2] },
  int64: { input: [4], attributes: { value: tensor('int64', [1], [-1]) } },
  int32: { input: [2, 2], attributes: { value: tensor('int32', [1], [7]) } },
  bool: { input: [3], attributes: { value: tensor('bool', [1], [1]) } },
  uint8: { input: [3], attributes: { value: tensor('uint8', [1], [200]) } },
};

const number = (x: number) => fixed(literal('float32', [], [x]));
const integer = (x: number) => fixed(literal('int64', [], [x]));

export const range: Cases<Ops['range']> = {
  'int64 upwards': { start: integer(2), limit: integer(9), delta: integer(3) },
  'int64 downwards': { start: integer(10), limit: integer(4), delta: integer(-2) },
  int32: {
    start: fixed(literal('int32', [], [0])),
    limit: fixed(literal('int32', [], [4])),
    delta: fixed(literal('int32', [], [1])),
  },
  floats: { start: number(1), limit: number(2.6), delta: number(0.5) },
  'floats downwards': { start: number(1), limit: number(-1), delta: number(-0.75) },
  nothing: { start: integer(3), limit: integer(3), delta: integer(1) },
};

export const eyeLike: Cases<Ops['eyeLike']> = {
  square: { input: uniform([3, 3]), attributes: { dtype: 'float32' }, gradient: 'none' },
  wide: { input: uniform([2, 4]), attributes: { dtype: 'float32', k: 1 }, gradient: 'none' },
  tall: { input: uniform([4, 2]), attributes: { dtype: 'float32', k: -1 }, gradient: 'none' },
  'far off': { input: uniform([2, 2]), attributes: { dtype: 'float32', k: 5 }, gradient: 'none' },
  'another dtype': { input: whole('int32', [3, 2], 0, 9), attributes: { dtype: 'int64' }, gradient: 'none' },
};

export const trilu: Cases<Ops['trilu']> = {
  upper: { input: uniform([3, 4]) },
  lower: { input: uniform([4, 3]), attributes: { upper: 0 } },
  'upper, above the diagonal': { input: uniform([3, 3]), k: integer(1) },
  'upper, from below': { input: uniform([3, 4]), k: integer(-1) },
  'lower, above the diagonal': { input: uniform([3, 4]), k: integer(1), attributes: { upper: 0 } },
  'lower, far below': { input: uniform([3, 3]), k: integer(-5), attributes: { upper: 0 } },
  'a batch': { input: uniform([2, 2, 3, 3]) },
  'k is fed': { input: uniform([3, 3]), k: literal('int64', [], [-1]), attributes: { upper: 0 } },
  int64: { input: whole('int64', [3, 3], -9, 9) },
  bool: { input: coins([3, 3]), attributes: { upper: 0 } },
};
