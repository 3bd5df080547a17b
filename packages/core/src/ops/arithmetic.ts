/** Elementwise arithmetic. Binary ops broadcast as NumPy does. */

import type { DimOperator } from '../ir/dims.ts';
import { composite, op } from '../op.ts';
import { broadcast, combineKnown, elementwise, requireFloat, withKnown } from '../shapes.ts';

const binary = (type: string, operator: DimOperator) =>
  op(type, ['a', 'b'], {
    infer({ a, b }, _, fail) {
      const type = elementwise([a, b], fail);
      return withKnown(type, combineKnown(operator, a, b, type.shape));
    },
  });
export const add = binary('Add', '+');
export const sub = binary('Sub', '-');
export const mul = binary('Mul', '*');
export const div = binary('Div', '/');

/** The base decides the dtype; the exponent may have another. */
export const pow = op('Pow', ['x', 'exponent'], {
  infer: ({ x, exponent }, _, fail) => ({ dtype: x.dtype, shape: broadcast([x.shape, exponent.shape], fail) }),
});

const variadic = (type: string) =>
  op(type, ['inputs...'], { infer: ({ inputs }, _, fail) => elementwise(inputs, fail) });
export const min = variadic('Min');
export const max = variadic('Max');

const unary = (type: string) => op(type, ['x'], { infer: ({ x }) => ({ dtype: x.dtype, shape: x.shape }) });
export const neg = unary('Neg');
export const abs = unary('Abs');

const floatUnary = (type: string) =>
  op(type, ['x'], {
    infer({ x }, _, fail) {
      requireFloat(x, fail);
      return { dtype: x.dtype, shape: x.shape };
    },
  });
export const exp = floatUnary('Exp');
/** The natural logarithm. */
export const log = floatUnary('Log');
export const sqrt = floatUnary('Sqrt');
export const erf = floatUnary('Erf');

/** Limits to `[min, max]`; a side that is left out is open. */
export const clip = op('Clip', ['x', 'min?', 'max?'], {
  infer({ x, min, max }, _, fail) {
    for (const [name, bound] of [
      ['min', min],
      ['max', max],
    ] as const) {
      if (bound && bound.shape.length !== 0) fail(`${name} must be a scalar`);
      if (bound && bound.dtype !== x.dtype) fail(`${name} must be ${x.dtype}, got ${bound.dtype}`);
    }
    return { dtype: x.dtype, shape: x.shape };
  },
});

export const identity = op('Identity', ['x'], { infer: ({ x }) => x });

/** 1 where `x > 0`, else 0, in x's dtype: how a gradient passes a rectifier. Each backend knows its cheapest mask. */
export const step = composite('Step', ['x'], {
  infer({ x }, _, fail) {
    requireFloat(x, fail);
    return { dtype: x.dtype, shape: x.shape };
  },
});
