/** Pooling. Any number of spatial axes; channels first. */
import { combineDims } from '../ir/dims.ts';
import type { Dim, TensorType } from '../ir/value.ts';
import { composite, type Fail, int, op } from '../op.ts';
import { knownNumbers, requireFloat, sameDType } from '../shapes.ts';
import { ceilMode, completeWindow, padsAt, reach, type Window, windowAttributes, windowsOver } from './window.ts';

const completePool = ({ shape }: TensorType, attributes: Window, fail: Fail) => {
  const window = completeWindow(attributes, shape.length - 2, fail);
  window.kernel_shape.forEach((_, axis) => {
    if (Math.max(...padsAt(window, axis)) >= reach(window, axis))
      fail(`padding [${window.pads}] is not smaller than the window [${window.kernel_shape}]`);
  });
  return window;
};

/** One element for each window. */
export const pooled = (x: TensorType, attributes: Window & { ceil_mode: number }, fail: Fail): TensorType => {
  const [batch, channels, ...spatial] = x.shape;
  if (batch === undefined || channels === undefined || spatial.length === 0) return fail('needs [N, C, ...spatial]');
  return {
    dtype: x.dtype,
    shape: [batch, channels, ...windowsOver(spatial, attributes, fail, attributes.ceil_mode === 1)],
  };
};

/**
 * The largest element of each window; padding never wins. `indices` says where it was, the first of several: its place
 * in all of x, or with `storage_order` 1 as if the spatial axes of x were stored the other way round.
 */
export const maxPool = op('MaxPool', ['x'], {
  outputs: ['y', 'indices?'],
  attributes: { ...windowAttributes, ceil_mode: ceilMode, storage_order: int(0) },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer({ x }, attributes, fail) {
    if (x.dtype !== 'uint8' && x.dtype !== 'int8') requireFloat(x, fail);
    const y = pooled(x, attributes, fail);
    return [y, { dtype: 'int64', shape: y.shape }];
  },
});

/**
 * Puts each element of x where `indices` of a `maxPool` with the same window says it was, among zeros. Several shapes
 * give the same windows: `output_shape` says which it was, by adding zeros at the ends.
 */
export const maxUnpool = op('MaxUnpool', ['x', 'indices', 'output_shape?'], {
  outputs: ['output'],
  attributes: {
    kernel_shape: windowAttributes.kernel_shape,
    strides: windowAttributes.strides,
    pads: windowAttributes.pads,
  },
  complete({ x }, attributes, fail) {
    const { kernel_shape, strides, pads } = completeWindow({ ...attributes, dilations: [] }, x.shape.length - 2, fail);
    return { kernel_shape, strides, pads };
  },
  infer({ x, indices, output_shape }, attributes, fail) {
    requireFloat(x, fail);
    if (indices.dtype !== 'int64' || String(indices.shape) !== String(x.shape))
      fail(`indices must be int64 [${x.shape}]`);
    const shape = unpooledShape(x, attributes);
    if (!output_shape) return { dtype: x.dtype, shape };
    const wanted = knownNumbers(output_shape, 'output_shape', fail);
    if (wanted.length !== shape.length || wanted.some((size, axis) => axis < 2 && size !== shape[axis]))
      fail(`output_shape [${wanted}] must be [${shape}] but for its spatial extents`);
    return { dtype: x.dtype, shape: wanted };
  },
});

/** The smallest shape whose windows are those of x: what `indices` count in. */
export const unpooledShape = (
  { shape }: TensorType,
  { kernel_shape, strides, pads }: Pick<Window, 'kernel_shape' | 'strides' | 'pads'>,
): readonly Dim[] =>
  shape.map((size, i) => {
    const axis = i - 2;
    if (axis < 0) return size;
    const [begin, end] = padsAt({ pads }, axis);
    return combineDims(
      '+',
      combineDims('*', combineDims('-', size, 1), strides[axis]!),
      kernel_shape[axis]! - begin - end,
    );
  });

/** The mean of each window, over what lies inside the picture, or over the padding too with `count_include_pad`. */
export const averagePool = op('AveragePool', ['x'], {
  attributes: { ...windowAttributes, ceil_mode: ceilMode, count_include_pad: int(0) },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer({ x }, attributes, fail) {
    requireFloat(x, fail);
    return pooled(x, attributes, fail);
  },
});

const requireP = (p: number, fail: Fail): void => {
  if (p < 1) fail(`p must be at least 1, got ${p}`);
};

/** `(sum |x|^p)^(1/p)` of each window; padding counts as 0. */
export const lpPool = op('LpPool', ['x'], {
  attributes: { ...windowAttributes, ceil_mode: ceilMode, p: int(2) },
  complete: ({ x }, attributes, fail) => completePool(x, attributes, fail),
  infer({ x }, attributes, fail) {
    requireFloat(x, fail);
    requireP(attributes.p, fail);
    return pooled(x, attributes, fail);
  },
});

/** `[N, C, ...]` to `[N, C, 1, ...]`. */
const pooledGlobally = (x: TensorType, fail: Fail): TensorType => {
  requireFloat(x, fail);
  if (x.shape.length < 3) return fail('needs [N, C, ...spatial]');
  return { dtype: x.dtype, shape: x.shape.map((d, i) => (i < 2 ? d : 1)) };
};

export const globalAveragePool = op('GlobalAveragePool', ['x'], { infer: ({ x }, _, fail) => pooledGlobally(x, fail) });
export const globalMaxPool = op('GlobalMaxPool', ['x'], { infer: ({ x }, _, fail) => pooledGlobally(x, fail) });

export const globalLpPool = op('GlobalLpPool', ['x'], {
  attributes: { p: int(2) },
  infer({ x }, { p }, fail) {
    requireP(p, fail);
    return pooledGlobally(x, fail);
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
