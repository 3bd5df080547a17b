/** Ops that look elements up by index, or put them where an index points. */
import { elementCount, type Ops, type Tensor, type TensorData, toNumbers } from '@graftml/core';
import { along, split } from './axis.ts';
import { elements } from './copy.ts';
import { type Kernel, output, type Workspace } from './kernel.ts';
import { stridesOf } from './strides.ts';

type Indices = TensorData['int32'] | TensorData['int64'];

/** An index into an axis of `extent`, counted from the end if negative. */
function place(indices: Indices, i: number, extent: number, work: Workspace): number {
  const index = Number(indices[i]!);
  const at = index < 0 ? index + extent : index;
  return at >= 0 && at < extent ? at : work.fail(`index ${index} is outside an axis of extent ${extent}`);
}

export const gather: Kernel<Ops['gather']> = ({ data, indices, attributes: { axis } }, work) => {
  const y = output(work);
  const [from, to, at] = [elements(data), elements(y), indices.data as Indices];
  const { outer, extent, inner } = split(data.shape, axis);
  for (let o = 0, next = 0; o < outer; o++)
    for (let i = 0; i < at.length; i++, next += inner) {
      const start = (o * extent + place(at, i, extent, work)) * inner;
      for (let j = 0; j < inner; j++) to[next + j] = from[start + j]!;
    }
  return y;
};

/** For each element of `indices`, in order, the place in `data` of the element of the same line that it names. */
function namedAlong(data: Tensor, indices: Tensor, axis: number, work: Workspace): Float64Array {
  const at = axis < 0 ? axis + data.shape.length : axis;
  const strides = stridesOf(data.shape);
  const [own, extent] = [stridesOf(indices.shape), data.shape[at]!];
  return Float64Array.from({ length: indices.data.length }, (_, i) => {
    let start = strides[at]! * place(indices.data as Indices, i, extent, work);
    for (let other = 0; other < own.length; other++)
      if (other !== at) start += strides[other]! * (Math.floor(i / own[other]!) % indices.shape[other]!);
    return start;
  });
}

export const gatherElements: Kernel<Ops['gatherElements']> = ({ data, indices, attributes: { axis } }, work) => {
  const y = output(work);
  const [from, to] = [elements(data), elements(y)];
  namedAlong(data, indices, axis, work).forEach((start, i) => {
    to[i] = from[start]!;
  });
  return y;
};

/** How an element and an update become one, in a dtype of numbers or of bigints. */
const reductions: Readonly<Record<string, (a: never, b: never) => unknown>> = {
  none: (_: number, b: number) => b,
  add: (a: number, b: number) => a + b,
  mul: (a: number, b: number) => a * b,
  max: (a: number, b: number) => (a > b || Number.isNaN(a) ? a : b),
  min: (a: number, b: number) => (a < b || Number.isNaN(a) ? a : b),
};

function scatter(
  data: Tensor,
  updates: Tensor,
  starts: Float64Array,
  length: number,
  reduction: string,
  work: Workspace,
) {
  const y = output(work);
  const [from, to] = [elements(updates), elements(y)];
  to.set(elements(data));
  const isInt32 = reduction === 'mul' && data.dtype === 'int32';
  const combine = (isInt32 ? Math.imul : reductions[reduction]) as (a: number, b: number) => number;
  starts.forEach((start, i) => {
    for (let j = 0; j < length; j++) to[start + j] = combine(to[start + j]!, from[i * length + j]!);
  });
  return y;
}

export const scatterElements: Kernel<Ops['scatterElements']> = (
  { data, indices, updates, attributes: { axis, reduction } },
  work,
) => scatter(data, updates, namedAlong(data, indices, axis, work), 1, reduction, work);

/** Where each entry of `indices`, coordinates into the axes of `data` after `batch` common ones, points at, in elements. */
function pointedAt(
  indices: Tensor,
  { shape }: Tensor,
  batch: number,
  work: Workspace,
): { starts: Float64Array; length: number } {
  const depth = indices.shape.at(-1)!;
  const strides = stridesOf(shape);
  const entries = elementCount(indices.shape.slice(0, -1));
  const perBatch = entries / elementCount(shape.slice(0, batch));
  const room = elementCount(shape.slice(batch));
  const starts = Float64Array.from({ length: entries }, (_, i) => {
    let start = Math.floor(i / perBatch) * room;
    for (let axis = 0; axis < depth; axis++)
      start += strides[batch + axis]! * place(indices.data as Indices, i * depth + axis, shape[batch + axis]!, work);
    return start;
  });
  return { starts, length: elementCount(shape.slice(batch + depth)) };
}

export const gatherND: Kernel<Ops['gatherND']> = ({ data, indices, attributes: { batch_dims } }, work) => {
  const y = output(work);
  const [from, to] = [elements(data), elements(y)];
  const { starts, length } = pointedAt(indices, data, batch_dims, work);
  starts.forEach((start, i) => {
    for (let j = 0; j < length; j++) to[i * length + j] = from[start + j]!;
  });
  return y;
};

export const scatterND: Kernel<Ops['scatterND']> = ({ data, indices, updates, attributes: { reduction } }, work) => {
  const { starts, length } = pointedAt(indices, data, 0, work);
  return scatter(data, updates, starts, length, reduction, work);
};

export const oneHot: Kernel<Ops['oneHot']> = ({ indices, values, attributes: { axis } }, work) => {
  const y = output(work);
  const to = elements(y);
  const [off, on] = elements(values) as unknown as [number, number];
  const { extent, inner } = split(y.shape, axis);
  to.fill(off);
  toNumbers(indices).forEach((index, i) => {
    const whole = Math.trunc(index);
    const at = whole < 0 ? whole + extent : whole;
    if (at >= 0 && at < extent) to[(Math.floor(i / inner) * extent + at) * inner + (i % inner)] = on;
  });
  return y;
};

/** NaN counts as the largest, as in NumPy. */
function inOrder(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a > b ? -1 : 1;
}

export const topK: Kernel<Ops['topK']> = ({ x, attributes: { axis, largest } }, work) => {
  const [values, indices] = [output(work, 0), output(work, 1)];
  const [from, to, places] = [elements(x), elements(values), indices.data as BigInt64Array];
  const { extent: count, inner } = split(values.shape, axis);
  const sign = largest ? 1 : -1;
  along(x.shape, axis, (start, end, stride, line) => {
    const order = Array.from({ length: (end - start) / stride }, (_, i) => i);
    // Sorting is stable: of equal elements the first stays the first.
    order.sort((i, j) => sign * inOrder(from[start + i * stride]!, from[start + j * stride]!));
    const first = Math.floor(line / inner) * count * inner + (line % inner);
    for (let k = 0; k < count; k++) {
      to[first + k * inner] = from[start + order[k]! * stride]!;
      places[first + k * inner] = BigInt(order[k]!);
    }
  });
  return [values, indices];
};

export const reverseSequence: Kernel<Ops['reverseSequence']> = (
  { input, sequence_lens, attributes: { time_axis } },
  work,
) => {
  const y = output(work);
  const [from, to] = [elements(input), elements(y)];
  const lengths = toNumbers(sequence_lens);
  const [steps, batch] = [input.shape[time_axis]!, input.shape[1 - time_axis]!];
  const inner = elementCount(input.shape.slice(2));
  const [step, sequence] = time_axis === 0 ? [batch * inner, inner] : [inner, steps * inner];
  for (const length of lengths)
    if (length < 0 || length > steps) work.fail(`sequence_lens must be from 0 to ${steps}, got ${length}`);
  lengths.forEach((length, b) => {
    for (let t = 0; t < steps; t++) {
      const source = b * sequence + (t < length ? length - 1 - t : t) * step;
      to.set(from.subarray(source, source + inner), b * sequence + t * step);
    }
  });
  return y;
};
