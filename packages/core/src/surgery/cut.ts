/** The part of a model up to one of its tensors. */
import { topologicalOrder } from '../ir/order.ts';
import { nodeOf } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { derived, namesUnder } from './derived.ts';
import { penaltyOf } from './penalty.ts';
import { tensorNamed } from './tensor-names.ts';

/**
 * `cut(model, 'features')` predicts that tensor, and keeps of the parameters, their penalties and moving averages what it
 * needs. The tensor goes by its name in the file, that of its layer, or that of an input. Throws a UsageError that tells the
 * nearest names where there is none of this name.
 */
export const cut = (model: Model, tensor: string): Model =>
  derived(model, (mode) => {
    const graph = model.graph(mode);
    const output = tensorNamed(model, graph, tensor);
    const { output: _, penalty: __, ...moving } = graph.outputs;
    const made = new Set(topologicalOrder([output]));
    const under = new Set(namesUnder(output));
    return {
      output,
      ...penaltyOf(graph, (names) => names.every((name) => under.has(name))),
      ...Object.fromEntries(Object.entries(moving).filter(([, value]) => made.has(nodeOf(value)!))),
    };
  });
