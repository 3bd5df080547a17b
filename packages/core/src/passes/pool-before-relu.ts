/**
 * `MaxPool(Relu(x))` becomes `Relu(MaxPool(x))`: the same numbers and the same gradients, with the Relu and its gradient
 * on a fraction of the data. (Where every element of a window is negative, neither form passes a gradient.)
 */
import { builder } from '../builder.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, nodeOf, type Value } from '../ir/value.ts';
import type { Window } from '../ops/window.ts';
import { rewrite } from './rewrite.ts';

/** The graph with each Relu behind the MaxPool that alone uses it. */
export function poolBeforeRelu(graph: Graph): Graph {
  const uses = new Map<Value, number>();
  const use = (value: Value | undefined) => value && uses.set(value, (uses.get(value) ?? 0) + 1);
  const outputs = Object.values(graph.outputs);
  outputs.forEach(use);
  for (const node of topologicalOrder(outputs)) node.inputs.forEach(use);
  return rewrite(graph, {
    node(node, original) {
      const relu = node.inputs[0] && nodeOf(node.inputs[0]);
      const isMovable = node.op === 'maxPool' && relu?.op === 'relu' && uses.get(original.inputs[0]!) === 1;
      // Of several elements below 0, the first has the index after the Relu, the largest before.
      if (!isMovable || uses.has(original.outputs[1]!)) return undefined;
      const pooled = builder(node.path).maxPool(
        relu.inputs[0]!,
        node.attributes as unknown as Window & { ceil_mode: number },
      );
      return [builder(relu.path).relu(pooled)];
    },
  });
}
