/** Plain ONNX Runtime, the witness of what a file means. */
import type { Tensor } from '@graftml/core';
import ort from 'onnxruntime-node';

const quiet = { logSeverityLevel: 3 } as const;

export interface Run {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly outputs: Readonly<Record<string, { type: string; dims: readonly number[]; data: readonly number[] }>>;
}

export async function run(bytes: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Run> {
  const session = await ort.InferenceSession.create(bytes, quiet);
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, data, shape }]) => [name, new ort.Tensor(dtype, data as never, shape)]),
  );
  const results = await session.run(given);
  const { inputNames, outputNames } = session;
  await session.release();
  return {
    inputNames,
    outputNames,
    outputs: Object.fromEntries(
      Object.entries(results).map(([name, { type, dims, data }]) => [
        name,
        { type, dims, data: Array.from(data as ArrayLike<number | bigint | boolean>, Number) },
      ]),
    ),
  };
}
