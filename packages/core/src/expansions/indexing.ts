import { elementCoordinates } from '../coordinates.ts';
import { constant } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { isFloat, tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

export const gatherElements: Expansion<Ops['gatherElements']> = (g, { data, indices, attributes: { axis } }) =>
  g.gatherND(data, elementCoordinates(g, indices, axis));

export const scatterElements: Expansion<Ops['scatterElements']> = (
  g,
  { data, indices, updates, attributes: { axis, reduction } },
) => g.scatterND(data, elementCoordinates(g, indices, axis), updates, { reduction });

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const oneHot: Expansion<Ops['oneHot']> = (g, { indices, depth, values, attributes: { axis } }) => {
  const extent = Math.trunc((depth.known as readonly number[])[0]!);
  const at = axis < 0 ? axis + indices.shape.length + 1 : axis;
  const isSmall = indices.dtype === 'uint8' || indices.dtype === 'int8';
  const whole = isFloat(indices.dtype) || isSmall ? g.cast(indices, { to: 'int64' }) : indices;
  const line = indices.shape.map(() => 1);
  const places = constant(tensor(whole.dtype, [...line.slice(0, at), extent, ...line.slice(at)], upTo(extent)));
  const hits = g.unsqueeze(g.where(g.less(whole, 0), g.add(whole, extent), whole), [at]);
  const [off, on] = [0, 1].map((i) => g.slice(values, [i], [i + 1])) as [typeof values, typeof values];
  return g.where(g.equal(hits, places), on, off);
};

/** The batch in front, then the steps of each sequence by their new order. */
export const reverseSequence: Expansion<Ops['reverseSequence']> = (
  g,
  { input, sequence_lens, attributes: { batch_axis } },
) => {
  const rank = input.shape.length;
  const perm = batch_axis === 0 ? upTo(rank) : [1, 0, ...upTo(rank).slice(2)];
  const batchFirst = g.transpose(input, { perm });
  const steps = batchFirst.shape[1] as number;
  const at = constant(tensor('int64', [1, steps], upTo(steps)));
  const lengths = g.unsqueeze(sequence_lens, [1]);
  const order = g.where(g.less(at, lengths), g.sub(g.sub(lengths, 1), at), at);
  return g.transpose(g.gatherND(batchFirst, g.unsqueeze(order, [-1]), { batch_dims: 1 }), { perm });
};
