/** Normalization. Sums are taken in double precision, variances from the differences to the mean. */
import { elementCount, type Ops, type Tensor } from '@graftml/core';
import { along, split } from './axis.ts';
import { type FloatArray, floats, type Kernel, output, type Workspace } from './kernel.ts';
import { forEachReducedRun } from './reduce.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

/** `shape`, whose elements are taken together along `axes`: one mean and one variance for each place along the others. */
interface Layout {
  readonly shape: readonly number[];
  readonly axes: readonly number[];
}

interface Statistics {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

function statisticsOf(x: FloatArray, layout: Layout): Statistics {
  const count = elementCount(layout.axes.map((axis) => layout.shape[axis]!));
  const places = x.length / count || 0;
  const [mean, variance] = [new Float64Array(places), new Float64Array(places)];
  forEachReducedRun(layout, layout.axes, (at, length, to, step) => {
    for (let i = 0; i < length; i++) mean[to + i * step]! += x[at + i]! / count;
  });
  forEachReducedRun(layout, layout.axes, (at, length, to, step) => {
    for (let i = 0; i < length; i++) variance[to + i * step]! += (x[at + i]! - mean[to + i * step]!) ** 2 / count;
  });
  return { mean, variance };
}

/** `(x - mean) · factor`, the factor made of the variance. */
function standardize(
  x: FloatArray,
  y: FloatArray | Float64Array,
  layout: Layout,
  { mean, variance }: Statistics,
  factorOf: (variance: number) => number,
): void {
  const factors = variance.map(factorOf);
  forEachReducedRun(layout, layout.axes, (at, length, to, step) => {
    for (let i = 0; i < length; i++) y[at + i] = (x[at + i]! - mean[to + i * step]!) * factors[to + i * step]!;
  });
}

const inverseDeviation = (epsilon: number) => (variance: number) => 1 / Math.sqrt(variance + epsilon);

/** `y · scale[k] + bias[k]`, where k names the entries of one axis. */
function scaleAndShift(
  y: FloatArray,
  source: Float64Array,
  shape: readonly number[],
  axis: number,
  scale: Tensor,
  bias: Tensor,
): void {
  const { outer, extent, inner } = split(shape, axis);
  const [a, b] = [floats(scale), floats(bias)];
  for (let o = 0, at = 0; o < outer; o++)
    for (let k = 0; k < extent; k++) for (const end = at + inner; at < end; at++) y[at] = source[at]! * a[k]! + b[k]!;
}

/** The batch as `[N, C, rest]`; a vector is one channel. */
const byChannel = ([batch, channels = 1, ...places]: readonly number[]): readonly number[] => [
  batch!,
  channels,
  elementCount(places),
];

export const batchNormalization: Kernel<Ops['batchNormalization']> = (
  { x, scale, b, input_mean, input_var, attributes: { epsilon, momentum, training_mode } },
  work,
) => {
  const y = output(work);
  const layout = { shape: byChannel(x.shape), axes: [0, 2] };
  const stored = { mean: Float64Array.from(floats(input_mean)), variance: Float64Array.from(floats(input_var)) };
  const used = training_mode ? statisticsOf(floats(x), layout) : stored;
  const standard = work.allocate('float64', floats(x).length);
  standardize(floats(x), standard, layout, used, inverseDeviation(epsilon));
  scaleAndShift(floats(y), standard, layout.shape, 1, scale, b);
  if (!training_mode) return [y, undefined, undefined];
  const moved = (i: number, before: Float64Array, now: Float64Array): Tensor => {
    const result = output(work, i);
    floats(result).set(before.map((value, c) => value * momentum + now[c]! * (1 - momentum)));
    return result;
  };
  return [y, moved(1, stored.mean, used.mean), moved(2, stored.variance, used.variance)];
};

export const layerNormalization: Kernel<Ops['layerNormalization']> = (
  { x, scale, b, attributes: { axis, epsilon } },
  work,
) => {
  const y = output(work);
  const layout = { shape: x.shape, axes: [...x.shape.keys()].slice(axis) };
  const statistics = statisticsOf(floats(x), layout);
  const standard = work.allocate('float64', floats(x).length);
  standardize(floats(x), standard, layout, statistics, inverseDeviation(epsilon));
  const [to, a, c] = [floats(y), floats(scale), b && floats(b)];
  const strides = [scale, b ?? scale].map((list) => broadcastStrides(list.shape, x.shape));
  forEachRun(x.shape, strides, (at, length, [i, j], [di, dj]) => {
    for (let n = 0; n < length; n++) to[at + n] = standard[at + n]! * a[i! + n * di!]! + (c ? c[j! + n * dj!]! : 0);
  });
  const [mean, inverse] = [output(work, 1), output(work, 2)];
  floats(mean).set(statistics.mean);
  floats(inverse).set(statistics.variance.map(inverseDeviation(epsilon)));
  return [y, mean, inverse];
};

/** Each of the `groups` of channels of each picture by itself; scale and bias have one number for each group. */
function normalizeGroups(x: Tensor, groups: number, scale: Tensor, bias: Tensor, epsilon: number, work: Workspace) {
  const y = output(work);
  const layout = { shape: [x.shape[0]!, groups, elementCount(x.shape.slice(1)) / groups], axes: [2] };
  const standard = work.allocate('float64', floats(x).length);
  standardize(floats(x), standard, layout, statisticsOf(floats(x), layout), inverseDeviation(epsilon));
  scaleAndShift(floats(y), standard, layout.shape, 1, scale, bias);
  return y;
}

export const instanceNormalization: Kernel<Ops['instanceNormalization']> = (
  { input, scale, b, attributes: { epsilon } },
  work,
) => normalizeGroups(input, input.shape[1]!, scale, b, epsilon, work);

export const groupNormalization: Kernel<Ops['groupNormalization']> = (
  { x, scale, bias, attributes: { epsilon, num_groups } },
  work,
) => normalizeGroups(x, num_groups, scale, bias, epsilon, work);

export const lrn: Kernel<Ops['lrn']> = ({ x, attributes: { alpha, beta, bias, size } }, work) => {
  const y = output(work);
  const [from, to] = [floats(x), floats(y)];
  const before = Math.floor((size - 1) / 2);
  along(x.shape, 1, (start, end, stride) => {
    for (let i = start; i < end; i += stride) {
      let sum = 0;
      const first = Math.max(start, i - before * stride);
      const last = Math.min(end - 1, i + (size - 1 - before) * stride);
      for (let j = first; j <= last; j += stride) sum += from[j]! ** 2;
      to[i] = from[i]! / (bias + (alpha / size) * sum) ** beta;
    }
  });
  return y;
};

export const meanVarianceNormalization: Kernel<Ops['meanVarianceNormalization']> = (
  { x, attributes: { axes } },
  work,
) => {
  const y = output(work);
  const layout = { shape: x.shape, axes: axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)) };
  const factor = (variance: number) => 1 / (Math.sqrt(variance) + 1e-9);
  standardize(floats(x), floats(y), layout, statisticsOf(floats(x), layout), factor);
  return y;
};

export const lpNormalization: Kernel<Ops['lpNormalization']> = ({ input, attributes: { axis, p } }, work) => {
  const y = output(work);
  const [from, to] = [floats(input), floats(y)];
  along(input.shape, axis, (start, end, stride) => {
    let sum = 0;
    for (let i = start; i < end; i += stride) sum += Math.abs(from[i]!) ** p;
    const norm = p === 1 ? sum : Math.sqrt(sum);
    for (let i = start; i < end; i += stride) to[i] = norm === 0 ? 0 : from[i]! / norm;
  });
  return y;
};
