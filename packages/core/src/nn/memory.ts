/** How much memory running a graph takes. */
import { bindDim, sizeOf } from '../ir/dims.ts';
import { leaves, topologicalOrder } from '../ir/order.ts';
import type { Dim, Graph, Value } from '../ir/value.ts';
import { bytesPerElement } from '../tensor.ts';

/** What running a graph once holds in memory, in bytes. */
export interface Memory {
  /** Bytes of parameters and constants. */
  readonly weights: number;
  /**
   * Bytes of what the nodes make and the inputs that are fed, when most of it is needed at once: each lives from where it is
   * made to its last use, in the order in which the graph is written. Undefined where an extent is unknown.
   */
  readonly activations: number | undefined;
}

/** `isWeight` tells parameters from inputs that are fed; `sizes` are numbers for symbolic extents. */
export function memoryOf(
  graph: Graph,
  isWeight: (input: Value) => boolean,
  sizes: Readonly<Record<string, number>>,
): Memory {
  const bytes = ({ shape, dtype }: Value): number => {
    const size: Dim = sizeOf(shape.map((d) => bindDim(d, sizes)));
    return typeof size === 'number' ? size * bytesPerElement(dtype) : Number.NaN;
  };
  const outputs = Object.values(graph.outputs);
  const order = topologicalOrder(outputs);
  const begin = leaves(outputs);
  const lasting = new Set(begin.filter((value) => value.source.kind === 'constant' || isWeight(value)));
  const lastUse = new Map<Value, number>();
  for (const [i, { inputs }] of order.entries()) for (const x of inputs) if (x) lastUse.set(x, i);
  for (const value of outputs) lastUse.set(value, order.length);

  let now = begin.reduce((sum, value) => sum + (lasting.has(value) ? 0 : bytes(value)), 0);
  let peak = now;
  for (const [i, node] of order.entries()) {
    for (const y of node.outputs) if (lastUse.has(y)) now += bytes(y);
    peak = Math.max(peak, now);
    for (const x of new Set([...node.inputs, ...node.outputs]))
      if (x && lastUse.get(x) === i && !lasting.has(x)) now -= bytes(x);
  }
  return {
    weights: [...lasting].reduce((sum, value) => sum + bytes(value), 0),
    activations: Number.isNaN(peak) ? undefined : peak,
  };
}
