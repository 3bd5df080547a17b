/** Where a network is put into whole numbers: which values between its layers, and which layers get whole weights. */
import { type Graph, isConstant, type Node, topologicalOrder, type Value } from '@graftml/core';

/** What is quantized of a graph. */
export interface Places {
  /** Float values that become 8-bit, each once for all that use it. */
  readonly values: ReadonlySet<Value>;
  /** Convolutions and matrix products whose weights become int8. */
  readonly linear: ReadonlySet<Node>;
  /** Values that have the range of another one, as they are only chosen from it. */
  readonly sameAs: ReadonlyMap<Value, Value>;
}

/** What limits a value directly behind a layer: runtimes do it as they round. */
const limits = ['relu', 'clip'];
/** Their output is part of their input. */
const choosing = ['maxPool'];

/**
 * Convolutions and matrix products with constant weights, and sums of two values (residual blocks), as ONNX Runtime computes these in
 * whole numbers. The last layer stays as it is: it is small, and probabilities hang on its every digit.
 */
export function places(graph: Graph): Places {
  const outputs = new Set(Object.values(graph.outputs));
  const nodes = topologicalOrder(outputs);
  const users = new Map<Value, Node[]>();
  for (const node of nodes)
    for (const value of new Set(node.inputs)) if (value) users.set(value, [...(users.get(value) ?? []), node]);

  const weighted = nodes.filter(hasWeights);
  const last = weighted.at(-1);
  const linear = new Set(weighted.filter((node) => node !== last));
  const sums = nodes.filter(({ op, inputs }) => op === 'add' && inputs.every((x) => x && isFloatData(x)));

  const values = new Set<Value>();
  const sameAs = new Map<Value, Value>();
  const add = (value: Value) => {
    if (isFloatData(value) && !outputs.has(value)) values.add(value);
  };
  for (const node of [...linear, ...sums]) {
    for (const value of node.inputs.slice(0, node.op === 'add' ? 2 : 1)) add(value!);
    const [made] = node.outputs;
    const [only, ...others] = users.get(made!) ?? [];
    if (only && others.length === 0 && limits.includes(only.op)) add(only.outputs[0]!);
    else add(made!);
  }
  for (const node of nodes)
    if (choosing.includes(node.op) && node.outputs[0] && values.has(node.inputs[0]!)) {
      values.add(node.outputs[0]);
      sameAs.set(node.outputs[0], node.inputs[0]!);
    }
  return { values, linear, sameAs };
}

const isFloatData = (value: Value): boolean => value.dtype === 'float32' && !isConstant(value);

function hasWeights({ op, inputs: [x, w, b], attributes }: Node): boolean {
  if (!x || !w || !isFloatData(x) || !isConstant(w) || (b && !isConstant(b))) return false;
  if (op === 'conv') return w.shape.length === 4;
  if (op === 'gemm') return attributes.transA === 0 && attributes.alpha === 1 && attributes.beta === 1;
  return op === 'matMul' && w.shape.length === 2;
}
