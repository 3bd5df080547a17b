/** All feeds of a run in one buffer: one hand-over to the worker instead of one for each, which costs more than the copy. */
import { allocate, bytesPerElement, elementCount, type Tensor, type Tensors } from '@graftml/core';
import type { HostTypes } from './check.ts';

/** What stands where in the buffer. */
export interface Layout {
  readonly entries: readonly {
    readonly name: string;
    readonly dtype: Tensor['dtype'];
    readonly shape: readonly number[];
    readonly offset: number;
  }[];
  readonly bytes: number;
}

/** Every entry begins where ONNX Runtime's vector instructions like it. */
const alignment = 64;

export function layoutOf(types: HostTypes): Layout {
  let bytes = 0;
  const entries = [...types].map(([name, { dtype, shape }]) => {
    const offset = bytes;
    bytes += Math.ceil((elementCount(shape) * bytesPerElement(dtype)) / alignment) * alignment;
    return { name, dtype, shape, offset };
  });
  return { entries, bytes };
}

/** Copies `tensors` into `buffer`. */
export function pack(layout: Layout, tensors: Tensors, buffer: ArrayBuffer): void {
  for (const [name, view] of Object.entries(unpack(layout, buffer)))
    (view.data as Float32Array).set(tensors[name]!.data as Float32Array);
}

/** The entries as views of `buffer`. */
export const unpack = ({ entries }: Layout, buffer: ArrayBuffer): Tensors =>
  Object.fromEntries(
    entries.map(({ name, dtype, shape, offset }) => {
      const view = allocate(dtype, 0).constructor as new (b: ArrayBuffer, at: number, length: number) => Float32Array;
      return [name, { dtype, shape, data: new view(buffer, offset, elementCount(shape)) } as unknown as Tensor];
    }),
  );
