/**
 * Convolution. Groups of one channel and a filter or two are taken directly, tap by tap; others become a matrix product
 * with the columns of each picture and group (im2col).
 */
import type { Ops, Tensor, Window } from '@graftml/core';
import { addColumns, toColumns } from './columns.ts';
import { correlate, correlateSlopes, spread } from './direct.ts';
import { type FloatArray, floats, type Kernel, output, type Workspace } from './kernel.ts';
import { type Matrix, product } from './matrix.ts';
import { type Taps, tapsOf } from './window.ts';

/** A convolution as its two sides: the picture that is looked at, and what is seen through the windows. */
interface Sides {
  readonly batch: number;
  readonly group: number;
  /** Channels of the picture, and filters, in a group. */
  readonly channels: number;
  readonly filters: number;
  readonly geometry: Taps;
}

function sidesOf(picture: readonly number[], seen: readonly number[], attributes: Window & { group: number }): Sides {
  const [batch, channels, ...spatial] = picture as [number, number, ...number[]];
  const [, filters, ...windows] = seen as [number, number, ...number[]];
  const { group } = attributes;
  const geometry = tapsOf(spatial, windows, attributes);
  return { batch, group, channels: channels / group, filters: filters / group, geometry };
}

/** Depthwise: a matrix product would be too small to pay for its columns. */
const isThin = ({ channels, filters }: Sides): boolean => channels === 1 && filters <= 2;

/** Visits every group of every picture, with where its channels begin on both sides, and its weights. */
function forEachGroup(
  { batch, group, channels, filters, geometry }: Sides,
  visit: (picture: number, seen: number, weights: number) => void,
): void {
  const weights = filters * channels * geometry.taps.length;
  for (let n = 0; n < batch; n++)
    for (let g = 0; g < group; g++) {
      const at = n * group + g;
      visit(at * channels * geometry.picture, at * filters * geometry.windows, g * weights);
    }
}

/** Every element of channel `m` starts as `bias[m]`, or 0. */
function fillWithBias(y: FloatArray, [batch, filters]: readonly number[], bias: Tensor | undefined): void {
  const planes = batch! * filters!;
  const plane = y.length / planes;
  for (let i = 0; i < planes; i++) y.fill(bias ? floats(bias)[i % filters!]! : 0, i * plane, (i + 1) * plane);
}

const matrix = (data: FloatArray, at: number, width: number): Matrix => ({ data, at, row: width, column: 1 });
const transposedMatrix = (data: FloatArray, at: number, width: number): Matrix => ({ data, at, row: 1, column: width });

/** Gives the columns of the channels of `x` from a place on. */
function columnsOf(
  x: FloatArray,
  { channels, geometry }: Sides,
  work: Workspace,
): (at: number) => [FloatArray, number] {
  if (geometry.isIdentity) return (at) => [x, at];
  const length = channels * geometry.taps.length * geometry.windows;
  const columns = work.allocate(x instanceof Float32Array ? 'float32' : 'float64', length);
  return (at) => {
    toColumns(columns, x, at, channels, geometry);
    return [columns, 0];
  };
}

/** `[filters, k] · [k, windows]` for every picture and group. */
export const conv: Kernel<Ops['conv']> = ({ x, w, b, attributes }, work) => {
  const result = output(work);
  const [from, weights, y] = [floats(x), floats(w), floats(result)];
  const sides = sidesOf(x.shape, result.shape, attributes);
  const { channels, filters, geometry } = sides;
  const { windows, taps } = geometry;
  fillWithBias(y, result.shape, b);

  if (isThin(sides)) {
    const sums = work.allocate('float64', windows);
    forEachGroup(sides, (at, seen, kernel) => {
      for (let f = 0; f < filters; f++) {
        sums.fill(y[seen + f * windows]!);
        correlate(sums, from, at, weights, kernel + f * taps.length, geometry);
        y.set(sums, seen + f * windows);
      }
    });
    return result;
  }
  const k = channels * taps.length;
  const columns = columnsOf(from, sides, work);
  const addProduct = product(filters, k, windows, work.allocate);
  forEachGroup(sides, (at, seen, kernel) => {
    const [data, start] = columns(at);
    addProduct(y, seen, windows, matrix(weights, kernel, k), matrix(data, start, windows));
  });
  return result;
};

/** The transpose of `conv`: here the result is the picture. */
export const convTranspose: Kernel<Ops['convTranspose']> = ({ x, w, b, attributes }, work) => {
  const result = output(work);
  const [from, weights, y] = [floats(x), floats(w), floats(result)];
  const sides = sidesOf(result.shape, x.shape, attributes);
  const { channels, filters, geometry } = sides;
  const { windows, picture, taps, isIdentity } = geometry;
  fillWithBias(y, result.shape, b);

  if (isThin(sides)) {
    const sums = work.allocate('float64', picture);
    forEachGroup(sides, (at, seen, kernel) => {
      sums.fill(y[at]!);
      for (let f = 0; f < filters; f++)
        spread(sums, from, seen + f * windows, weights, kernel + f * taps.length, geometry);
      y.set(sums, at);
    });
    return result;
  }
  const k = channels * taps.length;
  const columns = isIdentity ? y : (work.allocate(x.dtype, k * windows) as FloatArray);
  const addProduct = product(k, filters, windows, work.allocate);
  forEachGroup(sides, (at, seen, kernel) => {
    if (!isIdentity) columns.fill(0);
    const to = isIdentity ? at : 0;
    addProduct(columns, to, windows, transposedMatrix(weights, kernel, k), matrix(from, seen, windows));
    if (!isIdentity) addColumns(columns, y, at, channels, geometry);
  });
  return result;
};

/** `dy · columnsᵀ`, summed over the pictures. */
export const convWeightGradient: Kernel<Ops['convWeightGradient']> = ({ x, dy, attributes }, work) => {
  const result = output(work);
  const [from, slopes, y] = [floats(x), floats(dy), floats(result)];
  const sides = sidesOf(x.shape, dy.shape, attributes);
  const { channels, filters, geometry } = sides;
  const { windows, taps } = geometry;

  if (isThin(sides)) {
    const sums = work.allocate('float64', y.length).fill(0);
    forEachGroup(sides, (at, seen, kernel) => {
      for (let f = 0; f < filters; f++)
        correlateSlopes(sums, kernel + f * taps.length, from, at, slopes, seen + f * windows, geometry);
    });
    y.set(sums);
    return result;
  }
  const k = channels * taps.length;
  const columns = columnsOf(from, sides, work);
  const addProduct = product(filters, windows, k, work.allocate);
  y.fill(0);
  forEachGroup(sides, (at, seen, kernel) => {
    const [data, start] = columns(at);
    addProduct(y, kernel, k, matrix(slopes, seen, windows), transposedMatrix(data, start, windows));
  });
  return result;
};
