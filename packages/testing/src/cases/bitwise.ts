import type { Ops } from '@graftml/core';
import { type Cases, literal, whole } from '../case.ts';

const pairs = {
  int32: { a: whole('int32', [2, 6], -99, 99), b: whole('int32', [6], -99, 99) },
  int64: { a: whole('int64', [2, 1, 3], -99, 99), b: whole('int64', [2, 1], -99, 99) },
  uint8: { a: whole('uint8', [2, 3], 0, 256), b: whole('uint8', [3], 0, 256) },
  int8: { a: whole('int8', [2, 3], -128, 128), b: whole('int8', [3], -128, 128) },
};
export const bitwiseAnd: Cases<Ops['bitwiseAnd']> = pairs;
export const bitwiseOr: Cases<Ops['bitwiseOr']> = pairs;
export const bitwiseXor: Cases<Ops['bitwiseXor']> = pairs;
export const bitwiseNot: Cases<Ops['bitwiseNot']> = {
  int32: { x: whole('int32', [6], -99, 99) },
  int64: { x: whole('int64', [6], -99, 99) },
  uint8: { x: whole('uint8', [6], 0, 256) },
};

const shifted = { x: literal('uint8', [2, 3], [1, 3, 255, 128, 16, 7]), y: literal('uint8', [3], [0, 1, 5]) };
export const bitShift: Cases<Ops['bitShift']> = {
  'to the left': { ...shifted, attributes: { direction: 'LEFT' } },
  'to the right': { ...shifted, attributes: { direction: 'RIGHT' } },
};
