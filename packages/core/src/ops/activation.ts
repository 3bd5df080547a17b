/** Activation functions. */

import type { TensorType } from '../ir/value.ts';
import { type Fail, float, int, op, string } from '../op.ts';
import { axisOf, broadcast, requireArithmetic, requireFloat, sameDType } from '../shapes.ts';

const sameAs = (x: TensorType, fail: Fail): TensorType => {
  requireFloat(x, fail);
  return { dtype: x.dtype, shape: x.shape };
};
const activation = (type: string) => op(type, ['x'], { infer: ({ x }, _, fail) => sameAs(x, fail) });

/** `max(0, x)`, also of integers that have a sign. */
export const relu = op('Relu', ['x'], {
  infer({ x }, _, fail) {
    if (x.dtype === 'bool' || x.dtype === 'uint8') fail(`needs numbers with a sign, got ${x.dtype}`, 'cast the input');
    return { dtype: x.dtype, shape: x.shape };
  },
});
/** `1 / (1 + exp(-x))` */
export const sigmoid = activation('Sigmoid');
export const tanh = activation('Tanh');

/** `x` where `x >= 0`, else `alpha x`. */
export const leakyRelu = op('LeakyRelu', ['x'], {
  attributes: { alpha: float(0.01) },
  infer: ({ x }, _, fail) => sameAs(x, fail),
});

/** `x` where `x >= 0`, else `slope · x`; the slope broadcasts to x, one for each channel as `[C, 1, 1]`. */
export const pRelu = op('PRelu', ['x', 'slope'], {
  infer({ x, slope }, _, fail) {
    requireArithmetic(x, fail);
    if (String(broadcast([x.shape, slope.shape], fail)) !== String(x.shape)) fail('the slope does not broadcast to x');
    return { dtype: sameDType([x, slope], fail), shape: x.shape };
  },
});

/** `x` where `x >= 0`, else `alpha (exp(x) - 1)` (Clevert et al. 2016). */
export const elu = op('Elu', ['x'], { attributes: { alpha: float(1) }, infer: ({ x }, _, fail) => sameAs(x, fail) });

/** `gamma x` where `x > 0`, else `gamma alpha (exp(x) - 1)` (Klambauer et al. 2017). */
export const selu = op('Selu', ['x'], {
  attributes: { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) },
  infer: ({ x }, _, fail) => sameAs(x, fail),
});

/** `max(0, x) + min(0, alpha (exp(x / alpha) - 1))` (Barron 2017). */
export const celu = op('Celu', ['x'], { attributes: { alpha: float(1) }, infer: ({ x }, _, fail) => sameAs(x, fail) });

/** `x Φ(x)` (Hendrycks & Gimpel 2016); `approximate: 'tanh'` has `0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³)))`. */
export const gelu = op('Gelu', ['x'], {
  attributes: { approximate: string('none') },
  infer({ x }, { approximate }, fail) {
    if (approximate !== 'none' && approximate !== 'tanh')
      fail(`approximate must be none or tanh, got '${approximate}'`);
    return sameAs(x, fail);
  },
});

/** `alpha x + beta`, limited to `[0, 1]`. */
export const hardSigmoid = op('HardSigmoid', ['x'], {
  attributes: { alpha: float(0.2), beta: float(0.5) },
  infer: ({ x }, _, fail) => sameAs(x, fail),
});

/** `x hardSigmoid(x)` with `alpha = 1/6` and `beta = 0.5` (Howard et al. 2019). */
export const hardSwish = activation('HardSwish');
/** `log(1 + exp(x))` */
export const softplus = activation('Softplus');
/** `x / (1 + |x|)` */
export const softsign = activation('Softsign');
/** `x tanh(softplus(x))` (Misra 2019). */
export const mish = activation('Mish');

/** `x` where `x > alpha`, else 0. */
export const thresholdedRelu = op('ThresholdedRelu', ['x'], {
  attributes: { alpha: float(1) },
  infer: ({ x }, _, fail) => sameAs(x, fail),
});

/** `x + bias` where `x < -lambd`, `x - bias` where `x > lambd`, else 0. */
export const shrink = op('Shrink', ['x'], {
  attributes: { bias: float(0), lambd: float(0.5) },
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
/** 1 for the first of the largest elements along one axis, 0 for the others. */
export const hardmax = alongAxis('Hardmax');
