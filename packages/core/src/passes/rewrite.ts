/** The walk that every pass is made of: a graph built again, node by node, with some nodes and leaves replaced. */
import { node as makeNode } from '../builder.ts';
import { leaves, topologicalOrder } from '../ir/order.ts';
import { type Graph, type Node, nodeOf, type Value } from '../ir/value.ts';

/** What a pass puts in the place of leaves and nodes. */
export interface Replacements {
  /** Called for each input and constant; what it returns takes the place. */
  readonly leaf?: (value: Value) => Value;
  /** Called for each node, on its new inputs; what it returns takes the place of the outputs, undefined keeps them. */
  readonly node?: (node: Node, original: Node) => readonly Value[] | undefined;
}

/** Untouched parts are shared with the old graph; what no output depends on is gone. */
export function rewrite(graph: Graph, { leaf, node: replace }: Replacements): Graph {
  const now = new Map<Value, Value>();
  const outputs = Object.values(graph.outputs);
  for (const value of new Set([...graph.inputs, ...leaves(outputs)])) now.set(value, leaf?.(value) ?? value);
  for (const node of topologicalOrder(outputs)) {
    const inputs = node.inputs.map((x) => x && now.get(x)!);
    const isSame = inputs.every((x, i) => x === node.inputs[i]);
    const current = isSame ? node : makeNode(node.op, node.path, inputs, node.attributes, node.names);
    const made = replace?.(current, node) ?? current.outputs;
    node.outputs.forEach((output, i) => {
      now.set(output, made[i]!);
    });
  }
  return {
    inputs: graph.inputs.map((x) => now.get(x)!).filter((x) => !nodeOf(x) && x.source.kind === 'input'),
    outputs: Object.fromEntries(Object.entries(graph.outputs).map(([name, value]) => [name, now.get(value)!])),
  };
}
