import { impossible } from '../gradients/gradient.ts';
import { constant } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { centeredAmounts, splitParts, staticSliceAxes } from '../ops/slice.ts';
import { tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** Axis by axis, the positions that are taken. */
export const slice: Expansion<Ops['slice']> = (g, at) =>
  staticSliceAxes(at, impossible).reduce((y, { axis, start, step, count }) => {
    const positions = Array.from({ length: count }, (_, i) => start + i * step);
    return g.gather(y, constant(tensor('int64', [count], positions)), { axis });
  }, at.data);

export const split: Expansion<Ops['split']> = (g, at) => {
  const { axis, parts } = splitParts(at, at.attributes, impossible);
  let start = 0;
  return (parts as readonly number[]).map((part) => {
    const begin = start;
    start += part;
    return g.slice(at.input, [begin], [start], [axis]);
  });
};

export const centerCropPad: Expansion<Ops['centerCropPad']> = (g, { input_data, shape, attributes: { axes } }) => {
  const amounts = centeredAmounts(input_data, shape, axes, impossible);
  return g.pad(input_data, [...amounts.map(([begin]) => begin), ...amounts.map(([, end]) => end)]);
};
