/**
 * A product with a transposed matrix is a Gemm that reads it across, without a transposed copy. On the CPU ONNX Runtime does so by
 * itself; on WebGPU it does not: on SwiftShader the copy of 1024×500 weights took 600 ms and the product itself 60.
 */
import { builder, type Graph, nodeOf, rewrite, type Value } from '@graftml/core';

export const transposedProducts = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [a, b] }) {
      if (op !== 'matMul' || a!.shape.length !== 2 || b!.shape.length !== 2 || a!.dtype !== 'float32') return undefined;
      const [turnedA, turnedB] = [transposed(a!), transposed(b!)];
      if (!turnedA && !turnedB) return undefined;
      const options = { transA: turnedA ? 1 : 0, transB: turnedB ? 1 : 0 };
      return [builder(path).gemm(turnedA ?? a!, turnedB ?? b!, undefined, options)];
    },
  });

/** What a matrix is the transpose of. */
function transposed(value: Value): Value | undefined {
  const node = nodeOf(value);
  return node?.op === 'transpose' && value.shape.length === 2 && String(node.attributes.perm) === '1,0'
    ? node.inputs[0]
    : undefined;
}
