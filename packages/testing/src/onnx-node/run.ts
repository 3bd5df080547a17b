/** Runs ONNX's node tests on a backend, through Graft's reader. */
import {
  type Backend,
  bind,
  type Executable,
  GraftError,
  type Graph,
  inputName,
  isFloat,
  type Tensor,
  type Tensors,
} from '@graftml/core';
import { type DecodedModel, decodeModel, decodeTensor } from '@graftml/onnx';
import { fail } from '../compare.ts';
import type { DataSet, NodeTest } from './case.ts';
import { expectAsOnnx } from './compare.ts';
import { reasonFor } from './reasons.ts';

/** Right, beyond what Graft reads or the backend runs, or wrong; each but the first with a reason. */
export type Verdict = { readonly passed: true } | { readonly unsupported: string } | { readonly failed: string };

/** Never rejects: what goes wrong in a test is a failure of that test. */
export async function runNodeTest({ name, model, dataSets }: NodeTest, backend: Backend): Promise<Verdict> {
  try {
    if (dataSets.length === 0) fail('there is no data set');
    for (const dataSet of dataSets) {
      const verdict = await runDataSet(name, model, dataSet, backend);
      if (verdict) return verdict;
    }
    return { passed: true };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** Undefined where everything is as expected. */
async function runDataSet(
  name: string,
  model: Uint8Array,
  dataSet: DataSet,
  backend: Backend,
): Promise<Verdict | undefined> {
  try {
    const { decoded, graph, executable, feeds } = await built(name, model, dataSet, backend);
    try {
      const random = graph.inputs.find(({ source }) => source.kind === 'input' && source.distribution);
      if (random) return { unsupported: 'random numbers' };
      const outputs = await executable.run(feeds);
      compareAll(decoded, outputs, dataSet);
      return undefined;
    } finally {
      await executable.dispose();
    }
  } catch (error) {
    const unsupported = reasonFor(error);
    if (unsupported === undefined) throw error;
    return { unsupported };
  }
}

interface Built {
  readonly decoded: DecodedModel;
  readonly graph: Graph;
  readonly executable: Executable;
  readonly feeds: Tensors;
}

/**
 * Which inputs are constants. Some must be known when a graph is built (shapes, axes, pads, scales), which these tests feed
 * all the same; so more and more of them become constants until the graph can be built.
 */
const constantIf: readonly ((x: Tensor) => boolean)[] = [
  () => false,
  ({ dtype }) => !isFloat(dtype),
  ({ dtype, shape }) => !isFloat(dtype) || shape.length <= 1,
];

async function built(name: string, model: Uint8Array, { inputs }: DataSet, backend: Backend): Promise<Built> {
  let refusal: unknown;
  for (const isConstant of constantIf)
    try {
      return await build(name, model, inputs, backend, isConstant);
    } catch (error) {
      if (!(error instanceof GraftError)) throw error;
      refusal = error;
    }
  throw refusal;
}

async function build(
  name: string,
  model: Uint8Array,
  files: readonly Uint8Array[],
  backend: Backend,
  isConstant: (x: Tensor) => boolean,
): Promise<Built> {
  const given = new Map<string, Tensor>();
  const constants = (input: string, i: number): Tensor | undefined => {
    const file = files[i] ?? fail(`the test has no file for the input '${input}'`);
    const value = decodeTensor(file, { where: `input_${i}.pb`, halves: 'refuse' });
    given.set(input, value);
    return isConstant(value) ? value : undefined;
  };
  const decoded = decodeModel(model, { constants, foreign: 'refuse', halves: 'refuse' });
  const graph = bind(decoded.graph, extents(decoded.graph.inputs.map((x) => [x.shape, given.get(inputName(x)!)])));
  const feeds = Object.fromEntries(decoded.inputs.map((input) => [input, given.get(input)!]));
  const executable = await backend.compile({ name, graph, state: [] });
  return { decoded, graph, executable, feeds };
}

/** The numbers that the given tensors have where the model has names. */
const extents = (
  inputs: readonly (readonly [DecodedModel['graph']['inputs'][number]['shape'], Tensor | undefined])[],
) =>
  Object.fromEntries(
    inputs.flatMap(([shape, value]) =>
      shape.flatMap((dim, axis) => (typeof dim === 'string' && value ? [[dim, value.shape[axis] ?? 0] as const] : [])),
    ),
  );

function compareAll({ outputs: names }: DecodedModel, results: Tensors, { outputs: files }: DataSet): void {
  if (files.length > names.length) fail(`the test expects ${files.length} outputs, the model has ${names.length}`);
  files.forEach((file, i) => {
    const expected = decodeTensor(file, { where: `output_${i}.pb`, halves: 'refuse' });
    expectAsOnnx(`output '${names[i]}'`, results[names[i]!], expected);
  });
}
