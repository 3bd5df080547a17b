/** What can be computed before the graph runs, is. */
import { isStatic, sizeOf } from '../ir/dims.ts';
import { topologicalOrder } from '../ir/order.ts';
import { constant, type Graph, isConstant, type Node, type Value } from '../ir/value.ts';
import { type Tensor, tensor } from '../tensor.ts';
import { substitute } from './substitute.ts';

/** Computes values that depend on constants alone: `evaluate` of the reference backend does. */
export type Evaluate = (values: readonly Value[]) => readonly Tensor[];

/** Options of `foldConstants`. */
export interface FoldOptions {
  /**
   * By how many elements a result may exceed what it is made of: a weight that is transposed is folded, a number that is
   * repeated to fill a picture is not. 4,096 unless given.
   */
  readonly mostElements?: number;
}

/**
 * Every value that depends on constants alone, or on shapes that are numbers, becomes a constant, within bounds of size, under
 * the name that it has in its file. A whole subgraph is computed at once, and only what the rest of the graph reads of it is
 * kept.
 */
export function foldConstants(given: Graph, evaluate: Evaluate, { mostElements = 4096 }: FoldOptions = {}): Graph {
  const graph = foldShapes(given);
  const outputs = Object.values(graph.outputs);
  const order = topologicalOrder(outputs);
  const fixed = new Set<Value>();
  const isFixed = (x: Value | undefined) => x === undefined || isConstant(x) || fixed.has(x);
  for (const node of order)
    if (node.inputs.every(isFixed) && isBounded(node, mostElements)) for (const y of node.outputs) fixed.add(y);

  const rest = order.filter(({ outputs }) => !outputs.every((y) => fixed.has(y)));
  const read = new Set([...rest.flatMap(({ inputs }) => inputs), ...outputs]);
  const wanted = [...fixed].filter((x) => read.has(x));
  if (wanted.length === 0) return graph;
  const tensors = evaluate(wanted);
  return substitute(graph, new Map(wanted.map((value, i) => [value, constant(tensors[i]!, nameInFile(value))])));
}

/** Integers that shape inference knows need no computing. */
function foldShapes(graph: Graph): Graph {
  const made = topologicalOrder(Object.values(graph.outputs)).flatMap(({ outputs }) => outputs);
  const known = made.flatMap((value) => {
    const { dtype, shape, known } = value;
    if ((dtype !== 'int64' && dtype !== 'int32') || !known || !isStatic(known) || !isStatic(shape)) return [];
    // The largest int64, "to the end", is no number that can be written back.
    if (!known.every(Number.isSafeInteger)) return [];
    return [[value, constant(tensor(dtype, shape, known), nameInFile(value))] as const];
  });
  return known.length === 0 ? graph : substitute(graph, new Map(known));
}

function isBounded({ inputs, outputs }: Node, mostElements: number): boolean {
  const count = ({ shape }: Value): number => {
    const size = sizeOf(shape);
    return typeof size === 'number' ? size : Infinity;
  };
  const most = inputs.reduce((sum, x) => sum + (x ? count(x) : 0), mostElements);
  return outputs.every((y) => count(y) <= most);
}

const nameInFile = ({ source }: Value): string | undefined =>
  (source.kind === 'node' && source.node.names?.outputs[source.index]) || undefined;
