/** Matrix products. */

import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, float, int, op } from '../op.ts';
import { broadcast, requireArithmetic, requireFloat, sameDType } from '../shapes.ts';
import { isFloat } from '../tensor.ts';

/** The shape of NumPy's `matmul`: the last two axes are matrices, those before broadcast; a vector counts as a row or a column. */
export function productShape(a: TensorType, b: TensorType, fail: Fail): Shape {
  if (a.shape.length === 0 || b.shape.length === 0) return fail('needs vectors or matrices, got a scalar');
  const left: Shape = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right: Shape = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, k] = left.slice(-2) as [number, number];
  const [k2, m] = right.slice(-2) as [number, number];
  if (k !== k2)
    return fail(
      `the inner dimensions differ: ${k} against ${k2}`,
      'transpose one side, or check the units of the layer before',
    );
  const batch = broadcast([left.slice(0, -2), right.slice(0, -2)], fail);
  return [...batch, ...(a.shape.length === 1 ? [] : [n]), ...(b.shape.length === 1 ? [] : [m])];
}

/** NumPy's `matmul`. */
export const matMul = op('MatMul', ['a', 'b'], {
  infer({ a, b }, _, fail) {
    requireArithmetic(a, fail);
    const dtype = sameDType([a, b], fail);
    return { dtype, shape: productShape(a, b, fail) };
  },
});

/** `alpha · A' B' + beta · C`, where `'` transposes if asked to; C broadcasts to the product. */
export const gemm = op('Gemm', ['a', 'b', 'c?'], {
  attributes: { alpha: float(1), beta: float(1), transA: int(0), transB: int(0) },
  infer({ a, b, c }, { alpha, beta, transA, transB }, fail) {
    requireArithmetic(a, fail);
    if (!isFloat(a.dtype) && !(Number.isInteger(alpha) && Number.isInteger(beta)))
      fail(`alpha and beta must be whole for ${a.dtype}, got ${alpha} and ${beta}`);
    if (a.shape.length !== 2 || b.shape.length !== 2) return fail('needs two matrices', 'flatten the input first');
    const [n, k] = transA ? [a.shape[1]!, a.shape[0]!] : [a.shape[0]!, a.shape[1]!];
    const [k2, m] = transB ? [b.shape[1]!, b.shape[0]!] : [b.shape[0]!, b.shape[1]!];
    if (k !== k2) fail(`the inner dimensions differ: ${k} against ${k2}`, 'check transA and transB');
    const shape = [n, m];
    if (c && String(broadcast([shape, c.shape], fail)) !== String(shape)) fail('c does not broadcast to the product');
    return { dtype: sameDType([a, b, c], fail), shape };
  },
});

/** The determinant of each matrix. */
export const det = op('Det', ['x'], {
  infer({ x }, _, fail) {
    requireFloat(x, fail);
    const [n, m] = x.shape.slice(-2);
    if (x.shape.length < 2 || n !== m) fail('needs square matrices');
    return { dtype: x.dtype, shape: x.shape.slice(0, -2) };
  },
});
