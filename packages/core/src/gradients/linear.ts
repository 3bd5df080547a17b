import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

/** `dA = dY Bᵀ`, `dB = Aᵀ dY`; vectors are made matrices for as long. */
export const matMul: Gradient<Ops['matMul']> = (g, { a, b, dy }) => {
  const left = a.shape.length === 1 ? g.unsqueeze(a, [0]) : a;
  const right = b.shape.length === 1 ? g.unsqueeze(b, [1]) : b;
  const rows = b.shape.length === 1 ? g.unsqueeze(dy, [-1]) : dy;
  const product = a.shape.length === 1 ? g.unsqueeze(rows, [-2]) : rows;
  return {
    a: () => {
      const da = g.matMul(product, transposeLast(g, right));
      return a.shape.length === 1 ? g.squeeze(da, [-2]) : da;
    },
    b: () => {
      const db = g.matMul(transposeLast(g, left), product);
      return b.shape.length === 1 ? g.squeeze(db, [-1]) : db;
    },
  };
};

const transposeLast = (g: Builder, x: Value): Value => {
  const rank = x.shape.length;
  return g.transpose(x, {
    perm: [...x.shape.keys()].map((i) => (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i)),
  });
};
