import type { Builder } from '../builder.ts';
import { batchCoordinates } from '../coordinates.ts';
import { constant, type Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { filled } from '../splat.ts';
import { tensor } from '../tensor.ts';
import type { Gradient } from './gradient.ts';

/** The transpose of `gather(x, positions, { axis })`: adds each slice of `dy` to the place it was read from. */
export function scatterAlong(g: Builder, dy: Value, positions: readonly number[], axis: number, size: number): Value {
  const indices = constant(tensor('int64', [positions.length], positions));
  return scatterInto(g, dy, indices, axis, size);
}

/** Adds each slice of `dy` to the place along `axis` that `indices` name. */
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

const zerosOf = (g: Builder, { shape }: Value, { dtype }: Value): Value => filled(g, 0, dtype, shape as number[]);

export const gatherElements: Gradient<Ops['gatherElements']> = (g, { data, indices, attributes: { axis }, dy }) => ({
  data: () => g.scatterElements(zerosOf(g, data, dy), indices, dy, { axis, reduction: 'add' }),
});

export const gatherND: Gradient<Ops['gatherND']> = (g, { data, indices, attributes: { batch_dims }, dy }) => ({
  data: () => g.scatterND(zerosOf(g, data, dy), batchCoordinates(g, indices, batch_dims), dy, { reduction: 'add' }),
});

/** A scatter as its gradient needs it: how it puts values into others, and how it takes them out again. */
interface Scatter {
  readonly data: Value;
  readonly updates: Value;
  readonly y: Value;
  readonly dy: Value;
  readonly reduction: string;
  put(data: Value, updates: Value, reduction: string): Value;
  take(data: Value): Value;
}

const scatter = (g: Builder, at: Scatter): { data: () => Value; updates: () => Value } => {
  const { data, updates, dy, put, take } = at;
  switch (at.reduction) {
    case 'add':
      return { data: () => dy, updates: () => take(dy) };
    case 'mul': {
      const others = otherFactors(g, at);
      return { data: () => g.mul(dy, others.data()), updates: () => g.mul(take(dy), others.updates()) };
    }
    case 'max':
    case 'min': {
      // Where several share the extreme, each gets an equal part.
      const first = g.cast(g.equal(data, at.y), { to: dy.dtype });
      const later = g.cast(g.equal(updates, take(at.y)), { to: dy.dtype });
      const share = g.div(dy, put(first, later, 'add'));
      return { data: () => g.mul(first, share), updates: () => g.mul(later, take(share)) };
    }
    default:
      // Every index is distinct, as ONNX demands: the replaced elements of data have no gradient.
      return { data: () => put(dy, zerosOf(g, updates, dy), 'none'), updates: () => take(dy) };
  }
};

/**
 * The product of all factors of an element but one, also where some are 0: the product of those that are not; with one 0
 * among the others times that 0, which is nothing but has a gradient of its own; with more, 0.
 */
function otherFactors(g: Builder, { data, updates, put, take }: Scatter): { data: () => Value; updates: () => Value } {
  const isZero = (x: Value) => g.equal(x, 0);
  const solid = (x: Value) => g.where(isZero(x), 1, x);
  const hollow = (x: Value) => g.where(isZero(x), x, 0);
  const countOf = (x: Value) => g.cast(isZero(x), { to: x.dtype });
  const product = put(solid(data), solid(updates), 'mul');
  const zeros = put(countOf(data), countOf(updates), 'add');
  const nothing = put(hollow(data), hollow(updates), 'add');
  const without = (x: Value, from: (all: Value) => Value) => {
    const rest = g.div(from(product), solid(x));
    const left = g.sub(from(zeros), countOf(x));
    const withOne = g.mul(rest, g.sub(from(nothing), hollow(x)));
    return g.where(g.equal(left, 0), rest, g.where(g.equal(left, 1), withOne, 0));
  };
  return { data: () => without(data, (all) => all), updates: () => without(updates, take) };
}

export const scatterElements: Gradient<Ops['scatterElements']> = (g, at) => {
  const { indices, attributes } = at;
  const { axis, reduction } = attributes;
  return scatter(g, {
    ...at,
    reduction,
    put: (data, updates, how) => g.scatterElements(data, indices, updates, { axis, reduction: how }),
    take: (data) => g.gatherElements(data, indices, { axis }),
  });
};

export const scatterND: Gradient<Ops['scatterND']> = (g, at) => {
  const { indices, attributes } = at;
  return scatter(g, {
    ...at,
    reduction: attributes.reduction,
    put: (data, updates, how) => g.scatterND(data, indices, updates, { reduction: how }),
    take: (data) => g.gatherND(data, indices),
  });
};

/** To where each value was found. */
export const topK: Gradient<Ops['topK']> = (g, { x, indices, attributes: { axis }, dvalues }) => ({
  x: () => g.scatterElements(zerosOf(g, x, dvalues), indices, dvalues, { axis }),
});

/** Turned around once more. */
export const reverseSequence: Gradient<Ops['reverseSequence']> = (g, { sequence_lens, attributes, dy }) => ({
  input: () => g.reverseSequence(dy, sequence_lens, attributes),
});
