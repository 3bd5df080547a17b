/** Pooling: the windows of each channel, tap by tap. */
import { type Ops, padsAt, type Window } from '@graftml/core';
import { floats, type Kernel, output } from './kernel.ts';
import { outside, tapsOf } from './window.ts';

/** NaN wins; padding never does. */
export const maxPool: Kernel<Ops['maxPool']> = ({ x, attributes }, work) => {
  const result = output(work);
  const [from, y] = [floats(x), floats(result).fill(-Infinity)];
  const { taps, width, step, picture, windows } = tapsOf(x.shape.slice(2), result.shape.slice(2), attributes);
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
  return result;
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

export const globalAveragePool: Kernel<Ops['globalAveragePool']> = ({ x }, work) => {
  const result = output(work);
  const [from, y] = [floats(x), floats(result)];
  const size = from.length / y.length;
  for (let plane = 0; plane < y.length; plane++) {
    let sum = 0;
    for (let i = plane * size; i < (plane + 1) * size; i++) sum += from[i]!;
    y[plane] = sum / size;
  }
  return result;
};
