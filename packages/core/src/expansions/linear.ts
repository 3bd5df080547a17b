import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

export const gemm: Expansion<Ops['gemm']> = (g, { a, b, c, attributes: { alpha, beta, transA, transB } }) => {
  const left = transA ? g.transpose(a, { perm: [1, 0] }) : a;
  const right = transB ? g.transpose(b, { perm: [1, 0] }) : b;
  const product = g.matMul(left, right);
  const scaled = alpha === 1 ? product : g.mul(product, alpha);
  return c ? g.add(scaled, beta === 1 ? c : g.mul(c, beta)) : scaled;
};
