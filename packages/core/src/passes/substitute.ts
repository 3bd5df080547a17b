/** Other values in the place of some: what a graph begins with, or a part of it built anew. */
import type { Graph, Value } from '../ir/value.ts';
import { rewrite } from './rewrite.ts';

/** Each key of `replacements` becomes its value, wherever it is used. The graph lists the inputs that it listed before. */
export const substitute = (graph: Graph, replacements: ReadonlyMap<Value, Value>): Graph =>
  rewrite(graph, {
    leaf: (value) => replacements.get(value) ?? value,
    node: (node, original) =>
      original.outputs.some((output) => replacements.has(output))
        ? original.outputs.map((output, i) => replacements.get(output) ?? node.outputs[i]!)
        : undefined,
  });
