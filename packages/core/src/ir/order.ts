/** Walking a graph. */
import { type Node, nodeOf, type Value } from './value.ts';

/** All nodes that `outputs` depend on, each after those it uses, without going beyond `stop`. No recursion: graphs get deep. */
export function topologicalOrder(outputs: Iterable<Value>, stop: ReadonlySet<Value> = new Set()): Node[] {
  const order: Node[] = [];
  const state = new Map<Node, 'entered' | 'done'>();
  const stack: Node[] = [];
  const enter = (value: Value | undefined) => {
    const node = value && !stop.has(value) ? nodeOf(value) : undefined;
    if (node && !state.has(node)) stack.push(node);
  };
  for (const output of outputs) {
    enter(output);
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const before = state.get(node);
      if (before === undefined) {
        state.set(node, 'entered');
        for (let i = node.inputs.length - 1; i >= 0; i--) enter(node.inputs[i]);
        continue;
      }
      stack.pop();
      if (before === 'done') continue;
      state.set(node, 'done');
      order.push(node);
    }
  }
  return order;
}

/** The inputs and constants that `outputs` depend on, in the order of first use. */
export function leaves(outputs: readonly Value[]): Value[] {
  const found = new Set<Value>();
  for (const node of topologicalOrder(outputs))
    for (const value of node.inputs) if (value && !nodeOf(value)) found.add(value);
  for (const value of outputs) if (!nodeOf(value)) found.add(value);
  return [...found];
}
