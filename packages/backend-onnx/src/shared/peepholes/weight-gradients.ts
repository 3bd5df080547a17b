/**
 * Weight gradients of stride 1 that need no columns, where that is faster on the CPU. (A tap is one place in the kernel.)
 *
 * - 1×1: what a weight saw is the picture itself. 96 to 24 channels of 28×28, batch 8: 0.88 → 0.60 ms.
 * - Depthwise: one row each is slow as a matrix product; multiplied and summed, tap by tap, it is not. 3×3 of 72 channels
 *   of 28×28, batch 8: 5.1 → 3.5 ms.
 * - From 9 taps and 8 channels: a product for each tap costs less than columns for all. Batch 32, 3×3, 16 to 16 channels
 *   of 32×32: 7.8 → 5.2 ms; 32 to 32 of 16×16: 8.0 → 5.6; 8 to 16 of 28×28: 3.0 → 2.4. With 1 channel 0.8 → 2.8, and
 *   with 2×2 taps the whole step of the CIFAR-10 network was 3 to 6 % slower.
 *
 * With strides the slice of a tap is not contiguous, and columns win (depthwise 3×3 of 96 channels: 2.8 against 4.6 ms).
 */
import {
  type Builder,
  builder,
  elementCount,
  type Graph,
  rewrite,
  seenByTaps,
  type Value,
  type Window,
} from '@graftml/core';

export type WindowInGroups = Window & { readonly group: number };

const fewestTaps = 9;
const fewestChannels = 8;

export const weightGradients = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [x, dy], attributes, outputs }) {
      if (op !== 'convWeightGradient') return undefined;
      const window = attributes as unknown as WindowInGroups;
      const form = formFor(window, x!.shape as number[], dy!.shape as number[]);
      return form && [form(builder(path), x!, dy!, window, outputs[0]!.shape as number[])];
    },
  });

function formFor(window: WindowInGroups, x: readonly number[], dy: readonly number[]) {
  const { strides, kernel_shape, group } = window;
  if (strides.some((stride) => stride !== 1)) return undefined;
  if (isPointwise(window, x, dy)) return pointwise;
  if (isDepthwise(window, x, dy)) return depthwise;
  return elementCount(kernel_shape) >= fewestTaps && x[1]! / group >= fewestChannels ? dense : undefined;
}

type Form = (window: WindowInGroups, x: readonly number[], dy: readonly number[]) => boolean;

export const isPointwise: Form = ({ strides, kernel_shape, pads }, x, dy) =>
  elementCount(kernel_shape) === 1 &&
  strides.every((stride) => stride === 1) &&
  pads.every((n) => n === 0) &&
  String(x.slice(2)) === String(dy.slice(2));

export const isDepthwise: Form = ({ group }, x, dy) => group === x[1] && group === dy[1];

export const pointwise = (
  g: Builder,
  x: Value,
  dy: Value,
  { group }: WindowInGroups,
  shape: readonly number[],
): Value => g.reshape(correlate(g, x, dy, group), shape);

export function depthwise(g: Builder, x: Value, dy: Value, window: WindowInGroups, shape: readonly number[]): Value {
  const [batch, channels, ...windows] = dy.shape as number[] as [number, number, ...number[]];
  const sums = seenByTaps(g, x, window, windows).map((seen) => {
    const products = g.reshape(g.mul(seen, dy), [batch, channels, elementCount(windows)]);
    return g.unsqueeze(g.reduceSum(products, [0, 2], { keepdims: 0 }), [1]);
  });
  return g.reshape(g.concat(sums, { axis: 1 }), shape);
}

function dense(g: Builder, x: Value, dy: Value, window: WindowInGroups, shape: readonly number[]): Value {
  const each = seenByTaps(g, x, window, dy.shape.slice(2) as number[]).map((seen) =>
    g.unsqueeze(correlate(g, seen, dy, window.group), [-1]),
  );
  return g.reshape(g.concat(each, { axis: -1 }), shape);
}

/** `[group, filters / group, channels / group]`: the sum over pictures and positions of `dy` times what was seen there. */
function correlate(g: Builder, seen: Value, dy: Value, group: number): Value {
  const columns = g.transpose(byGroup(g, seen, group), { perm: [0, 1, 3, 2] });
  return g.reduceSum(g.matMul(byGroup(g, dy, group), columns), [0], { keepdims: 0 });
}

/** `[N, C, ...]` → `[N, group, C / group, positions]`. */
export function byGroup(g: Builder, value: Value, group: number): Value {
  const [batch, channels, ...spatial] = value.shape as number[] as [number, number, ...number[]];
  return g.reshape(value, [batch, group, channels / group, elementCount(spatial)]);
}
