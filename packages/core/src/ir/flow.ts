/** What a graph does with its data, as opposed to the shapes it computes on the way. */
import type { Node, Value } from './value.ts';

/** Of some inputs an op takes the dtype or the shape alone: the places of the others. */
const read: Readonly<Record<string, readonly number[]>> = { castLike: [0], shape: [], size: [] };

/**
 * The values that carry something of `starts`: these, and what nodes make of them. Numbers that are known before the graph
 * runs (a shape, cut up and put together again) carry nothing. `order` is topological.
 */
export function flowFrom(starts: Iterable<Value>, order: readonly Node[]): Set<Value> {
  const flowing = new Set(starts);
  for (const { op, inputs, outputs } of order)
    if (inputs.some((x, i) => x && flowing.has(x) && (read[op]?.includes(i) ?? true)))
      for (const output of outputs) if (output.known === undefined) flowing.add(output);
  return flowing;
}
