/** Matrix products. */
import { isFloat, type Ops, type Tensor } from '@graftml/core';
import { arithmeticOf, contract } from './contract.ts';
import { elements } from './copy.ts';
import { floats, type Kernel, output } from './kernel.ts';
import { type Matrix, product, transposed } from './matrix.ts';
import { broadcastStrides, forEachRun } from './strides.ts';

export const matMul: Kernel<Ops['matMul']> = ({ a, b }, work) => {
  const result = output(work);
  const left = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
  const right = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
  const [n, k, m] = [left.at(-2)!, left.at(-1)!, right.at(-1)!];
  const [outerA, outerB] = [left.slice(0, -2), right.slice(0, -2)];
  const batch = result.shape.slice(
    0,
    result.shape.length - (a.shape.length > 1 ? 1 : 0) - (b.shape.length > 1 ? 1 : 0),
  );
  const strides = [broadcastStrides(outerA, batch), broadcastStrides(outerB, batch)] as const;
  if (!isFloat(result.dtype)) {
    contract(
      result,
      [...batch, n, m],
      [k],
      [
        { tensor: a, strides: [...strides[0].map((stride) => stride * n * k), k, 0, 1] },
        { tensor: b, strides: [...strides[1].map((stride) => stride * k * m), 0, 1, m] },
      ],
    );
    return result;
  }
  const y = floats(result).fill(0);
  const matrixA = { data: floats(a), row: k, column: 1 };
  const matrixB = { data: floats(b), row: m, column: 1 };

  if (outerB.every((extent) => extent === 1) && outerA.length >= outerB.length) {
    // All matrices of a meet the same b: they are one tall matrix.
    const rows = n * outerA.reduce((product, extent) => product * extent, 1);
    product(rows, k, m, work.allocate)(y, 0, m, { ...matrixA, at: 0 }, { ...matrixB, at: 0 });
    return result;
  }
  const addProduct = product(n, k, m, work.allocate);
  forEachRun(batch, strides, (at, length, [i, j], [di, dj]) => {
    for (let p = 0; p < length; p++) {
      const from = { ...matrixA, at: (i! + p * di!) * n * k };
      const by = { ...matrixB, at: (j! + p * dj!) * k * m };
      addProduct(y, (at + p) * n * m, m, from, by);
    }
  });
  return result;
};

export const gemm: Kernel<Ops['gemm']> = ({ a, b, c, attributes: { alpha, beta, transA, transB } }, work) => {
  const result = output(work);
  const [n, m] = result.shape as [number, number];
  const k = a.shape[transA ? 0 : 1]!;
  if (!isFloat(result.dtype)) {
    wholeGemm({ a, b, c, alpha, beta, transA, transB }, result, [n, k, m]);
    return result;
  }
  const y = floats(result).fill(0);
  const matrixA: Matrix = { data: floats(a), at: 0, row: a.shape[1]!, column: 1 };
  const matrixB: Matrix = { data: floats(b), at: 0, row: b.shape[1]!, column: 1 };
  const [left, right] = [transA ? transposed(matrixA) : matrixA, transB ? transposed(matrixB) : matrixB];
  product(n, k, m, work.allocate)(y, 0, m, left, right);
  if (alpha !== 1) for (let i = 0; i < y.length; i++) y[i]! *= alpha;
  if (c) {
    const from = floats(c);
    forEachRun(result.shape, [broadcastStrides(c.shape, result.shape)], (at, length, [i], [di]) => {
      for (let p = 0; p < length; p++) y[at + p]! += beta * from[i! + p * di!]!;
    });
  }
  return result;
};

interface WholeGemm {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly c: Tensor | undefined;
  readonly alpha: number;
  readonly beta: number;
  readonly transA: number;
  readonly transB: number;
}

function wholeGemm(
  { a, b, c, alpha, beta, transA, transB }: WholeGemm,
  y: Tensor,
  [n, k, m]: readonly [number, number, number],
): void {
  contract(
    y,
    [n, m],
    [k],
    [
      { tensor: a, strides: transA ? [1, 0, n] : [k, 0, 1] },
      { tensor: b, strides: transB ? [0, k, 1] : [0, 1, m] },
    ],
  );
  const { multiply, add, of } = arithmeticOf(y.dtype);
  const to = elements(y);
  for (let i = 0; i < to.length; i++) to[i] = multiply(to[i]!, of(alpha));
  if (!c) return;
  const from = elements(c);
  forEachRun(y.shape, [broadcastStrides(c.shape, y.shape)], (at, length, [i], [di]) => {
    for (let p = 0; p < length; p++) to[at + p] = add(to[at + p]!, multiply(from[i! + p * di!]!, of(beta)));
  });
}

/** By Gaussian elimination with the largest pivot of each column, in double precision; see Golub & Van Loan 2013, 3.4. */
export const det: Kernel<Ops['det']> = ({ x }, work) => {
  const y = output(work);
  const n = x.shape.at(-1)!;
  const from = floats(x);
  for (let m = 0; m < y.data.length; m++)
    y.data[m] = determinant(Float64Array.from(from.subarray(m * n * n, (m + 1) * n * n)), n);
  return y;
};

/** Of the n × n matrix in `a`, which is used up. */
function determinant(a: Float64Array, n: number): number {
  let product = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    const value = a[pivot * n + k]!;
    product *= pivot === k ? value : -value;
    if (value === 0) return product;
    for (let j = k; j < n; j++) [a[k * n + j], a[pivot * n + j]] = [a[pivot * n + j]!, a[k * n + j]!];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / value;
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= factor * a[k * n + j]!;
    }
  }
  return product;
}
