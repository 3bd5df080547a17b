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

/** The whole number below, or the one above it where the rest is more than a half, or a half and the lower one is odd. */
export const round: Expansion<Ops['round']> = (g, { x }) => {
  const below = g.floor(x);
  const rest = g.sub(x, below);
  const isOdd = g.greater(g.sub(g.mul(below, 0.5), g.floor(g.mul(below, 0.5))), 0);
  const goesUp = g.or(g.greater(rest, 0.5), g.and(g.greaterOrEqual(rest, 0.5), isOdd));
  return g.where(goesUp, g.add(below, 1), below);
};

/** Only NaN differs from itself. */
export const isNaN: Expansion<Ops['isNaN']> = (g, { x }) => g.not(g.equal(x, x));

export const isInf: Expansion<Ops['isInf']> = (g, { x, attributes: { detect_negative, detect_positive } }) => {
  const below = g.equal(x, detect_negative ? -Infinity : Number.NaN);
  return g.or(below, g.equal(x, detect_positive ? Infinity : Number.NaN));
};
