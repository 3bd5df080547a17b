import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { Gradient } from './gradient.ts';

const like = (g: Builder, dy: Value, x: Value): Value => g.reshape(dy, x.shape as number[], { allowzero: 1 });

export const reshape: Gradient<Ops['reshape']> = (g, { data, dy }) => ({ data: () => like(g, dy, data) });
export const flatten: Gradient<Ops['flatten']> = (g, { x, dy }) => ({ x: () => like(g, dy, x) });
export const squeeze: Gradient<Ops['squeeze']> = (g, { data, dy }) => ({ data: () => like(g, dy, data) });
export const unsqueeze: Gradient<Ops['unsqueeze']> = (g, { data, dy }) => ({ data: () => like(g, dy, data) });

export const transpose: Gradient<Ops['transpose']> = (g, { attributes: { perm }, dy }) => ({
  data: () => g.transpose(dy, { perm: perm.map((_, axis) => perm.indexOf(axis)) }),
});

/** Nothing to do but hand `dy` on: autodiff itself sums over broadcast axes. */
export const expand: Gradient<Ops['expand']> = (_, { dy }) => ({ input: () => dy });

export const concat: Gradient<Ops['concat']> = (g, { inputs, attributes: { axis }, dy }) => ({
  inputs: (i) => {
    const at = axis < 0 ? axis + dy.shape.length : axis;
    const extents = inputs.map(({ shape }) => shape[at] as number);
    const start = extents.slice(0, i).reduce((a, b) => a + b, 0);
    return g.slice(dy, [start], [start + extents[i]!], [at]);
  },
});
