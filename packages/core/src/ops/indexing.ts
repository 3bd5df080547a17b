/** Ops that look elements up by index, or put them where an index points. Negative indices count from the end. */
import { showShape } from '../ir/dims.ts';
import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, int, op, string } from '../op.ts';
import { axisOf, knownFrom, knownNumber, sameDType, withKnown } from '../shapes.ts';

function requireIndices({ dtype }: TensorType, fail: Fail): void {
  if (dtype !== 'int64' && dtype !== 'int32') fail(`indices must be int64 or int32, got ${dtype}`);
}

/** Takes the entries of one axis that `indices` name. */
export const gather = op('Gather', ['data', 'indices'], {
  attributes: { axis: int(0) },
  infer({ data, indices }, { axis }, fail) {
    requireIndices(indices, fail);
    const at = axisOf(axis, data.shape.length, fail);
    const size = data.shape[at]!;
    for (const i of indices.known ?? [])
      if (typeof i === 'number' && typeof size === 'number' && (i < -size || i >= size))
        fail(`index ${i} is outside axis ${at} of extent ${size}`);
    const shape = [...data.shape.slice(0, at), ...indices.shape, ...data.shape.slice(at + 1)];
    const inner = at + indices.shape.length;
    const numbers = indices.known?.every((i) => typeof i === 'number');
    const known =
      numbers &&
      knownFrom(data, shape, (to) => {
        const index = placeIn(indices, to.slice(at, inner));
        return [...to.slice(0, at), index < 0 ? index + (size as number) : index, ...to.slice(inner)];
      });
    return withKnown({ dtype: data.dtype, shape }, known || undefined);
  },
});

/** The known number at some coordinates. */
const placeIn = ({ known, shape }: TensorType, at: readonly number[]): number =>
  known![at.reduce((place, i, axis) => place * (shape[axis] as number) + i, 0)] as number;

/** Of each line along `axis`, the elements that the same line of `indices` names. */
export const gatherElements = op('GatherElements', ['data', 'indices'], {
  attributes: { axis: int(0) },
  infer({ data, indices }, { axis }, fail) {
    checkLines(data, indices, axis, fail);
    return { dtype: data.dtype, shape: indices.shape };
  },
});

/** Lines of `indices` must be lines of `data`. */
function checkLines(data: TensorType, indices: TensorType, axis: number, fail: Fail): void {
  requireIndices(indices, fail);
  const at = axisOf(axis, data.shape.length, fail);
  if (indices.shape.length !== data.shape.length) fail('indices must have as many axes as data');
  indices.shape.forEach((d, i) => {
    const size = data.shape[i]!;
    if (i !== at && typeof d === 'number' && typeof size === 'number' && d > size)
      fail(`indices ${showShape(indices.shape)} go beyond data ${showShape(data.shape)} along axis ${i}`);
  });
}

export const scatterReductions = ['none', 'add', 'mul', 'max', 'min'] as const;
export type ScatterReduction = (typeof scatterReductions)[number];

function requireReduction(reduction: string, { dtype }: TensorType, fail: Fail): void {
  if (!(scatterReductions as readonly string[]).includes(reduction))
    fail(`reduction must be one of ${scatterReductions.join(', ')}, got '${reduction}'`);
  if (reduction !== 'none' && dtype === 'bool') fail(`reduction '${reduction}' needs numbers, got bool`);
}

/**
 * A copy of `data` where `updates`, of the shape of `indices`, replace (`reduction: 'none'`) or are combined with what
 * `indices` name along `axis`. With `'none'`, no element may be named twice.
 */
export const scatterElements = op('ScatterElements', ['data', 'indices', 'updates'], {
  attributes: { axis: int(0), reduction: string('none') },
  infer({ data, indices, updates }, { axis, reduction }, fail) {
    requireReduction(reduction, data, fail);
    checkLines(data, indices, axis, fail);
    if (String(updates.shape) !== String(indices.shape)) fail('updates must have the shape of indices');
    return { dtype: sameDType([data, updates], fail), shape: data.shape };
  },
});

/** The shape of what `indices` point at: the coordinates in their last axis name axes of `data` after `batch` common ones. */
function pointedShape(data: TensorType, indices: TensorType, batch: number, fail: Fail): Shape {
  if (indices.dtype !== 'int64') fail(`indices must be int64, got ${indices.dtype}`);
  const depth = indices.shape.at(-1);
  if (typeof depth !== 'number' || depth < 1 || batch + depth > data.shape.length)
    return fail('the last axis of indices must name axes of data');
  if (!(batch >= 0 && batch < indices.shape.length))
    fail(`batch_dims is ${batch}, indices have rank ${indices.shape.length}`);
  for (let i = 0; i < batch; i++)
    if (data.shape[i] !== indices.shape[i]) fail(`data and indices differ in axis ${i}, which is one of batch_dims`);
  return [...indices.shape.slice(0, -1), ...data.shape.slice(batch + depth)];
}

/** The last axis of `indices` holds coordinates into `data`, behind the first `batch_dims` axes, which both share. */
export const gatherND = op('GatherND', ['data', 'indices'], {
  attributes: { batch_dims: int(0) },
  infer: ({ data, indices }, { batch_dims }, fail) => ({
    dtype: data.dtype,
    shape: pointedShape(data, indices, batch_dims, fail),
  }),
});

/** A copy of `data` where `updates` replace (`reduction: 'none'`) or are combined with what `indices` point at. */
export const scatterND = op('ScatterND', ['data', 'indices', 'updates'], {
  attributes: { reduction: string('none') },
  infer({ data, indices, updates }, { reduction }, fail) {
    requireReduction(reduction, data, fail);
    const expected = pointedShape(data, indices, 0, fail);
    if (String(updates.shape) !== String(expected)) fail(`updates must be ${showShape(expected)}`);
    return { dtype: sameDType([data, updates], fail), shape: data.shape };
  },
});

/**
 * For each index a line of `depth` elements along a new axis: `values[1]` where the index points, else `values[0]`.
 * Indices from `-depth` to `depth - 1`; others point nowhere. Fractions are dropped.
 */
export const oneHot = op('OneHot', ['indices', 'depth', 'values'], {
  attributes: { axis: int(-1) },
  infer({ indices, depth, values }, { axis }, fail) {
    if (indices.dtype === 'bool') fail('indices must be numbers, got bool');
    if (String(values.shape) !== '2') fail('values must be [off, on]');
    const extent = Math.trunc(knownNumber(depth, 'depth', fail));
    if (!(extent >= 0)) fail(`depth must not be negative, got ${extent}`);
    const at = axisOf(axis, indices.shape.length + 1, fail);
    return { dtype: values.dtype, shape: [...indices.shape.slice(0, at), extent, ...indices.shape.slice(at)] };
  },
});

/**
 * The `k` largest (or smallest) elements along an axis, in order, and their positions. Of equal elements, the one with the
 * lower position comes first; NaN counts as the largest.
 */
export const topK = op('TopK', ['x', 'k'], {
  outputs: ['values', 'indices'],
  attributes: { axis: int(-1), largest: int(1), sorted: int(1) },
  infer({ x, k }, { axis }, fail) {
    if (x.dtype === 'bool') fail('needs numbers, got bool');
    const at = axisOf(axis, x.shape.length, fail);
    const count = knownNumber(k, 'k', fail);
    const size = x.shape[at]!;
    if (count < 0 || (typeof size === 'number' && count > size)) fail(`k is ${count}, axis ${at} has ${size} elements`);
    const shape = x.shape.map((d, i) => (i === at ? count : d));
    return [
      { dtype: x.dtype, shape },
      { dtype: 'int64', shape },
    ];
  },
});

/** Turns the first `sequence_lens[b]` elements of each sequence around; the rest stays. */
export const reverseSequence = op('ReverseSequence', ['input', 'sequence_lens'], {
  attributes: { batch_axis: int(1), time_axis: int(0) },
  infer({ input, sequence_lens }, { batch_axis, time_axis }, fail) {
    if (input.shape.length < 2) fail('needs a batch and a time axis');
    if (!(batch_axis + time_axis === 1 && batch_axis * time_axis === 0))
      fail(`batch_axis and time_axis must be 0 and 1, got ${batch_axis} and ${time_axis}`);
    if (sequence_lens.dtype !== 'int64' || String(sequence_lens.shape) !== String([input.shape[batch_axis]]))
      fail(`sequence_lens must be int64 [${input.shape[batch_axis]}]`);
    const steps = input.shape[time_axis]!;
    for (const length of sequence_lens.known ?? [])
      if (typeof length === 'number' && (length < 0 || (typeof steps === 'number' && length > steps)))
        fail(`sequence_lens must be from 0 to ${steps}, got ${length}`);
    return { dtype: input.dtype, shape: input.shape };
  },
});
