/** From pictures to windows and back, for the gradients of convolution and pooling. */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import type { Window } from './ops/window.ts';
import { type DType, elementCount, tensor } from './tensor.ts';

/** The kernel's elements as coordinates, in row-major order. */
export const taps = (kernel_shape: readonly number[]): readonly (readonly number[])[] =>
  kernel_shape.reduce<readonly (readonly number[])[]>(
    (all, size) => all.flatMap((tap) => [...Array(size).keys()].map((k) => [...tap, k])),
    [[]],
  );

/** A depthwise kernel `[channels · taps, 1, ...kernel_shape]` that gives each tap its own output channel. */
export function oneHotKernel(channels: number, kernel_shape: readonly number[], dtype: DType): Value {
  const count = elementCount(kernel_shape);
  const weights = new Array<number>(channels * count * count).fill(0);
  for (let i = 0; i < channels * count; i++) weights[i * count + (i % count)] = 1;
  return constant(tensor(dtype, [channels * count, 1, ...kernel_shape], weights));
}

/** What `tap` of every window sees of `padded` `[N, C, ...]`: `[N, C, ...windows]`. */
export function tapSlice(
  g: Builder,
  padded: Value,
  tap: readonly number[],
  { strides, dilations }: Window,
  windows: readonly number[],
): Value {
  const starts = tap.map((k, axis) => k * dilations[axis]!);
  const ends = starts.map((start, axis) => start + (windows[axis]! - 1) * strides[axis]! + 1);
  return g.slice(
    padded,
    starts,
    ends,
    starts.map((_, axis) => axis + 2),
    [...strides],
  );
}

/**
 * The transpose of looking through windows: adds each element of `windows` `[N, C · k, ...]` to the places of a picture
 * of `shape` that its window covers, weighted by the depthwise `kernel` `[C · k, 1, ...kernel_shape]`.
 */
export function spreadWindows(
  g: Builder,
  windows: Value,
  kernel: Value,
  window: Window,
  shape: readonly number[],
): Value {
  const { kernel_shape, strides, dilations, pads } = window;
  const spread = g.convTranspose(windows, kernel, { kernel_shape, strides, dilations, group: shape[1]! });
  // The picture may end before the last window does (padding, ceil_mode), or after it (strides).
  const [, , ...spatial] = shape;
  const begins = spatial.map((_, axis) => -pads[axis]!);
  const ends = spatial.map((size, axis) => size + pads[axis]! - (spread.shape[axis + 2] as number));
  const amounts = [0, 0, ...begins, 0, 0, ...ends];
  return amounts.every((n) => n === 0) ? spread : g.pad(spread, amounts);
}
