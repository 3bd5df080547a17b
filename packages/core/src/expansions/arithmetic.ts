import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

export const step: Expansion<Ops['step']> = (g, { x }) => g.cast(g.greater(x, 0), { to: x.dtype });

export const sum: Expansion<Ops['sum']> = (g, { inputs }) => inputs.reduce((a, b) => g.add(a, b));

export const mean: Expansion<Ops['mean']> = (g, { inputs }) =>
  g.mul(
    inputs.reduce((a, b) => g.add(a, b)),
    1 / inputs.length,
  );

/** NaN stays. */
export const sign: Expansion<Ops['sign']> = (g, { x }) =>
  g.where(g.greater(x, 0), 1, g.where(g.less(x, 0), -1, g.mul(x, 0)));

/** Only NaN differs from itself. */
export const isNaN: Expansion<Ops['isNaN']> = (g, { x }) => g.not(g.equal(x, x));

export const isInf: Expansion<Ops['isInf']> = (g, { x, attributes: { detect_negative, detect_positive } }) => {
  const below = g.equal(x, detect_negative ? -Infinity : Number.NaN);
  return g.or(below, g.equal(x, detect_positive ? Infinity : Number.NaN));
};
