/** Batch normalisation as it is trained: files hold it as it is used, with the averages of a training that is over. */
import { node as makeNode } from '../builder.ts';
import { type Graph, inputName, type Node, type Value } from '../ir/value.ts';
import { nextName } from '../nn/model.ts';
import { rewrite } from './rewrite.ts';

/**
 * Every BatchNormalization whose mean and variance are inputs of the graph normalises with the statistics of its batch, and
 * the graph gets an output `next/<name>` for each of the two: `momentum · old + (1 - momentum) · batch`, with the node's own
 * momentum. The variance is that of the population, as ONNX and Keras have it; PyTorch normalises with it too, but averages
 * the variance of a sample, `n / (n - 1)` as much. One that is applied several times averages what its last use saw. Those
 * with constant averages stay as they are: frozen.
 */
export function withBatchStatistics(graph: Graph): Graph {
  const next: Record<string, Value> = {};
  const trained = rewrite(graph, {
    node(node) {
      const names = averagesOf(node);
      if (!names) return undefined;
      const attributes = { ...node.attributes, training_mode: 1 };
      const [y, mean, variance] = makeNode(node.op, node.path, node.inputs, attributes, node.names).outputs;
      next[nextName(names[0])] = mean!;
      next[nextName(names[1])] = variance!;
      return [y!];
    },
  });
  return Object.keys(next).length === 0 ? graph : { ...trained, outputs: { ...trained.outputs, ...next } };
}

/** The names of the averages that a node in the form for use reads, where they are inputs. */
function averagesOf({ op, inputs, attributes }: Node): readonly [string, string] | undefined {
  if (op !== 'batchNormalization' || attributes.training_mode !== 0) return undefined;
  const [mean, variance] = inputs.slice(3).map((x) => x && inputName(x));
  return mean !== undefined && variance !== undefined ? [mean, variance] : undefined;
}
