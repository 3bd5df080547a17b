/** Pooling: the windows of each channel, tap by tap. */
import { elementCount, type Ops, padsAt, type Tensor, unpooledShape, type Window } from '@graftml/core';
import { floats, type Kernel, type NumberArray, numbers, output, type Workspace } from './kernel.ts';
import { stridesOf } from './strides.ts';
import { outside, type Taps, tapsOf } from './window.ts';

const lowest = { float32: -Infinity, float64: -Infinity, uint8: 0, int8: -128 };

/** NaN wins; padding never does. */
export const maxPool: Kernel<Ops['maxPool']> = ({ x, attributes }, work) => {
  const result = output(work);
  const [from, y] = [numbers(x), numbers(result).fill(lowest[x.dtype as keyof typeof lowest])];
  const geometry = tapsOf(x.shape.slice(2), result.shape.slice(2), attributes);
  const { taps, width, step, picture, windows } = geometry;
  const planes = x.shape[0]! * x.shape[1]!;
  for (let plane = 0; plane < planes; plane++)
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++) {
        if (lines[l] === outside) continue;
        const i = plane * picture + lines[l]!;
        const to = plane * windows + l * width;
        for (let o = low; o < high; o++) {
          const value = from[i + o * step]!;
          if (value > y[to + o]! || Number.isNaN(value)) y[to + o] = value;
        }
      }
  if (!work.isUsed(1)) return [result, undefined];
  const indices = output(work, 1) as Tensor<'int64'>;
  const numberOf = attributes.storage_order === 1 ? columnMajor(x.shape.slice(2)) : (at: number) => at;
  placesOf(from, y, geometry).forEach((at, i) => {
    indices.data[i] = BigInt(at - (at % picture) + numberOf(at % picture));
  });
  return [result, indices];
};

/** Which element of x the maximum of each window is: the first that equals it. */
function placesOf(from: NumberArray, most: NumberArray, { taps, width, step, picture, windows }: Taps): Int32Array {
  const places = new Int32Array(most.length).fill(-1);
  for (let plane = 0; plane * windows < most.length; plane++)
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++) {
        if (lines[l] === outside) continue;
        const i = plane * picture + lines[l]!;
        const to = plane * windows + l * width;
        for (let o = low; o < high; o++)
          if (places[to + o] === -1 && Object.is(from[i + o * step], most[to + o])) places[to + o] = i + o * step;
      }
  return places;
}

/** From an element's place in a row-major picture to its place where the first axis varies fastest. */
function columnMajor(spatial: readonly number[]): (at: number) => number {
  const strides = stridesOf(spatial);
  return (at) => spatial.reduceRight((place, size, axis) => place * size + (Math.floor(at / strides[axis]!) % size), 0);
}

/** The elements of x at the places that `indices` name, in the smallest picture, at the begin of the one asked for. */
export const maxUnpool: Kernel<Ops['maxUnpool']> = ({ x, indices, attributes }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y).fill(0)];
  const counted = unpooledShape(x, attributes) as readonly number[];
  const strides = stridesOf(y.shape);
  const size = elementCount(counted);
  (indices as Tensor<'int64'>).data.forEach((index, i) => {
    if (index < 0n || index >= BigInt(size)) work.fail(`the index ${index} lies outside of [${counted}]`);
    let rest = Number(index);
    let place = 0;
    let isInside = true;
    for (let axis = counted.length - 1; axis >= 0; axis--) {
      const at = rest % counted[axis]!;
      rest = Math.floor(rest / counted[axis]!);
      place += at * strides[axis]!;
      isInside &&= at < y.shape[axis]!;
    }
    if (isInside) to[place] = from[i]!;
  });
  return y;
};

/** A window gives its slope to the first tap that sees its maximum, and is done. */
export const maxPoolGradient: Kernel<Ops['maxPoolGradient']> = ({ x, y, dy, attributes }, work) => {
  const result = output(work);
  const [from, most, slopes, dx] = [floats(x), floats(y), floats(dy), floats(result).fill(0)];
  const { taps, width, step, picture, windows } = tapsOf(x.shape.slice(2), y.shape.slice(2), attributes);
  const planes = x.shape[0]! * x.shape[1]!;
  const done = work.allocate('uint8', windows);
  for (let plane = 0; plane < planes; plane++) {
    done.fill(0);
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++) {
        if (lines[l] === outside) continue;
        const i = plane * picture + lines[l]!;
        const line = l * width;
        const first = plane * windows + line;
        for (let o = low; o < high; o++) {
          const at = first + o;
          if (done[line + o] === 0 && from[i + o * step] === most[at]) {
            dx[i + o * step]! += slopes[at]!;
            done[line + o] = 1;
          }
        }
      }
  }
  return result;
};

/** How many elements a window counts, for each window along each axis: without the padding, or with it. */
function countsAlongAxes(
  spatial: readonly number[],
  windows: readonly number[],
  w: Window,
  padding: boolean,
): number[][] {
  return spatial.map((size, axis) => {
    const [begin, end] = padsAt(w, axis);
    const [first, last] = padding ? [-begin, size + end] : [0, size];
    return Array.from({ length: windows[axis]! }, (_, o) => {
      const start = o * w.strides[axis]! - begin;
      const elements = Array.from({ length: w.kernel_shape[axis]! }, (_, k) => start + k * w.dilations[axis]!);
      return elements.filter((at) => at >= first && at < last).length;
    });
  });
}

export const averagePool: Kernel<Ops['averagePool']> = ({ x, attributes }, work) => {
  const result = output(work);
  const [from, y] = [floats(x), floats(result)];
  const [spatial, windowCounts] = [x.shape.slice(2), result.shape.slice(2)];
  const { taps, width, step, picture, windows } = tapsOf(spatial, windowCounts, attributes);
  const perAxis = countsAlongAxes(spatial, windowCounts, attributes, attributes.count_include_pad !== 0);
  const counts = perAxis.reduce((all, axis) => all.flatMap((a) => axis.map((b) => a * b)), [1]);
  const sums = work.allocate('float64', windows);
  const planes = x.shape[0]! * x.shape[1]!;
  for (let plane = 0; plane < planes; plane++) {
    sums.fill(0);
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++) {
        if (lines[l] === outside) continue;
        const i = plane * picture + lines[l]!;
        const to = l * width;
        for (let o = low; o < high; o++) sums[to + o]! += from[i + o * step]!;
      }
    for (let o = 0; o < windows; o++) y[plane * windows + o] = sums[o]! / counts[o]!;
  }
  return result;
};

export const lpPool: Kernel<Ops['lpPool']> = ({ x, attributes }, work) => {
  const result = output(work);
  const [from, y] = [floats(x), floats(result)];
  const { p } = attributes;
  const { taps, width, step, picture, windows } = tapsOf(x.shape.slice(2), result.shape.slice(2), attributes);
  const sums = work.allocate('float64', windows);
  const planes = x.shape[0]! * x.shape[1]!;
  for (let plane = 0; plane < planes; plane++) {
    sums.fill(0);
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++) {
        if (lines[l] === outside) continue;
        const i = plane * picture + lines[l]!;
        for (let o = low; o < high; o++) sums[l * width + o]! += Math.abs(from[i + o * step]!) ** p;
      }
    for (let o = 0; o < windows; o++) y[plane * windows + o] = sums[o]! ** (1 / p);
  }
  return result;
};

/** One number for each channel of each picture, from all its elements: folded in double precision. */
function perPlane(
  x: Tensor,
  work: Workspace,
  start: number,
  fold: (sofar: number, value: number) => number,
  finish: (folded: number, count: number) => number,
): Tensor {
  const result = output(work);
  const [from, y] = [floats(x), floats(result)];
  const size = from.length / y.length;
  for (let plane = 0; plane < y.length; plane++) {
    let sofar = start;
    for (let i = plane * size; i < (plane + 1) * size; i++) sofar = fold(sofar, from[i]!);
    y[plane] = finish(sofar, size);
  }
  return result;
}

export const globalAveragePool: Kernel<Ops['globalAveragePool']> = ({ x }, work) =>
  perPlane(
    x,
    work,
    0,
    (sum, value) => sum + value,
    (sum, count) => sum / count,
  );

export const globalMaxPool: Kernel<Ops['globalMaxPool']> = ({ x }, work) =>
  perPlane(x, work, -Infinity, Math.max, (most) => most);

export const globalLpPool: Kernel<Ops['globalLpPool']> = ({ x, attributes: { p } }, work) =>
  perPlane(
    x,
    work,
    0,
    (sum, value) => sum + Math.abs(value) ** p,
    (sum) => sum ** (1 / p),
  );
