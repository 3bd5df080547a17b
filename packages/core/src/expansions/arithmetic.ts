import type { Ops } from '../ops/index.ts';
import type { Expansion } from './expansion.ts';

export const step: Expansion<Ops['step']> = (g, { x }) => g.cast(g.greater(x, 0), { to: x.dtype });
