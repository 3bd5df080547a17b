/** A graph made ready to run many times: order, kernels, and when each value is last used. */
import { type Graph, leaves, type Node, type Tensor, topologicalOrder, type Value } from '@graftml/core';
import type { Memory } from './memory.ts';
import { prepare, type RunNode } from './run-node.ts';

export interface Step {
  readonly node: Node;
  readonly run: RunNode;
  /** The values that nobody needs after this step. */
  readonly finished: readonly Value[];
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly constants: ReadonlyMap<Value, Tensor>;
  readonly results: ReadonlySet<Value>;
}

export function plan(graph: Graph): Plan {
  const results = new Set(Object.values(graph.outputs));
  const order = topologicalOrder(results);
  const constants = new Map<Value, Tensor>();
  for (const value of leaves([...results]))
    if (value.source.kind === 'constant') constants.set(value, value.source.tensor);

  const lastUse = new Map<Value, number>();
  order.forEach(({ inputs, outputs }, i) => {
    for (const value of [...outputs, ...inputs]) if (value && !results.has(value)) lastUse.set(value, i);
  });
  const isUsed = usedIn(order, results);
  const steps = order.map((node) => ({ node, run: prepare(node, isUsed), finished: [] as Value[] }));
  for (const [value, i] of lastUse) steps[i]!.finished.push(value);
  return { steps, constants, results };
}

/** Whether a value is one of `results`, or an input of a node. */
export function usedIn(order: readonly Node[], results: Iterable<Value>): (value: Value) => boolean {
  const used = new Set<Value | undefined>([...results, ...order.flatMap(({ inputs }) => inputs)]);
  return (value) => used.has(value);
}

/** Runs a plan. The results are lent by `memory`: whoever keeps one has it given away, or copies it. */
export function runPlan(
  { steps, constants, results }: Plan,
  inputs: ReadonlyMap<Value, Tensor>,
  memory: Memory,
): Map<Value, Tensor> {
  const values = new Map([...constants, ...inputs]);
  for (const { node, run, finished } of steps) {
    const made = run(
      node.inputs.map((value) => value && values.get(value)!),
      memory.allocate,
    );
    node.outputs.forEach((value, i) => {
      const tensor = made[i];
      if (!tensor) return;
      values.set(value, tensor);
      memory.keep(tensor);
    });
    memory.sweep();
    for (const value of finished) {
      const tensor = values.get(value);
      if (tensor) memory.drop(tensor);
      values.delete(value);
    }
  }
  return new Map([...results].map((value) => [value, values.get(value)!]));
}
