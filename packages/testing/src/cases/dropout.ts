import type { Ops } from '@graftml/core';
import { type Cases, fixed, literal, uniform } from '../case.ts';

const scalar = (value: number) => fixed(literal('float32', [], [value]));
const truth = (value: number) => fixed(literal('bool', [], [value]));

export const dropout: Cases<Ops['dropout']> = {
  'in use': { data: uniform([2, 3, 4]) },
  'with a ratio': { data: uniform([2, 3]), ratio: scalar(0.3), training_mode: truth(0) },
  'the mask too': { data: uniform([2, 3]), ratio: scalar(0.75), optional: ['mask'] },
  'in training, without dropping': {
    data: uniform([3, 4]),
    ratio: scalar(0),
    training_mode: truth(1),
    optional: ['mask'],
  },
};
