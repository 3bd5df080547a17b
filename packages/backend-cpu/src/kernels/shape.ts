/** Ops that move elements without changing them. */
import { elementCount, type Ops, padAmounts, paddedFrom, sliceAxes, type Tensor, type TensorData } from '@graftml/core';
import { split } from './axis.ts';
import { copyStrided, type Elements } from './copy.ts';
import { type Kernel, known, output, reinterpret, type Workspace } from './kernel.ts';
import { pickAlong } from './pick.ts';
import { broadcastStrides, stridesOf } from './strides.ts';

export const reshape: Kernel<Ops['reshape']> = ({ data }, work) => reinterpret(data, work);
export const flatten: Kernel<Ops['flatten']> = ({ x }, work) => reinterpret(x, work);
export const squeeze: Kernel<Ops['squeeze']> = ({ data }, work) => reinterpret(data, work);
export const unsqueeze: Kernel<Ops['unsqueeze']> = ({ data }, work) => reinterpret(data, work);

const elements = ({ data }: Tensor): Elements => data as Elements;

/** The output, read from `x` by strides from element `start` on. */
function strided(x: Tensor, start: number, strides: readonly number[], work: Workspace): Tensor {
  const y = output(work);
  copyStrided(elements(y), y.shape, elements(x), start, strides);
  return y;
}

export const transpose: Kernel<Ops['transpose']> = ({ data, attributes: { perm } }, work) => {
  const strides = stridesOf(data.shape);
  return strided(
    data,
    0,
    perm.map((axis) => strides[axis]!),
    work,
  );
};

export const expand: Kernel<Ops['expand']> = ({ input }, work) =>
  strided(input, 0, broadcastStrides(input.shape, work.outputs[0]!.shape), work);

export const slice: Kernel<Ops['slice']> = ({ data, starts, ends, axes, steps }, work) => {
  const taken = sliceAxes(
    { data, starts: known(starts), ends: known(ends), axes: axes && known(axes), steps: steps && known(steps) },
    work.fail,
  );
  const strides = stridesOf(data.shape);
  let first = 0;
  for (const { axis, start, step } of taken) {
    first += start * strides[axis]!;
    strides[axis]! *= step;
  }
  return strided(data, first, strides, work);
};

export const concat: Kernel<Ops['concat']> = ({ inputs, attributes: { axis } }, work) => {
  const y = output(work);
  const to = elements(y);
  const { outer, extent, inner } = split(y.shape, axis);
  let offset = 0;
  for (const input of inputs) {
    const from = elements(input);
    const length = split(input.shape, axis).extent * inner;
    for (let o = 0; o < outer; o++) to.set(from.subarray(o * length, (o + 1) * length), o * extent * inner + offset);
    offset += length;
  }
  return y;
};

export const pad: Kernel<Ops['pad']> = ({ data, pads, constant_value, axes, attributes: { mode } }, work) => {
  const amounts = padAmounts({ data, pads: known(pads), axes: axes && known(axes) }, work.fail);
  const y = output(work);
  const positions = amounts.map(([begin], axis) => {
    const size = data.shape[axis]!;
    return Int32Array.from({ length: y.shape[axis]! }, (_, i) => {
      const at = i - begin;
      return at >= 0 && at < size ? at : mode === 'constant' ? -1 : paddedFrom(at, size, mode);
    });
  });
  pickAlong(elements(y), elements(data), data.shape, positions, constant_value && elements(constant_value)[0]);
  return y;
};

/** An index into an axis of `extent`, counted from the end if negative. */
function place(indices: TensorData['int32'] | TensorData['int64'], i: number, extent: number, work: Workspace): number {
  const index = Number(indices[i]!);
  const at = index < 0 ? index + extent : index;
  return at >= 0 && at < extent ? at : work.fail(`index ${index} is outside an axis of extent ${extent}`);
}

type Indices = TensorData['int32'] | TensorData['int64'];

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

/** Where each entry of `indices`, coordinates into the first axes of a tensor of `shape`, points at, in elements. */
function pointedAt(indices: Tensor, shape: readonly number[], work: Workspace): { starts: number[]; length: number } {
  const depth = indices.shape.at(-1)!;
  const strides = stridesOf(shape);
  const starts = Array.from({ length: elementCount(indices.shape.slice(0, -1)) }, (_, i) => {
    let start = 0;
    for (let axis = 0; axis < depth; axis++)
      start += strides[axis]! * place(indices.data as Indices, i * depth + axis, shape[axis]!, work);
    return start;
  });
  return { starts, length: elementCount(shape.slice(depth)) };
}

export const gatherND: Kernel<Ops['gatherND']> = ({ data, indices }, work) => {
  const y = output(work);
  const [from, to] = [elements(data), elements(y)];
  const { starts, length } = pointedAt(indices, data.shape, work);
  starts.forEach((start, i) => {
    for (let j = 0; j < length; j++) to[i * length + j] = from[start + j]!;
  });
  return y;
};

export const scatterND: Kernel<Ops['scatterND']> = ({ data, indices, updates, attributes: { reduction } }, work) => {
  const y = output(work);
  const [from, to] = [elements(updates), elements(y)];
  to.set(elements(data));
  const { starts, length } = pointedAt(indices, data.shape, work);
  starts.forEach((start, i) => {
    for (let j = 0; j < length; j++) {
      if (reduction === 'add') to[start + j]! += from[i * length + j]!;
      else to[start + j] = from[i * length + j]!;
    }
  });
  return y;
};

export const shape: Kernel<Ops['shape']> = ({ data, attributes: { start, end } }, work) => {
  const y = output(work);
  (y.data as BigInt64Array).set(data.shape.slice(start, end).map(BigInt));
  return y;
};
