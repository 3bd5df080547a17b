/** A graph made ready to run many times: order, kernels, and when each value is last used. */
import { type Graph, leaves, type Tensor, topologicalOrder, type Value } from '@graftml/core';
import type { Memory } from './memory.ts';
import { prepare } from './run-node.ts';

export interface Plan {
  /** Runs everything. The results are lent by `memory`: whoever keeps one has it given away, or copies it. */
  run(inputs: ReadonlyMap<Value, Tensor>, memory: Memory): Map<Value, Tensor>;
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
  const steps = order.map((node) => ({ node, run: prepare(node), finished: [] as Value[] }));
  for (const [value, i] of lastUse) steps[i]!.finished.push(value);

  return {
    run(inputs, memory) {
      const values = new Map([...constants, ...inputs]);
      for (const { node, run, finished } of steps) {
        const made = run(
          node.inputs.map((value) => value && values.get(value)!),
          memory.allocate,
        );
        node.outputs.forEach((value, i) => {
          values.set(value, made[i]!);
          memory.keep(made[i]!);
        });
        memory.sweep();
        for (const value of finished) {
          const tensor = values.get(value);
          if (tensor) memory.drop(tensor);
          values.delete(value);
        }
      }
      return new Map([...results].map((value) => [value, values.get(value)!]));
    },
  };
}
