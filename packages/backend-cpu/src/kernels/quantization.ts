/** Quantization: exact products of integers in double precision, scales in the precision of the op. */
import { columnShape, filterShape, type Ops, range8, rowShape, scaleShape, type Tensor } from '@graftml/core';
import { roundHalfToEven } from './arithmetic.ts';
import { conv } from './convolution.ts';
import { type FloatArray, floats, type Kernel, numbers, output, type Workspace } from './kernel.ts';
import { matMul } from './linear.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

/** Operations on floats are rounded as the dtype of the scale rounds them. */
const roundingOf = ({ dtype }: Tensor): ((x: number) => number) => (dtype === 'float32' ? Math.fround : (x) => x);

/** Calls `visit` for each element of a tensor of `shape`, with the places in tensors that broadcast to it. */
function forEachElement(
  shape: readonly number[],
  others: readonly (readonly number[])[],
  visit: (at: number, i: number, j: number) => void,
): void {
  const strides = others.map((other) => broadcastStrides(other, shape));
  forEachRun(shape, strides, (at, length, [i = 0, j = 0], [di = 0, dj = 0]) => {
    for (let k = 0; k < length; k++) visit(at + k, i + k * di, j + k * dj);
  });
}

const limitTo = (y: Tensor): ((at: number, value: number) => void) => {
  const [least, most] = range8(y.dtype);
  const to = numbers(y);
  return (at, value) => {
    to[at] = Math.min(Math.max(value, least), most);
  };
};

export const quantizeLinear: Kernel<Ops['quantizeLinear']> = ({ x, y_scale, y_zero_point, attributes }, work) => {
  const y = output(work);
  const shape = scaleShape(x, y_scale, attributes.axis, work.fail) as readonly number[];
  const [from, scales, zeros] = [numbers(x), numbers(y_scale), y_zero_point && numbers(y_zero_point)];
  const [put, round] = [limitTo(y), roundingOf(y_scale)];
  forEachElement(x.shape, [shape], (at, i) =>
    put(at, roundHalfToEven(round(from[at]! / scales[i]!)) + (zeros?.[i] ?? 0)),
  );
  return y;
};

export const dequantizeLinear: Kernel<Ops['dequantizeLinear']> = ({ x, x_scale, x_zero_point, attributes }, work) => {
  const y = output(work);
  const shape = scaleShape(x, x_scale, attributes.axis, work.fail) as readonly number[];
  const [from, scales, zeros] = [numbers(x), floats(x_scale), x_zero_point && numbers(x_zero_point)];
  const [to, round] = [floats(y), roundingOf(x_scale)];
  forEachElement(x.shape, [shape], (at, i) => {
    to[at] = round(from[at]! - (zeros?.[i] ?? 0)) * scales[i]!;
  });
  return y;
};

export const dynamicQuantizeLinear: Kernel<Ops['dynamicQuantizeLinear']> = ({ x }, work) => {
  const [y, y_scale, y_zero_point] = [output(work, 0), output(work, 1), output(work, 2)];
  const from = floats(x);
  let [least, most] = [0, 0];
  for (const value of from) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const round = roundingOf(x);
  const scale = least === most ? 1 : round(round(most - least) / 255);
  const zero = Math.min(Math.max(roundHalfToEven(round(-least / scale)), 0), 255);
  const put = limitTo(y);
  for (let i = 0; i < from.length; i++) put(i, roundHalfToEven(round(from[i]! / scale)) + zero);
  floats(y_scale)[0] = scale;
  numbers(y_zero_point)[0] = zero;
  return [y, y_scale, y_zero_point];
};

/** `x - zero` in float64; `shape` is the form in which the zero point broadcasts to x. */
function shifted(x: Tensor, zero: Tensor | undefined, shape: readonly (number | string)[], work: Workspace): Tensor {
  const data = work.allocate('float64', x.data.length);
  const [from, zeros] = [numbers(x), zero && numbers(zero)];
  forEachElement(x.shape, [shape as readonly number[]], (at, i) => {
    data[at] = from[at]! - (zeros?.[i] ?? 0);
  });
  return { dtype: 'float64', shape: x.shape, data };
}

const inFloat64 = (work: Workspace): Workspace => ({
  ...work,
  outputs: [{ dtype: 'float64', shape: work.outputs[0]!.shape }],
});

interface Factors {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly a_zero_point: Tensor | undefined;
  readonly b_zero_point: Tensor | undefined;
}

const exactProduct = ({ a, b, a_zero_point, b_zero_point }: Factors, work: Workspace): FloatArray => {
  const left = shifted(a, a_zero_point, rowShape(a, a_zero_point, work.fail), work);
  const right = shifted(b, b_zero_point, columnShape(b, b_zero_point, work.fail), work);
  return floats(matMul({ a: left, b: right, attributes: {} }, inFloat64(work)));
};

interface Convolved {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly x_zero_point: Tensor | undefined;
  readonly w_zero_point: Tensor | undefined;
  readonly attributes: Parameters<typeof conv>[0]['attributes'];
}

const exactConvolution = (at: Convolved, b: Tensor | undefined, work: Workspace): FloatArray => {
  const { x, w, x_zero_point, w_zero_point, attributes } = at;
  const picture = shifted(x, x_zero_point, [], work);
  const filters = shifted(w, w_zero_point, filterShape(w, w_zero_point, work.fail), work);
  return floats(conv({ x: picture, w: filters, b: b && shifted(b, undefined, [], work), attributes }, inFloat64(work)));
};

/** What does not fit wraps around. */
function asInt32(sums: FloatArray, work: Workspace): Tensor {
  const y = output(work);
  numbers(y).set(sums);
  return y;
}

export const matMulInteger: Kernel<Ops['matMulInteger']> = (at, work) => asInt32(exactProduct(at, work), work);
export const convInteger: Kernel<Ops['convInteger']> = (at, work) =>
  asInt32(exactConvolution(at, undefined, work), work);

interface Scaled {
  readonly tensor: Tensor;
  readonly shape: readonly (number | string)[];
}

/** `round(sum · left · right / y_scale) + zero point`, each step in the precision of the scales. */
function requantized(
  sums: FloatArray,
  left: Scaled,
  right: Scaled,
  { y_scale, y_zero_point }: { readonly y_scale: Tensor; readonly y_zero_point: Tensor },
  work: Workspace,
): Tensor {
  const y = output(work);
  const [put, round] = [limitTo(y), roundingOf(y_scale)];
  const [lefts, rights, over, zero] = [
    numbers(left.tensor),
    numbers(right.tensor),
    floats(y_scale)[0]!,
    numbers(y_zero_point)[0]!,
  ];
  const shapes = [left.shape, right.shape] as readonly (readonly number[])[];
  forEachElement(y.shape, shapes, (at, i, j) => {
    const scale = round(round(lefts[i]! * rights[j]!) / over);
    put(at, roundHalfToEven(round(round(sums[at]!) * scale)) + zero);
  });
  return y;
}

export const qLinearMatMul: Kernel<Ops['qLinearMatMul']> = (at, work) => {
  const { a, a_scale, b, b_scale } = at;
  const left = { tensor: a_scale, shape: rowShape(a, a_scale, work.fail) };
  const right = { tensor: b_scale, shape: columnShape(b, b_scale, work.fail) };
  return requantized(exactProduct(at, work), left, right, at, work);
};

export const qLinearConv: Kernel<Ops['qLinearConv']> = (at, work) => {
  const { x_scale, w, w_scale } = at;
  const left = { tensor: x_scale, shape: [] };
  const right = { tensor: w_scale, shape: filterShape(w, w_scale, work.fail).toSpliced(1, 1) };
  return requantized(exactConvolution(at, at.b, work), left, right, at, work);
};
