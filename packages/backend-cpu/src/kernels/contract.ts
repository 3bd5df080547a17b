/** Sums of products, read by strides. */
import type { DType, Tensor } from '@graftml/core';
import { elements } from './copy.ts';

/** How products and sums are taken: of int32 and int64 modulo their size, as ONNX Runtime does. */
interface Arithmetic {
  of(x: number): number;
  multiply(a: number, b: number): number;
  add(a: number, b: number): number;
}

const real: Arithmetic = { of: (x) => x, multiply: (a, b) => a * b, add: (a, b) => a + b };
const arithmetic: Readonly<Record<string, Arithmetic>> = {
  float32: real,
  float64: real,
  int32: { ...real, multiply: Math.imul, add: (a, b) => (a + b) | 0 },
  // Bigints; storing them cuts them to 64 bits.
  int64: { ...real, of: (x) => BigInt(x) as never },
};

export const arithmeticOf = (dtype: DType): Arithmetic => arithmetic[dtype]!;

/**
 * Fills `y` with sums of products: element by element of `kept`, over all of `summed`. Each operand is read by strides, one
 * for each of these extents.
 */
export function contract(
  y: Tensor,
  kept: readonly number[],
  summed: readonly number[],
  operands: readonly { readonly tensor: Tensor; readonly strides: readonly number[] }[],
): void {
  const { of, multiply, add } = arithmeticOf(y.dtype);
  const [zero, one] = [of(0), of(1)];
  const to = elements(y);
  const [data, strides] = [operands.map(({ tensor }) => elements(tensor)), operands.map(({ strides }) => strides)];
  const places = operands.map(() => 0);
  const move = (axis: number, by: number) => {
    for (let o = 0; o < places.length; o++) places[o]! += by * strides[o]![axis]!;
  };
  let [next, sum] = [0, zero];
  const sumOver = (axis: number): void => {
    if (axis === summed.length) {
      let product = one;
      for (let o = 0; o < data.length; o++) product = multiply(product, data[o]![places[o]!]!);
      sum = add(sum, product);
      return;
    }
    for (let i = 0; i < summed[axis]!; i++, move(kept.length + axis, 1)) sumOver(axis + 1);
    move(kept.length + axis, -summed[axis]!);
  };
  const visit = (axis: number): void => {
    if (axis === kept.length) {
      sum = zero;
      sumOver(0);
      to[next++] = sum;
      return;
    }
    for (let i = 0; i < kept[axis]!; i++, move(axis, 1)) visit(axis + 1);
    move(axis, -kept[axis]!);
  };
  visit(0);
}
