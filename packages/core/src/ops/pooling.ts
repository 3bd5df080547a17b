/** Pooling. Any number of spatial axes; channels first. */
import type { TensorType } from '../ir/value.ts';
import { composite, type Fail, int, op } from '../op.ts';
import { requireFloat, sameDType } from '../shapes.ts';
import { ceilMode, completeWindow, padsAt, reach, type Window, windowAttributes, windowsOver } from './window.ts';

const completePool = ({ shape }: TensorType, attributes: Window, fail: Fail) => {
  const window = completeWindow(attributes, shape.length - 2, fail);
  window.kernel_shape.forEach((_, axis) => {
    if (Math.max(...padsAt(window, axis)) >= reach(window, axis))
      fail(`padding [${window.pads}] is not smaller than the window [${window.kernel_shape}]`);
  });
  return window;
};

const pooled = (x: TensorType, attributes: Window & { ceil_mode: number }, fail: Fail): TensorType => {
  requireFloat(x, fail);
  const [batch, channels, ...spatial] = x.shape;
  if (batch === undefined || channels === undefined || spatial.length === 0) return fail('needs [N, C, ...spatial]');
  return {
    dtype: x.dtype,
    shape: [batch, channels, ...windowsOver(spatial, attributes, fail, attributes.ceil_mode === 1)],
  };
};

/** The largest element of each window; padding never wins. */
export const maxPool = op('MaxPool', ['x'], {
  attributes: { ...windowAttributes, ceil_mode: ceilMode },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer: ({ x }, attributes, fail) => pooled(x, attributes, fail),
});

/** The mean of each window, over what lies inside the picture, or over the padding too with `count_include_pad`. */
export const averagePool = op('AveragePool', ['x'], {
  attributes: { ...windowAttributes, ceil_mode: ceilMode, count_include_pad: int(0) },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer: ({ x }, attributes, fail) => pooled(x, attributes, fail),
});

/** `[N, C, ...]` to `[N, C, 1, ...]`. */
export const globalAveragePool = op('GlobalAveragePool', ['x'], {
  infer({ x }, _, fail) {
    requireFloat(x, fail);
    if (x.shape.length < 3) return fail('needs [N, C, ...spatial]');
    return { dtype: x.dtype, shape: x.shape.map((d, i) => (i < 2 ? d : 1)) };
  },
});

/**
 * The gradient of `y = maxPool(x)` for x: each element of dy goes to the *first* element of its window (in row-major
 * order) that equals the maximum, so that ties, as in a flat region, do not multiply it.
 */
export const maxPoolGradient = composite('MaxPoolGradient', ['x', 'y', 'dy'], {
  outputs: ['dx'],
  attributes: { ...windowAttributes, ceil_mode: ceilMode },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer({ x, y, dy }, _, fail) {
    if (String(y.shape) !== String(dy.shape)) fail('y and dy must have the same shape');
    return { dtype: sameDType([x, y, dy], fail), shape: x.shape };
  },
});
