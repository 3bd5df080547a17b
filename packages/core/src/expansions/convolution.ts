import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { Window } from '../ops/window.ts';
import { elementCount } from '../tensor.ts';
import { oneHotKernel, seenByTaps } from '../windows.ts';
import type { Expansion } from './expansion.ts';

/** Columns of more floats than this (128 MB) are not laid out at once. */
const mostColumns = 2 ** 25;
/** From this many weights a filter, one product a tap is faster than laying out columns. */
const manyWeights = 256;

/**
 * For every picture and group, `dY · columnsᵀ`, summed over the pictures: im2col (Chellapilla et al. 2006) where the
 * columns are few, one product for each tap of the kernel where they are many.
 */
export const convWeightGradient: Expansion<Ops['convWeightGradient']> = (g, { x, dy, attributes }) => {
  const { kernel_shape, group } = attributes;
  const [batch, channels] = x.shape as number[] as [number, number];
  const [, filters, ...windows] = dy.shape as number[] as [number, number, ...number[]];
  const positions = elementCount(windows);
  const perGroup = channels / group;
  const count = elementCount(kernel_shape);
  const rows = g.reshape(dy, [batch, group, filters / group, positions]);
  /** `[N, group, k, positions]` seen by k weights of each filter → `[group, filters / group, k]`. */
  const correlate = (seen: Value): Value =>
    g.reduceSum(g.matMul(rows, g.transpose(seen, { perm: [0, 1, 3, 2] })), [0], { keepdims: 0 });

  const atOnce = perGroup * count < manyWeights && batch * channels * count * positions <= mostColumns;
  const products = atOnce
    ? correlate(g.reshape(columns(g, x, attributes, windows), [batch, group, perGroup * count, positions]))
    : tapByTap(g, x, attributes, windows, (seen) => correlate(g.reshape(seen, [batch, group, perGroup, positions])));
  return g.reshape(products, [filters, perGroup, ...kernel_shape]);
};

/** im2col as one convolution of single channels with one-hot weights: `[N · C, taps, ...windows]`. */
function columns(g: Builder, x: Value, window: Window, windows: readonly number[]): Value {
  const { kernel_shape, strides, dilations, pads } = window;
  const [batch, channels, ...spatial] = x.shape as number[] as [number, number, ...number[]];
  const pictures = g.reshape(x, [batch * channels, 1, ...spatial]);
  const all = g.conv(pictures, oneHotKernel(kernel_shape, x.dtype), { strides, dilations, pads });
  if (String(all.shape.slice(2)) === String(windows)) return all;
  return g.slice(
    all,
    windows.map(() => 0),
    [...windows],
    windows.map((_, axis) => axis + 2),
  );
}

function tapByTap(
  g: Builder,
  x: Value,
  window: Window,
  windows: readonly number[],
  correlate: (seen: Value) => Value,
): Value {
  const each = seenByTaps(g, x, window, windows).map((seen) => g.unsqueeze(correlate(seen), [-1]));
  return g.concat(each, { axis: -1 });
}
