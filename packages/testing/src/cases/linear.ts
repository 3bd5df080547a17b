import type { Ops } from '@graftml/core';
import { type Cases, uniform } from '../case.ts';

export const matMul: Cases<Ops['matMul']> = {
  matrices: { a: uniform([3, 4]), b: uniform([4, 2]) },
  'one by one': { a: uniform([1, 1]), b: uniform([1, 1]) },
  'a batch of matrices': { a: uniform([2, 3, 4]), b: uniform([2, 4, 2]) },
  'batches broadcast': { a: uniform([2, 1, 3, 4]), b: uniform([3, 4, 2]) },
  'a batch and one matrix': { a: uniform([2, 3, 4]), b: uniform([4, 2]) },
  'one matrix and a batch': { a: uniform([3, 4]), b: uniform([2, 4, 2]) },
  'vector and vector': { a: uniform([4]), b: uniform([4]) },
  'vector and matrix': { a: uniform([4]), b: uniform([4, 2]) },
  'matrix and vector': { a: uniform([3, 4]), b: uniform([4]) },
  'vector and batch': { a: uniform([4]), b: uniform([2, 4, 3]) },
  'batch and vector': { a: uniform([2, 3, 4]), b: uniform([4]) },
  'larger than a block': { a: uniform([9, 37]), b: uniform([37, 11]) },
};

export const gemm: Cases<Ops['gemm']> = {
  'without c': { a: uniform([3, 4]), b: uniform([4, 2]) },
  'c is a row': { a: uniform([3, 4]), b: uniform([4, 2]), c: uniform([2]) },
  'c is a column': { a: uniform([3, 4]), b: uniform([4, 2]), c: uniform([3, 1]) },
  'c is a scalar': { a: uniform([3, 4]), b: uniform([4, 2]), c: uniform([]) },
  'c is a matrix': { a: uniform([3, 4]), b: uniform([4, 2]), c: uniform([3, 2]) },
  'transposed a': { a: uniform([4, 3]), b: uniform([4, 2]), c: uniform([2]), attributes: { transA: 1 } },
  'transposed b': { a: uniform([3, 4]), b: uniform([2, 4]), c: uniform([2]), attributes: { transB: 1 } },
  'both transposed, scaled': {
    a: uniform([4, 3]),
    b: uniform([2, 4]),
    c: uniform([1, 2]),
    attributes: { alpha: 0.5, beta: -2, transA: 1, transB: 1 },
  },
  'scaled without c': { a: uniform([3, 4]), b: uniform([4, 2]), attributes: { alpha: 0.25, beta: 3 } },
};
