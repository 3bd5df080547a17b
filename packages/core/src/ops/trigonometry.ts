/** Trigonometric and hyperbolic functions and their inverses, in radians. */
import { op } from '../op.ts';
import { requireFloat } from '../shapes.ts';

const floatUnary = (type: string) =>
  op(type, ['x'], {
    infer({ x }, _, fail) {
      requireFloat(x, fail);
      return { dtype: x.dtype, shape: x.shape };
    },
  });
export const sin = floatUnary('Sin');
export const cos = floatUnary('Cos');
export const tan = floatUnary('Tan');
export const asin = floatUnary('Asin');
export const acos = floatUnary('Acos');
export const atan = floatUnary('Atan');
export const sinh = floatUnary('Sinh');
export const cosh = floatUnary('Cosh');
export const asinh = floatUnary('Asinh');
export const acosh = floatUnary('Acosh');
export const atanh = floatUnary('Atanh');
