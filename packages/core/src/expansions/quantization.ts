import type { Builder } from '../builder.ts';
import { UnsupportedError } from '../errors.ts';
import { impossible } from '../gradients/gradient.ts';
import { constant, type Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { columnShape, filterShape, range8, rowShape, scaleShape } from '../ops/quantization.ts';
import { type DType, elementCount, tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

const shaped = (g: Builder, x: Value, shape: Value['shape']): Value =>
  String(x.shape) === String(shape) ? x : g.reshape(x, shape as number[]);

export const quantizeLinear: Expansion<Ops['quantizeLinear']> = (g, { x, y_scale, y_zero_point, attributes }) => {
  const shape = scaleShape(x, y_scale, attributes.axis, impossible);
  const float = x.dtype === 'int32' ? 'float32' : x.dtype;
  const asFloat = (value: Value) => (value.dtype === float ? value : g.cast(value, { to: float }));
  const steps = g.round(g.div(asFloat(x), shaped(g, asFloat(y_scale), shape)));
  const to = y_zero_point?.dtype ?? 'uint8';
  const moved = y_zero_point ? g.add(steps, shaped(g, asFloat(y_zero_point), shape)) : steps;
  return g.cast(g.clip(moved, ...range8(to)), { to });
};

export const dequantizeLinear: Expansion<Ops['dequantizeLinear']> = (g, { x, x_scale, x_zero_point, attributes }) => {
  const shape = scaleShape(x, x_scale, attributes.axis, impossible);
  const to = x_scale.dtype;
  const zero = x_zero_point && shaped(g, x_zero_point, shape);
  const scale = shaped(g, x_scale, shape);
  // int32 is subtracted exactly; what is smaller is exact as a float.
  if (x.dtype === 'int32') return g.mul(g.cast(zero ? g.sub(x, zero) : x, { to }), scale);
  const number = g.cast(x, { to });
  return g.mul(zero ? g.sub(number, g.cast(zero, { to })) : number, scale);
};

/** `[least, most]` of x and 0 becomes `[0, 255]`. That the zero point is between them is quantization itself. */
export const dynamicQuantizeLinear: Expansion<Ops['dynamicQuantizeLinear']> = (g, { x }) => {
  const most = g.relu(g.reduceMax(x, undefined, { keepdims: 0 }));
  // Of numbers without a sign: -least, or 0.
  const least = g.relu(g.reduceMax(g.neg(x), undefined, { keepdims: 0 }));
  const range = g.add(most, least);
  const scale = g.where(g.equal(range, 0), 1, g.div(range, 255));
  const zeroPoint = g.quantizeLinear(least, scale);
  return [g.quantizeLinear(x, scale, zeroPoint), scale, zeroPoint];
};

/** Products of two numbers below 256 of either sign: sums of so many are whole numbers that float32 holds. */
const exactTerms = Math.floor(2 ** 24 / 255 ** 2);

const shifted = (g: Builder, x: Value, zero: Value | undefined, shape: Value['shape']): Value => {
  const number = g.cast(x, { to: 'float32' });
  return zero ? g.sub(number, shaped(g, g.cast(zero, { to: 'float32' }), shape)) : number;
};

const sum = (g: Builder, parts: readonly Value[]): Value =>
  parts.map((part) => g.cast(part, { to: 'int32' as DType })).reduce((a, b) => g.add(a, b));

/** In float32, as many terms at a time as are exact. */
export const matMulInteger: Expansion<Ops['matMulInteger']> = (g, { a, b, a_zero_point, b_zero_point }) => {
  const left = shifted(g, a, a_zero_point, rowShape(a, a_zero_point, impossible));
  const right = shifted(g, b, b_zero_point, columnShape(b, b_zero_point, impossible));
  const terms = a.shape.at(-1)!;
  if (typeof terms !== 'number' || terms <= exactTerms) return sum(g, [g.matMul(left, right)]);
  const axis = right.shape.length === 1 ? 0 : right.shape.length - 2;
  return sum(
    g,
    chunks(terms, exactTerms).map(([from, to]) =>
      g.matMul(g.slice(left, [from], [to], [-1]), g.slice(right, [from], [to], [axis])),
    ),
  );
};

const chunks = (count: number, size: number): [from: number, to: number][] =>
  Array.from({ length: Math.ceil(count / size) }, (_, i) => [i * size, Math.min(count, (i + 1) * size)]);

/** In float32, as many channels of each group at a time as are exact. */
export const convInteger: Expansion<Ops['convInteger']> = (g, { x, w, x_zero_point, w_zero_point, attributes }) => {
  const picture = shifted(g, x, x_zero_point, []);
  const filters = shifted(g, w, w_zero_point, filterShape(w, w_zero_point, impossible));
  const { group, kernel_shape } = attributes;
  const perGroup = w.shape[1] as number;
  const taps = elementCount(kernel_shape);
  if (taps > exactTerms)
    throw new UnsupportedError(`a convolution of integers is not written out for kernels of more than ${exactTerms}`, {
      received: `[${kernel_shape}]`,
    });
  const atOnce = Math.floor(exactTerms / taps);
  if (perGroup <= atOnce) return sum(g, [g.conv(picture, filters, attributes)]);
  const [batch, , ...spatial] = x.shape as number[];
  const grouped = g.reshape(picture, [batch!, group, perGroup, ...spatial]);
  return sum(
    g,
    chunks(perGroup, atOnce).map(([from, to]) => {
      const channels = g.reshape(g.slice(grouped, [from], [to], [2]), [batch!, group * (to - from), ...spatial]);
      return g.conv(channels, g.slice(filters, [from], [to], [1]), attributes);
    }),
  );
};

/** `round(sum · scale) + zero point`: the scale that is left is 1. */
const requantized = (g: Builder, sums: Value, scale: Value, zeroPoint: Value): Value =>
  g.quantizeLinear(g.mul(g.cast(sums, { to: scale.dtype }), scale), one(scale.dtype), zeroPoint);

const one = (dtype: DType): Value => constant(tensor(dtype, [], [1]));

export const qLinearMatMul: Expansion<Ops['qLinearMatMul']> = (g, at) => {
  const { a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point } = at;
  const [left, right] = [rowShape(a, a_scale, impossible), columnShape(b, b_scale, impossible)];
  const scale = g.div(g.mul(shaped(g, a_scale, left), shaped(g, b_scale, right)), shaped(g, y_scale, []));
  return requantized(g, g.matMulInteger(a, b, a_zero_point, b_zero_point), scale, shaped(g, y_zero_point, []));
};

export const qLinearConv: Expansion<Ops['qLinearConv']> = (g, at) => {
  const { x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b, attributes } = at;
  const scales = shaped(g, w_scale, filterShape(w, w_scale, impossible).toSpliced(1, 1));
  const scale = g.div(g.mul(shaped(g, x_scale, []), scales), shaped(g, y_scale, []));
  const sums = g.convInteger(x, w, x_zero_point, w_zero_point, attributes);
  const biased = b ? g.add(sums, g.reshape(b, [-1, ...w.shape.slice(2).map(() => 1)])) : sums;
  return requantized(g, biased, scale, shaped(g, y_zero_point, []));
};
