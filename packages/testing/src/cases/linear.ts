import type { Ops } from '@graftml/core';
import { type Cases, literal, uniform, whole } from '../case.ts';

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
  int32: { a: whole('int32', [3, 4], -9, 9), b: whole('int32', [4, 2], -9, 9) },
  'int64, batches broadcast': { a: whole('int64', [2, 1, 2, 3], -9, 9), b: whole('int64', [2, 3, 2], -9, 9) },
  'int64, vectors': { a: whole('int64', [3], -9, 9), b: whole('int64', [3], -9, 9) },
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
  int64: {
    a: whole('int64', [4, 3], -9, 9),
    b: whole('int64', [2, 4], -9, 9),
    c: whole('int64', [2], -9, 9),
    attributes: { alpha: 2, beta: -1, transA: 1, transB: 1 },
  },
};

const equation = (written: string) => ({ attributes: { equation: written } });

export const einsum: Cases<Ops['einsum']> = {
  'matrix product': { inputs: [uniform([2, 3]), uniform([3, 4])], ...equation('ij,jk->ik') },
  'batches of matrices': { inputs: [uniform([2, 2, 3]), uniform([2, 3, 4])], ...equation('bij, bjk -> bik') },
  attention: { inputs: [uniform([2, 3, 2, 4]), uniform([2, 3, 2, 4])], ...equation('bqhd,bkhd->bhqk') },
  'the order of the alphabet': { inputs: [uniform([2, 3]), uniform([3, 4])], ...equation('ba,ac') },
  transpose: { inputs: [uniform([2, 3])], ...equation('ij->ji') },
  sum: { inputs: [uniform([2, 3])], ...equation('ij->j') },
  'everything is summed': { inputs: [uniform([2, 3])], ...equation('ij->') },
  diagonal: { inputs: [uniform([3, 3])], ...equation('ii->i') },
  trace: { inputs: [uniform([3, 3])], ...equation('ii') },
  'a batch of diagonals': { inputs: [uniform([2, 3, 3])], ...equation('...ii->...i') },
  'element by element': { inputs: [uniform([2, 3]), uniform([2, 3])], ...equation('ij,ij->ij') },
  'outer product': { inputs: [uniform([2]), uniform([3])], ...equation('i,j->ij') },
  'inner product': { inputs: [uniform([3]), uniform([3])], ...equation('i,i') },
  ellipsis: { inputs: [uniform([2, 1, 2, 3]), uniform([1, 4, 3, 2])], ...equation('...ij,...jk->...ik') },
  'ellipsis without an arrow': { inputs: [uniform([2, 2, 3]), uniform([3])], ...equation('...j,j') },
  'a label summed in one': { inputs: [uniform([2, 3]), uniform([2, 4])], ...equation('ij,ik->k') },
  'an extent of one': { inputs: [uniform([2, 1]), uniform([3, 2])], ...equation('ij,jk->ik') },
  'three operands': { inputs: [uniform([2, 3]), uniform([3, 2]), uniform([2, 4])], ...equation('ab,bc,cd->ad') },
  bilinear: { inputs: [uniform([2, 3]), uniform([4, 3, 2]), uniform([2, 2])], ...equation('bi,oij,bj->bo') },
  int64: { inputs: [whole('int64', [2, 3], -9, 9), whole('int64', [3], -9, 9)], ...equation('ij,j->i') },
};

export const det: Cases<Ops['det']> = {
  'one matrix': { x: uniform([3, 3]), gradient: 'none' },
  'a batch': { x: uniform([2, 2, 4, 4]), gradient: 'none' },
  'rows must change places': { x: literal('float32', [3, 3], [0, 2, 1, 1, 0, 3, 4, 1, 0]), gradient: 'none' },
  singular: { x: literal('float32', [2, 2], [1, 2, 2, 4]), gradient: 'none' },
};
