/** Convolution, its transpose, and the gradient that both need. Any number of spatial axes; channels first. */

import { combineDims } from '../ir/dims.ts';
import type { Shape, TensorType } from '../ir/value.ts';
import { composite, type Fail, int, ints, op } from '../op.ts';
import { requireFloat, sameDType } from '../shapes.ts';
import { completeWindow, padsAt, reach, type Window, windowAttributes, windowsOver } from './window.ts';

export const convAttributes = { ...windowAttributes, group: int(1) };

/** The shape `[N, M, ...]` of the convolution of x `[N, C, ...]` with w `[M, C / group, ...kernel]`. */
export function convolved(
  x: TensorType,
  w: TensorType,
  attributes: Window & { readonly group: number },
  fail: Fail,
): Shape {
  const [batch, channels, ...spatial] = x.shape;
  const [filters, perGroup] = w.shape;
  const { group } = attributes;
  if (batch === undefined || channels === undefined || filters === undefined) return fail('needs [N, C, ...spatial]');
  if (combineDims('*', perGroup!, group) !== channels)
    fail(
      `the input has ${channels} channels but the kernel expects ${combineDims('*', perGroup!, group)}`,
      'images look RGB or grey: check the channels of the input, and group',
    );
  if (typeof filters === 'number' && filters % group !== 0)
    fail(`${filters} filters do not divide into ${group} groups`);
  return [batch, filters, ...windowsOver(spatial, attributes, fail)];
}

/** x `[N, C, ...]`, w `[M, C / group, ...kernel]`, b `[M]`; the result is `[N, M, ...]`. */
export const conv = op('Conv', ['x', 'w', 'b?'], {
  attributes: convAttributes,
  complete: ({ x, w }, attributes, fail) =>
    completeWindow(attributes, x.shape.length - 2, fail, w.shape.length === x.shape.length ? w.shape.slice(2) : []),
  infer({ x, w, b }, attributes, fail) {
    requireFloat(x, fail);
    const shape = convolved(x, w, attributes, fail);
    if (b && String(b.shape) !== String([shape[1]])) fail(`the bias must be [${shape[1]}]`);
    return { dtype: sameDType([x, w, b], fail), shape };
  },
});

/**
 * The transpose of `conv` as a linear map: x `[N, C, ...]`, w `[C, M / group, ...kernel]`, b `[M]`; the result is
 * `[N, M, ...]` with `stride · (size - 1) + reach + output_padding - pads` along each spatial axis.
 */
export const convTranspose = op('ConvTranspose', ['x', 'w', 'b?'], {
  attributes: { ...windowAttributes, output_padding: ints([]), group: int(1) },
  complete({ x, w }, attributes, fail) {
    const rank = x.shape.length - 2;
    const window = completeWindow(attributes, rank, fail, w.shape.length === x.shape.length ? w.shape.slice(2) : []);
    const { output_padding } = attributes;
    if (output_padding.length !== 0 && output_padding.length !== rank) fail(`output_padding needs ${rank} numbers`);
    return { ...window, output_padding: output_padding.length ? output_padding : new Array<number>(rank).fill(0) };
  },
  infer({ x, w, b }, attributes, fail) {
    requireFloat(x, fail);
    const [batch, channels, ...spatial] = x.shape;
    const { group, strides, output_padding } = attributes;
    // The specification also allows up to the dilation, but neither ONNX Runtime nor ONNX's own evaluator runs that.
    if (output_padding.some((n, i) => n < 0 || n >= strides[i]!))
      fail(`output_padding [${output_padding}] must be smaller than the stride`);
    if (batch === undefined || channels === undefined) return fail('needs [N, C, ...spatial]');
    if (channels !== w.shape[0]) fail(`the input has ${channels} channels but the kernel expects ${w.shape[0]}`);
    if (typeof channels === 'number' && channels % group !== 0)
      fail(`${channels} channels do not divide into ${group} groups`);
    const filters = combineDims('*', w.shape[1]!, group);
    if (b && String(b.shape) !== String([filters])) fail(`the bias must be [${filters}]`);
    const sizes = spatial.map((size, axis) => {
      const [begin, end] = padsAt(attributes, axis);
      const stretched = combineDims('*', combineDims('-', size, 1), strides[axis]!);
      return combineDims('+', stretched, reach(attributes, axis) + output_padding[axis]! - begin - end);
    });
    if (sizes.some((size) => typeof size === 'number' && size < 1)) fail(`the padding leaves nothing: ${sizes}`);
    return { dtype: sameDType([x, w, b], fail), shape: [batch, filters, ...sizes] };
  },
});

/**
 * How a loss changes with the weights of `conv(x, w)`: x `[N, C, ...]` and dy `[N, M, ...]` give
 * `[M, C / group, ...kernel_shape]`, the sum over pictures and positions of dy times what each weight saw.
 */
export const convWeightGradient = composite('ConvWeightGradient', ['x', 'dy'], {
  attributes: convAttributes,
  complete: ({ x }, attributes, fail) => completeWindow(attributes, x.shape.length - 2, fail),
  infer({ x, dy }, attributes, fail) {
    const [batch, channels, ...spatial] = x.shape;
    const [batch2, filters, ...windows] = dy.shape;
    if (batch === undefined || channels === undefined || filters === undefined) return fail('needs [N, C, ...spatial]');
    if (batch !== batch2) fail('x and dy must have the same batch');
    // dy may cover fewer windows than fit: the rest of x did not take part.
    const most = windowsOver(spatial, attributes, fail);
    if (windows.length !== most.length || windows.some((n, i) => typeof n === 'number' && n > (most[i] as number)))
      fail(`dy has windows [${windows}] where only [${most}] fit`);
    const perGroup = combineDims('/', channels, attributes.group);
    return { dtype: sameDType([x, dy], fail), shape: [filters, perGroup, ...attributes.kernel_shape] };
  },
});
