/** Several runs of a graph as one: ONNX's Scan with the graph as its body. */
import { type Graph, input, inputName, rewrite, type TensorType, UsageError, validate } from '@graftml/core';
import { draftGraph, type EncodeOptions, encodeModel, valueInfoOf, writeOut } from './encode.ts';
import { attributeTypes, graphAttribute, graphProto } from './schema.ts';
import { encode } from './wire/encode.ts';

/** Options of `encodeSeries`. */
export interface SeriesOptions extends EncodeOptions {
  /** How many runs. */
  readonly runs: number;
  /** Inputs that stay the same through all runs, or take the value of an output for the next. All others are fed run by run. */
  readonly state: readonly { readonly input: string; readonly output?: string }[];
}

/**
 * The bytes of an ONNX model that runs `graph` `runs` times. It has the inputs and outputs of `graph`: state `[…]` goes in as
 * it is before the first run and comes out as it is after the last; what is fed and what is returned has an axis of runs
 * before its own, `[runs, …]`. Scan is in https://onnx.ai/onnx/operators/onnx__Scan.html.
 *
 * Throws a UsageError where nothing is fed: the length of a Scan is that of its inputs.
 */
export function encodeSeries(
  graph: Graph,
  { runs, state, name = 'graft', metadata }: SeriesOptions,
): Uint8Array<ArrayBuffer> {
  validate(graph);
  const nextOf = new Map(state.map((pair) => [pair.input, pair.output]));
  const inputs = new Map(graph.inputs.map((value) => [inputName(value)!, value]));
  const carried = state.filter((pair): pair is Required<typeof pair> => pair.output !== undefined);
  const fed = [...inputs.keys()].filter((key) => !nextOf.has(key));
  const becomes = new Set(carried.map(({ output }) => output));
  const returned = Object.keys(graph.outputs).filter((key) => !becomes.has(key));
  if (fed.length === 0) throw new UsageError('a series needs something that is fed run by run', { where: name });

  // Names within the body are its own, but for those of inputs that stay: these it takes from the graph around it.
  const inBody = (key: string) => `run/${key}`;
  const bodyInputs = new Map(
    graph.inputs.map((value) => {
      const key = inputName(value)!;
      const stays = nextOf.has(key) && nextOf.get(key) === undefined;
      return [key, stays ? value : input(inBody(key), value.dtype, value.shape)];
    }),
  );
  const { outputs } = rewrite(graph, {
    leaf: (value) => (value.source.kind === 'input' ? bodyInputs.get(value.source.name)! : value),
  });
  const results = [...carried.map(({ output }) => output), ...returned];
  const body = writeOut({
    inputs: [...bodyInputs.values()],
    outputs: Object.fromEntries(results.map((key) => [inBody(key), outputs[key]!])),
  });
  const names = [...inputs.keys(), ...Object.keys(graph.outputs)];
  const drafted = draftGraph(body, 'run', { taken: names });
  const entering = [...carried.map((pair) => pair.input), ...fed];
  const inRuns = ({ dtype, shape }: TensorType): TensorType => ({ dtype, shape: [runs, ...shape] });

  return encodeModel(
    body,
    {
      name,
      node: [
        {
          op_type: 'Scan',
          name: 'series',
          input: entering,
          output: results,
          attribute: [
            { name: 'num_scan_inputs', i: fed.length, type: attributeTypes.int },
            {
              name: 'body',
              type: graphAttribute,
              g: encode(graphProto, {
                ...drafted,
                input: entering.map((key) => valueInfoOf(inBody(key), bodyInputs.get(key)!)),
              }),
            },
          ],
        },
      ],
      input: [...inputs].map(([key, value]) => valueInfoOf(key, nextOf.has(key) ? value : inRuns(value))),
      output: Object.entries(graph.outputs).map(([key, value]) =>
        valueInfoOf(key, becomes.has(key) ? value : inRuns(value)),
      ),
    },
    metadata,
  );
}
