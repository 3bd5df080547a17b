/** Activation functions. */

import type { TensorType } from '../ir/value.ts';
import { type Fail, float, int, op } from '../op.ts';
import { axisOf, requireFloat } from '../shapes.ts';

const sameAs = (x: TensorType, fail: Fail): TensorType => {
  requireFloat(x, fail);
  return { dtype: x.dtype, shape: x.shape };
};
const activation = (type: string) => op(type, ['x'], { infer: ({ x }, _, fail) => sameAs(x, fail) });

/** `max(0, x)` */
export const relu = activation('Relu');
/** `1 / (1 + exp(-x))` */
export const sigmoid = activation('Sigmoid');
export const tanh = activation('Tanh');

/** `x` where `x >= 0`, else `alpha x`. */
export const leakyRelu = op('LeakyRelu', ['x'], {
  attributes: { alpha: float(0.01) },
  infer: ({ x }, _, fail) => sameAs(x, fail),
});

/** `exp(x) / sum(exp(x))` along one axis. */
const alongAxis = (type: string) =>
  op(type, ['x'], {
    attributes: { axis: int(-1) },
    infer({ x }, { axis }, fail) {
      axisOf(axis, x.shape.length, fail);
      return sameAs(x, fail);
    },
  });
export const softmax = alongAxis('Softmax');
/** `log(softmax(x))`, without its overflow. */
export const logSoftmax = alongAxis('LogSoftmax');
