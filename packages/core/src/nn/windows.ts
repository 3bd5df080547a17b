/** Sliding windows over pictures, and over sequences, as Keras asks for them. */
import { UsageError } from '../errors.ts';
import { showShape } from '../ir/dims.ts';
import type { Shape, Value } from '../ir/value.ts';
import type { Window } from '../ops/window.ts';
import { type Pair, show } from './arguments.ts';
import type { Site } from './layer.ts';

/** `'same'`: as many windows as strides fit into the picture, zeros around it. `'valid'`: windows inside it. */
export type NamedPadding = 'same' | 'valid';
export const paddings: readonly NamedPadding[] = ['same', 'valid'];

/** Or so many zeros on either side, as PyTorch has it: of both axes, or `[height, width]`. */
export type Padding = NamedPadding | Pair;

/** @throws UsageError if it is none */
export function paddingOf(where: string, padding: Padding): NamedPadding | readonly [number, number] {
  if (paddings.some((word) => word === padding)) return padding as NamedPadding;
  const both: readonly unknown[] = Array.isArray(padding) ? padding : [padding, padding];
  if (both.length === 2 && both.every((n) => Number.isInteger(n) && (n as number) >= 0))
    return both as readonly [number, number];
  throw new UsageError("padding must be 'same' or 'valid', or a whole number of zeros on either side", {
    where,
    received: show(padding),
  });
}

/** Throws unless x is `[N, channels, height, width]`; returns its channels and `[height, width]`. */
export function picture(at: Site, x: Value): { readonly channels: number; readonly spatial: Shape } {
  const [, channels, ...spatial] = x.shape;
  if (spatial.length !== 2 || typeof channels !== 'number')
    return at.fail('needs pictures, [N, channels, height, width]', {
      hint:
        x.shape.length === 2
          ? 'put it before flatten(), or reshape([channels, height, width]) its input'
          : 'channels come first, then height and width',
    });
  return { channels, spatial };
}

/**
 * Everything about a window that ops need. Padding `'same'` is TensorFlow's: `ceil(size / stride)` windows, and where the
 * zeros do not divide into two, the odd one at the end.
 */
export function windowFor(
  at: Site,
  spatial: Shape,
  padding: NamedPadding | readonly number[],
  kernel_shape: readonly number[],
  strides: readonly number[],
  dilations: readonly number[] = kernel_shape.map(() => 1),
): Window {
  if (typeof padding !== 'string') return { kernel_shape, strides, dilations, pads: [...padding, ...padding] };
  if (padding === 'valid') return { kernel_shape, strides, dilations, pads: [...spatial, ...spatial].map(() => 0) };
  const totals = spatial.map((size, axis) => {
    if (typeof size !== 'number') return at.fail("padding 'same' needs a known size", { received: showShape(spatial) });
    const [stride, reach] = [strides[axis]!, (kernel_shape[axis]! - 1) * dilations[axis]! + 1];
    return Math.max((Math.ceil(size / stride) - 1) * stride + reach - size, 0);
  });
  const begins = totals.map((total) => Math.floor(total / 2));
  return { kernel_shape, strides, dilations, pads: [...begins, ...totals.map((total, i) => total - begins[i]!)] };
}
