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

/** Of one run; of `runs` in a row where that is given, one axis more. */
export function layoutOf(types: HostTypes, runs?: number): Layout {
  let bytes = 0;
  const entries = [...types].map(([name, { dtype, shape: ofOne }]) => {
    const offset = bytes;
    const shape = runs === undefined ? ofOne : [runs, ...ofOne];
    bytes += Math.ceil((elementCount(shape) * bytesPerElement(dtype)) / alignment) * alignment;
    return { name, dtype, shape, offset };
  });
  return { entries, bytes };
}

/** Copies the feeds of each run into `buffer`. */
export function pack(layout: Layout, feeds: readonly Tensors[], buffer: ArrayBuffer): void {
  for (const [name, view] of Object.entries(unpack(layout, buffer)))
    feeds.forEach((tensors, run) => {
      const { data } = tensors[name]!;
      (view.data as Float32Array).set(data as Float32Array, run * data.length);
    });
}

/** What a series returned, `[runs, …]`, as what each run returned. */
export const runByRun = (outputs: Tensors, runs: number): Tensors[] =>
  Array.from({ length: runs }, (_, run) =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, { dtype, shape, data }]) => {
        const length = data.length / runs;
        return [name, { dtype, shape: shape.slice(1), data: data.slice(run * length, (run + 1) * length) } as Tensor];
      }),
    ),
  );

/** The entries as views of `buffer`. */
export const unpack = ({ entries }: Layout, buffer: ArrayBuffer): Tensors =>
  Object.fromEntries(
    entries.map(({ name, dtype, shape, offset }) => {
      const view = allocate(dtype, 0).constructor as new (b: ArrayBuffer, at: number, length: number) => Float32Array;
      return [name, { dtype, shape, data: new view(buffer, offset, elementCount(shape)) } as unknown as Tensor];
    }),
  );
