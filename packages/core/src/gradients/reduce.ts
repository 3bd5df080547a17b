import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { reducedAxes } from '../ops/reduce.ts';
import { finite } from '../splat.ts';
import { elementCount } from '../tensor.ts';
import { type Gradient, impossible } from './gradient.ts';

interface Reduced {
  readonly data: Value;
  readonly axes: Value | undefined;
  readonly attributes: { readonly keepdims: number; readonly noop_with_empty_axes: number };
}

const axesOfNode = ({ data, axes, attributes }: Reduced): number[] =>
  reducedAxes(data, axes, attributes.noop_with_empty_axes, impossible);

/** `value` with the reduced axes back as extents of 1, so that it broadcasts against the data. */
const kept = (g: Builder, at: Reduced, value: Value): Value => {
  const axes = axesOfNode(at);
  return at.attributes.keepdims || axes.length === 0 ? value : g.unsqueeze(value, axes);
};

export const reduceSum: Gradient<Ops['reduceSum']> = (g, at) => ({
  data: () => g.expand(kept(g, at, at.dy), at.data.shape as number[]),
});

export const reduceMean: Gradient<Ops['reduceMean']> = (g, at) => ({
  data: () => {
    const count = elementCount(axesOfNode(at).map((axis) => at.data.shape[axis] as number));
    return g.expand(kept(g, at, g.mul(at.dy, 1 / count)), at.data.shape as number[]);
  },
});

/** Where several elements share the extreme, each gets an equal part. */
const extreme = (g: Builder, at: Reduced & { readonly y: Value; readonly dy: Value }) => ({
  data: () => {
    const winners = g.cast(g.equal(at.data, kept(g, at, at.y)), { to: at.data.dtype });
    const axes = axesOfNode(at);
    const count = axes.length > 0 ? g.reduceSum(winners, axes) : winners;
    return g.mul(winners, g.div(kept(g, at, at.dy), count));
  },
});
export const reduceMax: Gradient<Ops['reduceMax']> = extreme;
export const reduceMin: Gradient<Ops['reduceMin']> = extreme;

/** The softmax: `e^(x - y)`, where y is no smaller than any x. */
export const reduceLogSumExp: Gradient<Ops['reduceLogSumExp']> = (g, at) => ({
  data: () => {
    const y = kept(g, at, at.y);
    return g.mul(kept(g, at, at.dy), g.exp(g.sub(at.data, finite(g, y))));
  },
});

/** Sums from the other end. */
export const cumSum: Gradient<Ops['cumSum']> = (g, { axis, attributes: { exclusive, reverse }, dy }) => ({
  x: () => g.cumSum(dy, axis, { exclusive, reverse: 1 - reverse }),
});
