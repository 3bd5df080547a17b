/** One case of the ONNX node tests: a model of one op (or of its body), with inputs and expected outputs. */
import { isConstant, type Tensor } from '@graftml/core';
import { decodeModel } from '@graftml/onnx';
import { delimited, fieldsOf, integer, joined, text } from './protobuf.ts';

/** The numbers of the fields that are used here, from onnx.proto. */
const model = { graph: 7, opset: 8 } as const;
const graph = { node: 1, initializer: 5, input: 11, output: 12 } as const;
const opType = 4;
const valueInfoName = 1;
const opsetVersion = 2;

/** Ops whose definition after opset 21 differs from that of 21 in the types it allows, and in nothing else. */
const onlyTypesWereAdded = new Set(
  (
    'Conv MaxPool GlobalAveragePool HardSigmoid Softplus Identity Constant Cast ' +
    'Shape Reshape Flatten Transpose Unsqueeze Squeeze Pad'
  ).split(' '),
);
const newestRead = 21;

export interface NodeTest {
  readonly ops: readonly string[];
  /** The names of the inputs and outputs of the model, in order. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /**
   * The model's bytes with some inputs as initializers. The tests feed axes and shapes, which Graft must know when it
   * reads a model; real files hold them as constants.
   */
  withConstants(files: readonly Uint8Array[]): Uint8Array;
}

export function nodeTest(bytes: Uint8Array): NodeTest {
  const fields = fieldsOf(bytes);
  const inside = fieldsOf(fields.find(({ number }) => number === model.graph)!.payload);
  const within = (number: number, field: number) =>
    inside
      .filter((item) => item.number === number)
      .map(({ payload }) => text(fieldsOf(payload).find((item) => item.number === field)!.payload));
  const ops = within(graph.node, opType);
  const isSame = ops.every((op) => onlyTypesWereAdded.has(op));
  return {
    ops,
    inputs: within(graph.input, valueInfoName),
    outputs: within(graph.output, valueInfoName),
    withConstants(files) {
      const added = files.map((file) => delimited(graph.initializer, file));
      const parts = fields.map(({ number, payload, whole }) => {
        if (number === model.graph) return delimited(model.graph, joined([payload, ...added]));
        return number === model.opset && isSame && versionOf(payload) > newestRead ? defaultOpset(newestRead) : whole;
      });
      return joined(parts);
    },
  };
}

/** A small number is its own varint. */
const versionOf = (opset: Uint8Array): number =>
  fieldsOf(opset).find(({ number }) => number === opsetVersion)?.whole[1] ?? 0;

const defaultOpset = (version: number): Uint8Array => delimited(model.opset, integer(opsetVersion, version));

/** Reads a TensorProto as the only initializer of a model that is made for it. */
export function readTensorFile(file: Uint8Array): Tensor {
  const holder = joined([integer(1, 9), defaultOpset(20), delimited(model.graph, delimited(graph.initializer, file))]);
  const [value] = decodeModel(holder).values.values();
  if (!value || !isConstant(value)) throw new Error('the file holds no tensor');
  return value.source.tensor;
}
