/** The arithmetic of sliding windows, shared by convolution and pooling. */
import { combineDims } from '../ir/dims.ts';
import type { Dim, Shape } from '../ir/value.ts';
import { type Fail, int, ints } from '../op.ts';

/** `pads` are all begins, then all ends, in the order of the spatial axes. */
export interface Window {
  readonly kernel_shape: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

/** Left empty, they are filled in: strides and dilations with ones, pads with zeros. */
export const windowAttributes = { kernel_shape: ints([]), strides: ints([]), dilations: ints([]), pads: ints([]) };
export const ceilMode = int(0);

/** No window reaches further: sums and products of a few such numbers are exact. */
const most = 2 ** 20;

/** The window with every entry explicit and checked; `kernel` is the kernel's shape where weights tell it. */
export function completeWindow(given: Window, rank: number, fail: Fail, kernel: Shape = given.kernel_shape): Window {
  if (rank < 1) return fail('needs [N, C, ...spatial]');
  const filled = (name: string, values: readonly number[], length: number, fallback: number, least: number) => {
    if (values.length !== 0 && values.length !== length) fail(`${name} needs ${length} numbers, got [${values}]`);
    if (values.some((v) => !Number.isInteger(v) || v < least || v > most))
      fail(`${name} must be whole numbers from ${least} to ${most}, got [${values}]`);
    return values.length === 0 ? new Array<number>(length).fill(fallback) : values;
  };
  if (kernel.some((k) => typeof k !== 'number')) fail('the kernel must have a known size');
  if (kernel.length !== rank) fail(`kernel_shape needs ${rank} numbers, got [${kernel}]`);
  if (given.kernel_shape.length > 0 && String(given.kernel_shape) !== String(kernel))
    fail(`kernel_shape [${given.kernel_shape}] is not that of the weights, [${kernel}]`);
  return {
    kernel_shape: filled('kernel_shape', kernel as readonly number[], rank, 1, 1),
    strides: filled('strides', given.strides, rank, 1, 1),
    dilations: filled('dilations', given.dilations, rank, 1, 1),
    pads: filled('pads', given.pads, 2 * rank, 0, 0),
  };
}

/** The extent that a window covers: `(kernel - 1) · dilation + 1`. */
export const reach = (w: Window, axis: number): number => (w.kernel_shape[axis]! - 1) * w.dilations[axis]! + 1;

/** How much is added before and after one spatial axis. */
export const padsAt = (w: Pick<Window, 'pads'>, axis: number): readonly [begin: number, end: number] => [
  w.pads[axis]!,
  w.pads[axis + w.pads.length / 2]!,
];

/**
 * How many windows fit: `floor((size + pads - reach) / stride) + 1` for each spatial axis. With `ceil`, a last window may
 * hang over the end as long as it starts inside the input or its left padding (ONNX's AveragePool and MaxPool).
 */
export function windowsOver(spatial: Shape, w: Window, fail: Fail, ceil = false): Shape {
  return spatial.map((size, axis): Dim => {
    const [begin, end] = padsAt(w, axis);
    const stride = w.strides[axis]!;
    const room = combineDims('+', size, begin + end - reach(w, axis));
    if (typeof room !== 'number' || typeof size !== 'number')
      return combineDims('+', combineDims('/', ceil ? combineDims('+', room, stride - 1) : room, stride), 1);
    if (room < 0)
      return fail(
        `a window of ${reach(w, axis)} does not fit into ${size} + ${begin + end} of padding on spatial axis ${axis}`,
        'use a smaller kernel or more padding',
      );
    const count = (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
    return ceil && (count - 1) * stride >= size + begin ? count - 1 : count;
  });
}
