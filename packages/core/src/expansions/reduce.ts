import type { Builder } from '../builder.ts';
import { impossible } from '../gradients/gradient.ts';
import type { Value } from '../ir/value.ts';
import { rootOrZero } from '../moments.ts';
import type { Ops } from '../ops/index.ts';
import { reducedAxes } from '../ops/reduce.ts';
import { filled, finite } from '../splat.ts';
import { elementCount } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

interface Reduced {
  readonly data: Value;
  readonly axes: Value | undefined;
  readonly attributes: { readonly keepdims: number; readonly noop_with_empty_axes: number };
}

/** `value`, made of the data element by element, summed as the node says. */
const sum = (g: Builder, { axes, attributes }: Reduced, value: Value): Value => g.reduceSum(value, axes, attributes);

export const reduceL1: Expansion<Ops['reduceL1']> = (g, at) => sum(g, at, g.abs(at.data));
export const reduceSumSquare: Expansion<Ops['reduceSumSquare']> = (g, at) => sum(g, at, g.mul(at.data, at.data));
export const reduceL2: Expansion<Ops['reduceL2']> = (g, at) => rootOrZero(g, reduceSumSquare(g, at) as Value);
export const reduceLogSum: Expansion<Ops['reduceLogSum']> = (g, at) => g.log(sum(g, at, at.data));

const axesOfNode = ({ data, axes, attributes }: Reduced): number[] =>
  reducedAxes(data, axes, attributes.noop_with_empty_axes, impossible);

/** The largest element is taken out first, so that `exp` cannot overflow. */
export const reduceLogSumExp: Expansion<Ops['reduceLogSumExp']> = (g, at) => {
  const axes = axesOfNode(at);
  const most = finite(g, axes.length > 0 ? g.reduceMax(at.data, axes) : at.data);
  const logs = g.log(sum(g, at, g.exp(g.sub(at.data, most))));
  return g.add(logs, at.attributes.keepdims || axes.length === 0 ? most : g.squeeze(most, axes));
};

/** Half of the factors times the other half, again and again: so every factor's gradient is the product of the others. */
export const reduceProd: Expansion<Ops['reduceProd']> = (g, at) => {
  const shape = at.data.shape as number[];
  const axes = axesOfNode(at);
  if (axes.length === 0) return g.identity(at.data);
  const others = shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const kept = others.map((axis) => shape[axis]!);
  const count = elementCount(axes.map((axis) => shape[axis]!));
  let factors = g.reshape(g.transpose(at.data, { perm: [...others, ...axes] }), [...kept, count], { allowzero: 1 });
  if (count === 0) factors = filled(g, 1, at.data.dtype, [...kept, 1]);
  for (let left = count; left > 1; left = Math.ceil(left / 2)) {
    const half = Math.floor(left / 2);
    const part = (from: number, to: number) => g.slice(factors, [from], [to], [-1]);
    const products = g.mul(part(0, half), part(half, 2 * half));
    factors = left % 2 === 0 ? products : g.concat([products, part(left - 1, left)], { axis: -1 });
  }
  const reduced = at.attributes.keepdims ? shape.map((d, axis) => (axes.includes(axis) ? 1 : d)) : kept;
  return g.reshape(factors, reduced, { allowzero: 1 });
};
