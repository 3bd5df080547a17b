import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

export const sin: Gradient<Ops['sin']> = (g, { x, dy }) => ({ x: () => g.mul(dy, g.cos(x)) });
export const cos: Gradient<Ops['cos']> = (g, { x, dy }) => ({ x: () => g.neg(g.mul(dy, g.sin(x))) });
export const tan: Gradient<Ops['tan']> = (g, { y, dy }) => ({ x: () => g.mul(dy, g.add(g.mul(y, y), 1)) });

export const asin: Gradient<Ops['asin']> = (g, { x, dy }) => ({
  x: () => g.div(dy, g.sqrt(g.sub(1, g.mul(x, x)))),
});
export const acos: Gradient<Ops['acos']> = (g, { x, dy }) => ({
  x: () => g.neg(g.div(dy, g.sqrt(g.sub(1, g.mul(x, x))))),
});
export const atan: Gradient<Ops['atan']> = (g, { x, dy }) => ({ x: () => g.div(dy, g.add(g.mul(x, x), 1)) });

export const sinh: Gradient<Ops['sinh']> = (g, { x, dy }) => ({ x: () => g.mul(dy, g.cosh(x)) });
export const cosh: Gradient<Ops['cosh']> = (g, { x, dy }) => ({ x: () => g.mul(dy, g.sinh(x)) });

export const asinh: Gradient<Ops['asinh']> = (g, { x, dy }) => ({
  x: () => g.div(dy, g.sqrt(g.add(g.mul(x, x), 1))),
});
export const acosh: Gradient<Ops['acosh']> = (g, { x, dy }) => ({
  x: () => g.div(dy, g.sqrt(g.sub(g.mul(x, x), 1))),
});
export const atanh: Gradient<Ops['atanh']> = (g, { x, dy }) => ({ x: () => g.div(dy, g.sub(1, g.mul(x, x))) });
