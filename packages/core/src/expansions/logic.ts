import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

export const castLike: Expansion<Ops['castLike']> = (g, { x, like }) => g.cast(x, { to: like.dtype });

export const or: Expansion<Ops['or']> = (g, { a, b }) => g.not(g.and(g.not(a), g.not(b)));

export const xor: Expansion<Ops['xor']> = (g, { a, b }) => g.and(g.or(a, b), g.not(g.and(a, b)));
