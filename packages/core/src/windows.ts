/**
 * From pictures to windows and back, for the gradients of convolution and pooling. What is done to each channel alone is
 * done as if it were a picture of its own, `[N · C, 1, ...]`, and not by groups: the work is the same, and ONNX Runtime's
 * WebGPU computes wrongly where a group has 5 outputs or more but not a multiple of 4, or an even number of inputs.
 */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import type { Window } from './ops/window.ts';
import { coordinatesIn } from './shapes.ts';
import { type DType, elementCount, tensor } from './tensor.ts';

/** The kernel's elements as coordinates, in row-major order. */
export const taps = coordinatesIn;

/** Whether windows on a picture of `shape` `[N, C, ...]` touch each element exactly once. */
export const isTiling = ({ kernel_shape, strides, dilations, pads }: Window, shape: readonly number[]): boolean =>
  pads.every((n) => n === 0) &&
  kernel_shape.every(
    (k, axis) => k === strides[axis] && (k === 1 || dilations[axis] === 1) && shape[axis + 2]! % k === 0,
  );

/** A kernel `[taps, 1, ...kernel_shape]` for pictures of one channel that gives each tap an output channel of its own. */
export function oneHotKernel(kernel_shape: readonly number[], dtype: DType): Value {
  const count = elementCount(kernel_shape);
  const weights = new Array<number>(count * count).fill(0);
  for (let tap = 0; tap < count; tap++) weights[tap * count + tap] = 1;
  return constant(tensor(dtype, [count, 1, ...kernel_shape], weights));
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

/** What every tap of the windows sees of `x` `[N, C, ...]`, padded with zeros: one `[N, C, ...windows]` for each. */
export function seenByTaps(g: Builder, x: Value, window: Window, windows: readonly number[]): Value[] {
  const { kernel_shape, pads } = window;
  const half = pads.length / 2;
  const padded = pads.some((n) => n > 0) ? g.pad(x, [0, 0, ...pads.slice(0, half), 0, 0, ...pads.slice(half)]) : x;
  return taps(kernel_shape).map((tap) => tapSlice(g, padded, tap, window, windows));
}

/**
 * The transpose of looking through windows: adds each element of `windows` `[N, C, k, ...]` to the places of a picture
 * of `shape` `[N, C, ...]` that its window covers, weighted by `kernel` `[k, 1, ...kernel_shape]`.
 */
export function spreadWindows(
  g: Builder,
  windows: Value,
  kernel: Value,
  window: Window,
  shape: readonly number[],
): Value {
  const { kernel_shape, strides, dilations, pads } = window;
  const [batch, channels, ...spatial] = shape as readonly [number, number, ...number[]];
  const places = windows.shape.slice(-spatial.length) as number[];
  const each = g.reshape(windows, [batch * channels, kernel.shape[0] as number, ...places]);
  const spread = g.convTranspose(each, kernel, undefined, { kernel_shape, strides, dilations });
  // The picture may end before the last window does (padding, ceil_mode), or after it (strides).
  const begins = spatial.map((_, axis) => -pads[axis]!);
  const ends = spatial.map((size, axis) => size + pads[axis]! - (spread.shape[axis + 2] as number));
  const amounts = [0, 0, ...begins, 0, 0, ...ends];
  return g.reshape(amounts.every((n) => n === 0) ? spread : g.pad(spread, amounts), shape);
}
