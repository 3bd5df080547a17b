/** Made-up weights and inputs, and two ways to compute a graph: the reference in float64, plain ONNX Runtime in float32. */
import { evaluate } from '@graftml/backend-cpu';
import {
  bind,
  constant,
  convertFloat,
  type Graph,
  inputName,
  isFloat,
  normals,
  type Tensor,
  type Tensors,
  tensor,
  toFloat,
  toNumbers,
  type Value,
} from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import ort from 'onnxruntime-node';
import { expect } from 'vitest';
import { expectClose } from '../support/numbers.ts';

/** A float32 tensor of normally distributed numbers; another name gives others. */
export const drawn = (name: string, shape: readonly number[]): Tensor<'float32'> =>
  tensor(
    'float32',
    shape,
    normals(
      { seed: 1, purpose: name },
      shape.reduce((a, b) => a * b, 1),
    ),
  );

export const weight = (name: string, shape: readonly number[]): Value => constant(drawn(name, shape), name);

/** The outputs by the reference in float64. Extents that are open are those of the feeds. */
export function inFloat64(graph: Graph, feeds: Tensors): Record<string, number[]> {
  const sizes = graph.inputs.flatMap((x) => x.shape.map((d, i) => [d, feeds[inputName(x)!]?.shape[i]] as const));
  const open = sizes.filter((entry): entry is [string, number] => typeof entry[0] === 'string');
  const wide = convertFloat(bind(graph, Object.fromEntries(open)), 'float64');
  const given = wide.inputs.map((x) => {
    const t = feeds[inputName(x)!]!;
    return [x, isFloat(t.dtype) ? toFloat(t as Tensor<'float32'>, 'float64') : t] as const;
  });
  const results = evaluate(Object.values(wide.outputs), new Map(given));
  return Object.fromEntries(Object.keys(wide.outputs).map((name, i) => [name, toNumbers(results[i]!)]));
}

/** The outputs of a file by plain ONNX Runtime. */
export async function inOnnxRuntime(file: Uint8Array, feeds: Tensors): Promise<Record<string, number[]>> {
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, data, shape }]) => [name, new ort.Tensor(dtype, data as never, shape)]),
  );
  const results = await session.run(given);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as never, Number)]),
  );
}

/** Both graphs give the same: to 1e-12 in float64 (`pass` is applied there), and as files in ONNX Runtime. */
export async function expectSame(graph: Graph, pass: (graph: Graph) => Graph, feeds: Tensors): Promise<void> {
  const wide = inFloat64(graph, feeds);
  const changed = inFloat64(pass(convertFloat(graph, 'float64')), feeds);
  const [before, after] = [
    await inOnnxRuntime(encodeGraph(graph), feeds),
    await inOnnxRuntime(encodeGraph(pass(graph)), feeds),
  ];
  expect(Object.keys(changed)).toEqual(Object.keys(wide));
  for (const name of Object.keys(wide)) {
    expectClose(changed[name]!, wide[name]!, 1e-12, name);
    expectClose(after[name]!, before[name]!, 1e-5, name);
    expectClose(after[name]!, wide[name]!, 1e-4, name);
  }
}
