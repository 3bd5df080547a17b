/** Operations on the bits of whole numbers. */
import type { Ops } from '@graftml/core';
import { binaryOf, unary } from './elementwise.ts';
import type { Kernel } from './kernel.ts';

export const bitwiseAnd: Kernel<Ops['bitwiseAnd']> = binaryOf(
  (a, b) => a & b,
  (a, b) => a & b,
);
export const bitwiseOr: Kernel<Ops['bitwiseOr']> = binaryOf(
  (a, b) => a | b,
  (a, b) => a | b,
);
export const bitwiseXor: Kernel<Ops['bitwiseXor']> = binaryOf(
  (a, b) => a ^ b,
  (a, b) => a ^ b,
);
export const bitwiseNot: Kernel<Ops['bitwiseNot']> = unary(
  (y, x) => {
    for (let i = 0; i < y.length; i++) y[i] = ~x[i]!;
  },
  (x) => ~x,
);

const left = binaryOf(
  (x, by) => (by < 8 ? x << by : 0),
  (x, by) => x << by,
);
const right = binaryOf(
  (x, by) => (by < 8 ? x >> by : 0),
  (x, by) => x >> by,
);
export const bitShift: Kernel<Ops['bitShift']> = ({ x, y, attributes: { direction } }, work) =>
  (direction === 'LEFT' ? left : right)({ a: x, b: y }, work);
