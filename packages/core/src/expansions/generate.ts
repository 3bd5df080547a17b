import { constant, type Value } from '../ir/value.ts';
import { rangeCount } from '../ops/generate.ts';
import type { Ops } from '../ops/index.ts';
import { filled } from '../splat.ts';
import { type DType, tensor, toNumbers } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

export const constantOfShape: Expansion<Ops['constantOfShape']> = (g, { input, attributes: { value } }) =>
  filled(g, toNumbers(value)[0]!, value.dtype, input.known as readonly number[]);

export const range: Expansion<Ops['range']> = (g, at) => {
  const [start, limit, delta] = [at.start, at.limit, at.delta].map(({ known }) => known![0] as number) as [
    number,
    number,
    number,
  ];
  const { dtype } = at.start;
  const count = rangeCount(dtype, start, limit, delta);
  const steps = Array.from({ length: count }, (_, i) => i);
  return g.add(at.start, g.mul(at.delta, constant(tensor(dtype, [count], steps))));
};

/** A matrix, `f` of how far each element lies above the diagonal. */
function byDiagonal(dtype: DType, shape: readonly number[], f: (distance: number) => number): Value {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const elements = Array.from({ length: rows * columns }, (_, i) => f((i % columns) - Math.floor(i / columns)));
  return constant(tensor(dtype, [rows, columns], elements));
}

export const eyeLike: Expansion<Ops['eyeLike']> = (_, { input, attributes: { dtype, k } }) =>
  byDiagonal(dtype, input.shape as number[], (distance) => Number(distance === k));

export const trilu: Expansion<Ops['trilu']> = (g, { input, k, attributes: { upper } }) => {
  const shape = input.shape as number[];
  const isKept = (distance: number, diagonal: number) => (upper ? distance >= diagonal : distance <= diagonal);
  const distances = () => byDiagonal('int64', shape, (distance) => distance);
  const mask =
    !k || k.known
      ? byDiagonal('bool', shape, (distance) => Number(isKept(distance, k ? (k.known![0] as number) : 0)))
      : upper
        ? g.greaterOrEqual(distances(), k)
        : g.lessOrEqual(distances(), k);
  if (input.dtype === 'bool') return g.and(input, mask);
  return g.where(mask, input, 0);
};
