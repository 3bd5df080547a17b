import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

export const add: Gradient<Ops['add']> = (_, { dy }) => ({ a: () => dy, b: () => dy });

export const sub: Gradient<Ops['sub']> = (g, { dy }) => ({ a: () => dy, b: () => g.neg(dy) });

export const mul: Gradient<Ops['mul']> = (g, { a, b, dy }) => ({ a: () => g.mul(dy, b), b: () => g.mul(dy, a) });

export const div: Gradient<Ops['div']> = (g, { b, y, dy }) => ({
  a: () => g.div(dy, b),
  b: () => g.neg(g.div(g.mul(dy, y), b)),
});

/** `d x^n = n x^(n-1)`, 0 where n is 0; and `d n = x^n log x`, 0 where x is 0, as `0^n` is flat in n. */
export const pow: Gradient<Ops['pow']> = (g, { x, exponent, y, dy }) => ({
  x: () => {
    const n = exponent.dtype === x.dtype ? exponent : g.cast(exponent, { to: x.dtype });
    // x^0 in place of x^-1, which is infinite at 0, and would make this rule's own gradient NaN.
    return g.mul(dy, g.mul(n, g.pow(x, g.where(g.equal(n, 0), 0, g.sub(n, 1)))));
  },
  exponent: () => g.mul(dy, g.where(g.greater(x, 0), g.mul(y, g.log(g.where(g.greater(x, 0), x, 1))), 0)),
});

/** Where several inputs share the extreme, each gets an equal part. */
const extreme = (g: Builder, inputs: readonly Value[], y: Value, dy: Value) => {
  const at = (x: Value) => g.cast(g.equal(x, y), { to: dy.dtype });
  return {
    inputs: (i: number) =>
      g.mul(
        at(inputs[i]!),
        g.div(
          dy,
          inputs.map(at).reduce((a, b) => g.add(a, b)),
        ),
      ),
  };
};
export const min: Gradient<Ops['min']> = (g, { inputs, y, dy }) => extreme(g, inputs, y, dy);
export const max: Gradient<Ops['max']> = (g, { inputs, y, dy }) => extreme(g, inputs, y, dy);

export const neg: Gradient<Ops['neg']> = (g, { dy }) => ({ x: () => g.neg(dy) });

/** 0 at 0. */
export const abs: Gradient<Ops['abs']> = (g, { x, dy }) => ({
  x: () => g.mul(dy, g.sub(g.step(x), g.step(g.neg(x)))),
});

export const exp: Gradient<Ops['exp']> = (g, { y, dy }) => ({ x: () => g.mul(dy, y) });

export const log: Gradient<Ops['log']> = (g, { x, dy }) => ({ x: () => g.div(dy, x) });

export const sqrt: Gradient<Ops['sqrt']> = (g, { y, dy }) => ({ x: () => g.div(g.mul(dy, 0.5), y) });

export const erf: Gradient<Ops['erf']> = (g, { x, dy }) => ({
  x: () => g.mul(dy, g.mul(2 / Math.sqrt(Math.PI), g.exp(g.neg(g.mul(x, x))))),
});

/** Passes where nothing was limited: between the bounds and on them. Of crossed bounds, `max` wins, and takes all. */
export const clip: Gradient<Ops['clip']> = (g, { x, min, max, y, dy }) => ({
  x: () => (min || max ? g.mul(dy, g.cast(g.equal(x, y), { to: dy.dtype })) : dy),
  min: () => {
    const below = g.less(x, min!);
    return g.where(max ? g.and(below, g.less(min!, max)) : below, dy, 0);
  },
  max: () => {
    const above = g.greater(x, max!);
    return g.where(min ? g.or(above, g.less(max!, min)) : above, dy, 0);
  },
});

/** `a - b ⌊a / b⌋`: of b, minus the quotient, which is whole. */
export const mod: Gradient<Ops['mod']> = (g, { a, b, y, dy }) => ({
  a: () => dy,
  b: () => g.neg(g.mul(dy, g.round(g.div(g.sub(a, y), b)))),
});

export const sum: Gradient<Ops['sum']> = (_, { dy }) => ({ inputs: () => dy });
export const mean: Gradient<Ops['mean']> = (g, { inputs, dy }) => ({ inputs: () => g.mul(dy, 1 / inputs.length) });

export const reciprocal: Gradient<Ops['reciprocal']> = (g, { y, dy }) => ({
  x: () => g.neg(g.mul(dy, g.mul(y, y))),
});

export const identity: Gradient<Ops['identity']> = (_, { dy }) => ({ x: () => dy });
