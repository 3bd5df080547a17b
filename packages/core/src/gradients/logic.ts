import type { Ops } from '../ops/index.ts';
import { isFloat } from '../tensor.ts';
import type { Gradient } from './gradient.ts';

export const where: Gradient<Ops['where']> = (g, { condition, doutput }) => ({
  x: () => g.where(condition, doutput, 0),
  y: () => g.where(condition, 0, doutput),
});

export const castLike: Gradient<Ops['castLike']> = (g, { x, dy }) =>
  isFloat(x.dtype) ? { x: () => g.cast(dy, { to: x.dtype }) } : {};

/** Between float dtypes; an integer has no gradient. */
export const cast: Gradient<Ops['cast']> = (g, { x, dy }) =>
  isFloat(x.dtype) ? { x: () => g.cast(dy, { to: x.dtype }) } : {};
