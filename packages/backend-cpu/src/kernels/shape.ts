/** Ops that move elements without changing them. */
import { elementCount, type Ops } from '@graftml/core';
import { split } from './axis.ts';
import { elements, strided } from './copy.ts';
import { type Kernel, output, reinterpret } from './kernel.ts';
import { pickAlong } from './pick.ts';
import { broadcastStrides, stridesOf } from './strides.ts';

export const reshape: Kernel<Ops['reshape']> = ({ data }, work) => reinterpret(data, work);
export const flatten: Kernel<Ops['flatten']> = ({ x }, work) => reinterpret(x, work);
export const squeeze: Kernel<Ops['squeeze']> = ({ data }, work) => reinterpret(data, work);
export const unsqueeze: Kernel<Ops['unsqueeze']> = ({ data }, work) => reinterpret(data, work);

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

export const tile: Kernel<Ops['tile']> = ({ input }, work) => {
  const y = output(work);
  const positions = input.shape.map((size, axis) => Int32Array.from({ length: y.shape[axis]! }, (_, i) => i % size));
  pickAlong(elements(y), elements(input), input.shape, positions, undefined);
  return y;
};

export const depthToSpace: Kernel<Ops['depthToSpace']> = ({ input, attributes: { blocksize: b, mode } }, work) => {
  const y = output(work);
  const [from, to] = [elements(input), elements(y)];
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const [batch, depth, high, wide] = y.shape as [number, number, number, number];
  let next = 0;
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < depth; c++)
      for (let i = 0; i < high; i++)
        for (let j = 0; j < wide; j++) {
          const place = (i % b) * b + (j % b);
          const channel = mode === 'DCR' ? place * depth + c : c * b * b + place;
          const [row, column] = [Math.floor(i / b), Math.floor(j / b)];
          to[next++] = from[((n * channels + channel) * height + row) * width + column]!;
        }
  return y;
};

export const spaceToDepth: Kernel<Ops['spaceToDepth']> = ({ input, attributes: { blocksize: b } }, work) => {
  const y = output(work);
  const [from, to] = [elements(input), elements(y)];
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const [batch, depth, high, wide] = y.shape as [number, number, number, number];
  let next = 0;
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < depth; c++)
      for (let i = 0; i < high; i++)
        for (let j = 0; j < wide; j++) {
          const place = Math.floor(c / channels);
          const [row, column] = [i * b + Math.floor(place / b), j * b + (place % b)];
          to[next++] = from[((n * channels + (c % channels)) * height + row) * width + column]!;
        }
  return y;
};

export const shape: Kernel<Ops['shape']> = ({ data, attributes: { start, end } }, work) => {
  const y = output(work);
  (y.data as BigInt64Array).set(data.shape.slice(start, end).map(BigInt));
  return y;
};

export const size: Kernel<Ops['size']> = ({ data }, work) => {
  const y = output(work);
  (y.data as BigInt64Array)[0] = BigInt(elementCount(data.shape));
  return y;
};
