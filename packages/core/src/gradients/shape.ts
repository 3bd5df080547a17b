import type { Builder } from '../builder.ts';
import { constant, type Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { padAmounts, sliceAxes } from '../ops/shape.ts';
import { filled } from '../splat.ts';
import { tensor } from '../tensor.ts';
import { type Gradient, impossible } from './gradient.ts';

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

/** Steps of 1 pad with zeros; others put each element back where it came from. */
export const slice: Gradient<Ops['slice']> = (g, at) => ({
  data: () => {
    const { data } = at;
    const taken = sliceAxes(at, impossible);
    let dx = at.dy;
    for (const { axis, start, step, count } of taken.filter(({ step }) => step !== 1)) {
      const positions = Array.from({ length: count }, (_, i) => start + i * step);
      dx = scatterAlong(g, dx, positions, axis, data.shape[axis] as number);
    }
    const ones = taken.filter(({ step }) => step === 1);
    const begins = data.shape.map((_, axis) => ones.find((s) => s.axis === axis)?.start ?? 0);
    const ends = data.shape.map((size, axis) => (size as number) - (dx.shape[axis] as number) - begins[axis]!);
    const pads = [...begins, ...ends];
    return pads.every((n) => n === 0) ? dx : g.pad(dx, pads);
  },
});

/** Constant padding is cut off again; the others are gathers, whose gradients add up. */
export const pad: Gradient<Ops['pad']> = (g, at) => ({
  data: () => {
    const { data, attributes, dy } = at;
    const amounts = padAmounts(at, impossible);
    if (attributes.mode === 'constant') {
      const reversed = amounts.map(([begin, end]) => [-begin, -end] as const);
      return g.pad(dy, [...reversed.map(([begin]) => begin), ...reversed.map(([, end]) => end)]);
    }
    return amounts.reduce((dx, [begin, end], axis) => {
      if (begin === 0 && end === 0) return dx;
      const size = data.shape[axis] as number;
      const positions = Array.from({ length: begin + size + end }, (_, i) =>
        paddedFrom(i - begin, size, attributes.mode),
      );
      return scatterAlong(g, dx, positions, axis, size);
    }, dy);
  },
  constant_value: () => {
    const amounts = padAmounts(at, impossible);
    const inside = filled(g, 0, at.dy.dtype, at.data.shape as number[]);
    const added = g.pad(inside, [...amounts.map(([begin]) => begin), ...amounts.map(([, end]) => end)], 1);
    return g.reduceSum(g.mul(at.dy, added), { keepdims: 0 });
  },
});

/** Which element of an axis of `size` stands at position `at`, counted from its first; outside of 0..size-1 by `mode`. */
export function paddedFrom(at: number, size: number, mode: string): number {
  const modulo = (a: number, n: number) => ((a % n) + n) % n;
  if (mode === 'edge') return Math.min(Math.max(at, 0), size - 1);
  if (mode === 'wrap') return modulo(at, size);
  if (size === 1) return 0;
  const folded = modulo(at, 2 * (size - 1));
  return folded < size ? folded : 2 * (size - 1) - folded;
}

/** The transpose of `gather(x, positions, { axis })`: adds each slice of `dy` to the place it was read from. */
export function scatterAlong(g: Builder, dy: Value, positions: readonly number[], axis: number, size: number): Value {
  const indices = constant(tensor('int64', [positions.length], positions));
  return scatterInto(g, dy, indices, axis, size);
}

function scatterInto(g: Builder, dy: Value, indices: Value, axis: number, size: number): Value {
  const all = [...dy.shape.keys()];
  const outer = all.slice(0, axis);
  const middle = all.slice(axis, axis + indices.shape.length);
  const inner = all.slice(axis + indices.shape.length);
  const moved = g.transpose(dy, { perm: [...middle, ...outer, ...inner] });
  const empty = filled(g, 0, dy.dtype, [size, ...(moved.shape.slice(middle.length) as number[])]);
  const places = indices.dtype === 'int64' ? indices : g.cast(indices, { to: 'int64' });
  const sum = g.scatterND(empty, g.unsqueeze(places, [-1]), moved, { reduction: 'add' });
  return g.transpose(sum, { perm: [...outer.map((_, i) => i + 1), 0, ...inner.map((_, i) => outer.length + 1 + i)] });
}

export const gather: Gradient<Ops['gather']> = (g, { data, indices, attributes: { axis }, dy }) => ({
  data: () => {
    const at = axis < 0 ? axis + data.shape.length : axis;
    return scatterInto(g, dy, indices, at, data.shape[at] as number);
  },
});

export const gatherND: Gradient<Ops['gatherND']> = (g, { data, indices, dy }) => ({
  data: () => g.scatterND(filled(g, 0, dy.dtype, data.shape as number[]), indices, dy, { reduction: 'add' }),
});

/** With `'none'` every index must be distinct, as ONNX demands; then the replaced elements of data have no gradient. */
export const scatterND: Gradient<Ops['scatterND']> = (g, { indices, updates, attributes: { reduction }, dy }) => ({
  data: () => (reduction === 'add' ? dy : g.scatterND(dy, indices, filled(g, 0, dy.dtype, updates.shape as number[]))),
  updates: () => g.gatherND(dy, indices),
});
