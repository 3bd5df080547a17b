import { constant } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { scalar } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

export const dropout: Expansion<Ops['dropout']> = (g, { data }) => [
  g.identity(data),
  g.expand(constant(scalar(1, 'bool')), data.shape as number[]),
];
