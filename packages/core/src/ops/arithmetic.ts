/** Elementwise arithmetic. Binary ops broadcast as NumPy does. */

import type { DimOperator } from '../ir/dims.ts';
import type { TensorType } from '../ir/value.ts';
import { composite, type Fail, int, op } from '../op.ts';
import {
  broadcast,
  combineKnown,
  combineNumbers,
  elementwise,
  requireArithmetic,
  requireFloat,
  requireNumbers,
  withKnown,
} from '../shapes.ts';
import { isFloat } from '../tensor.ts';

/** Operands of one dtype, any but bool. */
function numbers(operands: readonly TensorType[], fail: Fail): TensorType {
  const result = elementwise(operands, fail);
  requireNumbers(result, fail);
  return result;
}

const binary = (type: string, operator: DimOperator) =>
  op(type, ['a', 'b'], {
    infer: ({ a, b }, _, fail) => withKnown(numbers([a, b], fail), combineKnown(operator, a, b)),
  });
export const add = binary('Add', '+');
export const sub = binary('Sub', '-');
export const mul = binary('Mul', '*');
export const div = binary('Div', '/');

/** The base decides the dtype; the exponent may have another. */
export const pow = op('Pow', ['x', 'exponent'], {
  infer({ x, exponent }, _, fail) {
    requireArithmetic(x, fail);
    requireNumbers(exponent, fail);
    return { dtype: x.dtype, shape: broadcast([x.shape, exponent.shape], fail) };
  },
});

/** Division with a remainder: of the sign of `b`, or with `fmod` of `a`, as C's `fmod`; floats need `fmod`. */
export const mod = op('Mod', ['a', 'b'], {
  attributes: { fmod: int(0) },
  infer({ a, b }, { fmod }, fail) {
    if (isFloat(a.dtype) && !fmod) fail('needs fmod = 1 for floats');
    const known =
      isFloat(a.dtype) || b.known?.includes(0) ? undefined : combineNumbers(a.dtype, [a, b], remainder(fmod));
    return withKnown(numbers([a, b], fail), known);
  },
});
const remainder =
  (fmod: number) =>
  ([a, b]: readonly number[]): number =>
    fmod ? a! % b! : a! - Math.floor(a! / b!) * b!;

const variadic = (type: string, f: (elements: readonly number[]) => number) =>
  op(type, ['inputs...'], {
    infer({ inputs }, _, fail) {
      const result = numbers(inputs, fail);
      return withKnown(result, combineNumbers(result.dtype, inputs, f));
    },
  });
export const min = variadic('Min', (elements) => Math.min(...elements));
export const max = variadic('Max', (elements) => Math.max(...elements));

const floatVariadic = (type: string) =>
  op(type, ['inputs...'], {
    infer({ inputs }, _, fail) {
      const result = elementwise(inputs, fail);
      requireFloat(result, fail);
      return result;
    },
  });
export const sum = floatVariadic('Sum');
export const mean = floatVariadic('Mean');

/** Of numbers of either sign; what is known stays known. */
const unary = (type: string, f: (x: number) => number) =>
  op(type, ['x'], {
    infer({ x }, _, fail) {
      requireNumbers(x, fail);
      if (type === 'Neg' && x.dtype === 'uint8') fail('needs numbers with a sign, got uint8', 'cast the input');
      return withKnown(
        { dtype: x.dtype, shape: x.shape },
        combineNumbers(x.dtype, [x], ([v]) => f(v!)),
      );
    },
  });
export const neg = unary('Neg', (x) => -x);
export const abs = unary('Abs', Math.abs);
/** -1, 0 or 1. */
export const sign = unary('Sign', Math.sign);

const floatUnary = (type: string, f?: (x: number) => number) =>
  op(type, ['x'], {
    infer({ x }, _, fail) {
      requireFloat(x, fail);
      return withKnown({ dtype: x.dtype, shape: x.shape }, f && combineNumbers(x.dtype, [x], ([v]) => f(v!)));
    },
  });
export const floor = floatUnary('Floor', Math.floor);
export const ceil = floatUnary('Ceil', Math.ceil);
/** To the nearest whole number, halves to the even one. */
export const round = floatUnary('Round');
/** `1 / x` */
export const reciprocal = floatUnary('Reciprocal');
export const exp = floatUnary('Exp');
/** The natural logarithm. */
export const log = floatUnary('Log');
export const sqrt = floatUnary('Sqrt');
export const erf = floatUnary('Erf');

const asked = (x: TensorType, fail: Fail): TensorType => {
  requireFloat(x, fail);
  return { dtype: 'bool', shape: x.shape };
};
export const isNaN = op('IsNaN', ['x'], { infer: ({ x }, _, fail) => asked(x, fail) });
/** An infinity of a sign that is looked for. */
export const isInf = op('IsInf', ['x'], {
  attributes: { detect_negative: int(1), detect_positive: int(1) },
  infer: ({ x }, _, fail) => asked(x, fail),
});

/** Limits to `[min, max]`; a side that is left out is open. */
export const clip = op('Clip', ['x', 'min?', 'max?'], {
  infer({ x, min, max }, _, fail) {
    requireNumbers(x, fail);
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
