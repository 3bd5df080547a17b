/** Integers that stand for real numbers: `(x - zero_point) · scale`, of a whole tensor or of each entry of one axis. */
import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, int, op } from '../op.ts';
import { axisOf, requireFloat, sameDType } from '../shapes.ts';
import type { DType } from '../tensor.ts';
import { convAttributes, convolved } from './convolution.ts';
import { productShape } from './linear.ts';
import { completeWindow } from './window.ts';

/** The whole numbers that an 8-bit dtype holds, from the least to the most. */
export const range8 = (dtype: DType): readonly [least: number, most: number] =>
  dtype === 'int8' ? [-128, 127] : [0, 255];

const isOne = ({ shape }: TensorType): boolean => shape.length === 0 || String(shape) === '1';

const require8 = (types: Readonly<Record<string, TensorType | undefined>>, fail: Fail): void => {
  for (const [name, type] of Object.entries(types))
    if (type && type.dtype !== 'uint8' && type.dtype !== 'int8')
      fail(`${name} must be uint8 or int8, got ${type.dtype}`);
};

const sameShape = (scale: TensorType, zero_point: TensorType | undefined, name: string, fail: Fail): void => {
  if (zero_point && !(isOne(scale) && isOne(zero_point)) && String(scale.shape) !== String(zero_point.shape))
    fail(`${name}_scale and ${name}_zero_point must have the same shape`);
};

/** The shape in which a scale or zero point meets x: `[]` for a whole tensor, `[C, 1, 1]` for an axis of extent C. */
export function scaleShape(x: TensorType, scale: TensorType, axis: number, fail: Fail): Shape {
  if (isOne(scale)) return [];
  const at = axisOf(axis, x.shape.length, fail);
  if (scale.shape.length !== 1 || scale.shape[0] !== x.shape[at])
    fail(`the scale must be a scalar, or [${x.shape[at]}] as axis ${axis} of x`);
  return [scale.shape[0]!, ...x.shape.slice(at + 1).map(() => 1)];
}

/** `round(x / y_scale) + y_zero_point`, half to even, limited to what uint8, or the zero point's dtype, holds. */
export const quantizeLinear = op('QuantizeLinear', ['x', 'y_scale', 'y_zero_point?'], {
  attributes: { axis: int(1) },
  infer({ x, y_scale, y_zero_point }, { axis }, fail) {
    if (x.dtype !== 'int32') requireFloat(x, fail);
    sameDType([x, y_scale], fail);
    require8({ y_zero_point }, fail);
    scaleShape(x, y_scale, axis, fail);
    sameShape(y_scale, y_zero_point, 'y', fail);
    return { dtype: y_zero_point?.dtype ?? 'uint8', shape: x.shape };
  },
});

/** `(x - x_zero_point) · x_scale` */
export const dequantizeLinear = op('DequantizeLinear', ['x', 'x_scale', 'x_zero_point?'], {
  attributes: { axis: int(1) },
  infer({ x, x_scale, x_zero_point }, { axis }, fail) {
    requireFloat(x_scale, fail);
    if (x.dtype !== 'int32') require8({ x }, fail);
    sameDType([x, x_zero_point], fail);
    scaleShape(x, x_scale, axis, fail);
    sameShape(x_scale, x_zero_point, 'x', fail);
    return { dtype: x_scale.dtype, shape: x.shape };
  },
});

/** To uint8, by the range of x and 0; where that is nothing, by a scale of 1. */
export const dynamicQuantizeLinear = op('DynamicQuantizeLinear', ['x'], {
  outputs: ['y', 'y_scale', 'y_zero_point'],
  infer({ x }, _, fail) {
    requireFloat(x, fail);
    return [
      { dtype: 'uint8', shape: x.shape },
      { dtype: x.dtype, shape: [] },
      { dtype: 'uint8', shape: [] },
    ];
  },
});

/** The shape in which a scale or zero point meets the rows of a: a list has one for each row. */
export function rowShape(a: TensorType, type: TensorType | undefined, fail: Fail): Shape {
  if (!type || isOne(type)) return [];
  const rows = a.shape.length > 1 ? [...a.shape.slice(0, -1), 1] : undefined;
  const shape = type.shape.length === 1 && a.shape.length === 2 ? [...type.shape, 1] : type.shape;
  return String(shape) === String(rows)
    ? shape
    : fail(`a scale or zero point of a must be a scalar, or have one for each row`);
}

/** The shape in which a scale or zero point meets the columns of b. */
export function columnShape(b: TensorType, type: TensorType | undefined, fail: Fail): Shape {
  if (!type || isOne(type)) return [];
  const { shape } = b;
  const columns = shape.length > 1 ? [...shape.slice(0, -2), 1, shape.at(-1)!] : undefined;
  const isList = type.shape.length === 1 && columns?.at(-1) === type.shape[0];
  return isList || String(type.shape) === String(columns)
    ? type.shape
    : fail(`a scale or zero point of b must be a scalar, or have one for each column`);
}

/** The shape in which a scale or zero point meets filters `[M, C, ...]`: a list has one for each. */
export function filterShape(w: TensorType, type: TensorType | undefined, fail: Fail): Shape {
  if (!type || isOne(type)) return [];
  return String(type.shape) === String([w.shape[0]])
    ? [w.shape[0]!, ...w.shape.slice(1).map(() => 1)]
    : fail('a scale or zero point of w must be a scalar, or have one for each filter');
}

const requireOne = (types: Readonly<Record<string, TensorType | undefined>>, fail: Fail): void => {
  for (const [name, type] of Object.entries(types)) if (type && !isOne(type)) fail(`${name} must be a scalar`);
};

/** `(a - a_zero_point) (b - b_zero_point)`, exactly, in int32. */
export const matMulInteger = op('MatMulInteger', ['a', 'b', 'a_zero_point?', 'b_zero_point?'], {
  infer({ a, b, a_zero_point, b_zero_point }, _, fail) {
    require8({ a, b }, fail);
    sameDType([a, a_zero_point], fail);
    sameDType([b, b_zero_point], fail);
    rowShape(a, a_zero_point, fail);
    columnShape(b, b_zero_point, fail);
    return { dtype: 'int32', shape: productShape(a, b, fail) };
  },
});

/** Convolution of `x - x_zero_point` with `w - w_zero_point`, exactly, in int32. Padding is x_zero_point. */
export const convInteger = op('ConvInteger', ['x', 'w', 'x_zero_point?', 'w_zero_point?'], {
  attributes: convAttributes,
  complete: ({ x, w }, attributes, fail) => completeWindow(attributes, x.shape.length - 2, fail, w.shape.slice(2)),
  infer({ x, w, x_zero_point, w_zero_point }, attributes, fail) {
    require8({ x, w }, fail);
    sameDType([x, x_zero_point], fail);
    sameDType([w, w_zero_point], fail);
    requireOne({ x_zero_point }, fail);
    filterShape(w, w_zero_point, fail);
    return { dtype: 'int32', shape: convolved(x, w, attributes, fail) };
  },
});

/** The product of two quantized matrices, quantized: rounded half to even, and limited to what y's dtype holds. */
export const qLinearMatMul = op(
  'QLinearMatMul',
  ['a', 'a_scale', 'a_zero_point', 'b', 'b_scale', 'b_zero_point', 'y_scale', 'y_zero_point'],
  {
    infer({ a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point }, _, fail) {
      require8({ a, b, y_zero_point }, fail);
      requireFloat(a_scale, fail);
      sameDType([a_scale, b_scale, y_scale], fail);
      sameDType([a, a_zero_point], fail);
      sameDType([b, b_zero_point], fail);
      for (const type of [a_scale, a_zero_point]) rowShape(a, type, fail);
      for (const type of [b_scale, b_zero_point]) columnShape(b, type, fail);
      requireOne({ y_scale, y_zero_point }, fail);
      return { dtype: y_zero_point.dtype, shape: productShape(a, b, fail) };
    },
  },
);

/** Quantized convolution; the bias b, int32 `[M]`, has the scale `x_scale · w_scale` and no zero point. */
export const qLinearConv = op(
  'QLinearConv',
  ['x', 'x_scale', 'x_zero_point', 'w', 'w_scale', 'w_zero_point', 'y_scale', 'y_zero_point', 'b?'],
  {
    attributes: convAttributes,
    complete: ({ x, w }, attributes, fail) => completeWindow(attributes, x.shape.length - 2, fail, w.shape.slice(2)),
    infer({ x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b }, attributes, fail) {
      require8({ x, w, y_zero_point }, fail);
      requireFloat(x_scale, fail);
      sameDType([x_scale, w_scale, y_scale], fail);
      sameDType([x, x_zero_point], fail);
      sameDType([w, w_zero_point], fail);
      requireOne({ x_scale, x_zero_point, y_scale, y_zero_point }, fail);
      for (const type of [w_scale, w_zero_point]) filterShape(w, type, fail);
      if (b && (b.dtype !== 'int32' || String(b.shape) !== String([w.shape[0]])))
        fail(`b must be int32 [${w.shape[0]}]`);
      return { dtype: y_zero_point.dtype, shape: convolved(x, w, attributes, fail) };
    },
  },
);
