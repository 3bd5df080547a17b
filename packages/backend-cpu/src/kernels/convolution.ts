/** Convolution through columns, picture by picture and group by group. */
import type { Ops, Tensor } from '@graftml/core';
import { addColumns, toColumns } from './columns.ts';
import { type FloatArray, floats, type Kernel, output } from './kernel.ts';
import { addProduct, type Matrix } from './matrix.ts';
import { tapsOf } from './window.ts';

/** Every element of channel `m` starts as `bias[m]`, or 0. */
function fillWithBias(y: FloatArray, [batch, filters]: readonly number[], bias: Tensor | undefined): void {
  const plane = y.length / (batch! * filters!) || 0;
  for (let i = 0, at = 0; i < batch! * filters!; i++, at += plane)
    y.fill(bias ? floats(bias)[i % filters!]! : 0, at, at + plane);
}

const matrix = (data: FloatArray, at: number, width: number): Matrix => ({ data, at, row: width, column: 1 });
const transposedMatrix = (data: FloatArray, at: number, width: number): Matrix => ({ data, at, row: 1, column: width });

/** `[M, k] · [k, windows]` for every picture and group. */
export const conv: Kernel<Ops['conv']> = ({ x, w, b, attributes }, work) => {
  const result = output(work);
  const [batch, channels, ...spatial] = x.shape as [number, number, ...number[]];
  const [, filters, ...windows] = result.shape as [number, number, ...number[]];
  const { group } = attributes;
  const [from, weights, y] = [floats(x), floats(w), floats(result)];
  const geometry = tapsOf(spatial, windows, attributes);
  const [inGroup, outGroup] = [channels / group, filters / group];
  const k = inGroup * geometry.taps.length;
  const columns = work.allocate(x.dtype, k * geometry.windows) as FloatArray;

  fillWithBias(y, result.shape, b);
  for (let n = 0; n < batch; n++)
    for (let g = 0; g < group; g++) {
      toColumns(columns, from, (n * channels + g * inGroup) * geometry.picture, inGroup, geometry);
      const at = (n * filters + g * outGroup) * geometry.windows;
      const rows = matrix(weights, g * outGroup * k, k);
      const seen = matrix(columns, 0, geometry.windows);
      addProduct(y, at, geometry.windows, rows, seen, outGroup, k, geometry.windows, work.allocate);
    }
  return result;
};

/** The transpose of `conv`: here the result is the picture, and x has one element a window. */
export const convTranspose: Kernel<Ops['convTranspose']> = ({ x, w, b, attributes }, work) => {
  const result = output(work);
  const [batch, channels, ...windows] = x.shape as [number, number, ...number[]];
  const [, filters, ...spatial] = result.shape as [number, number, ...number[]];
  const { group } = attributes;
  const [from, weights, y] = [floats(x), floats(w), floats(result)];
  const geometry = tapsOf(spatial, windows, attributes);
  const [inGroup, outGroup] = [channels / group, filters / group];
  const k = outGroup * geometry.taps.length;
  const columns = work.allocate(x.dtype, k * geometry.windows) as FloatArray;

  fillWithBias(y, result.shape, b);
  for (let n = 0; n < batch; n++)
    for (let g = 0; g < group; g++) {
      const rows = transposedMatrix(weights, g * inGroup * k, k);
      const seen = matrix(from, (n * channels + g * inGroup) * geometry.windows, geometry.windows);
      columns.fill(0);
      addProduct(columns, 0, geometry.windows, rows, seen, k, inGroup, geometry.windows, work.allocate);
      addColumns(columns, y, (n * filters + g * outGroup) * geometry.picture, outGroup, geometry);
    }
  return result;
};

/** `dy · columnsᵀ`, summed over the pictures. */
export const convWeightGradient: Kernel<Ops['convWeightGradient']> = ({ x, dy, attributes }, work) => {
  const result = output(work);
  const [batch, channels, ...spatial] = x.shape as [number, number, ...number[]];
  const [, filters, ...windows] = dy.shape as [number, number, ...number[]];
  const { group } = attributes;
  const [from, slopes, y] = [floats(x), floats(dy), floats(result).fill(0)];
  const geometry = tapsOf(spatial, windows, attributes);
  const [inGroup, outGroup] = [channels / group, filters / group];
  const k = inGroup * geometry.taps.length;
  const columns = work.allocate(x.dtype, k * geometry.windows) as FloatArray;

  for (let n = 0; n < batch; n++)
    for (let g = 0; g < group; g++) {
      toColumns(columns, from, (n * channels + g * inGroup) * geometry.picture, inGroup, geometry);
      const rows = matrix(slopes, (n * filters + g * outGroup) * geometry.windows, geometry.windows);
      const seen = transposedMatrix(columns, 0, geometry.windows);
      addProduct(y, g * outGroup * k, k, rows, seen, outGroup, geometry.windows, k, work.allocate);
    }
  return result;
};
