/** What a graph does with its data, as opposed to the shapes it computes on the way. */
import type { Node, Value } from './value.ts';

/**
 * The values that carry something of `starts`: these, and what nodes make of them. Numbers that are known before the graph
 * runs (a shape, cut up and put together again) carry nothing. `order` is topological.
 */
export function flowFrom(starts: Iterable<Value>, order: readonly Node[]): Set<Value> {
  const flowing = new Set(starts);
  for (const { inputs, outputs } of order)
    if (inputs.some((x) => x && flowing.has(x)))
      for (const output of outputs) if (output.known === undefined) flowing.add(output);
  return flowing;
}
