/** The part of a model up to one of its tensors. */
import { builder } from '../builder.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, nodeOf, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { derived, namesUnder } from './derived.ts';
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
    return { output, ...besides(graph, output) };
  });

/** The other outputs of a graph, as far as they belong to the part that ends in `output`. */
function besides({ outputs: { output: _, penalty, ...moving } }: Graph, output: Value): Graph['outputs'] {
  const made = new Set(topologicalOrder([output]));
  const kept = Object.entries(moving).filter(([, value]) => made.has(nodeOf(value)!));
  const under = new Set(namesUnder(output));
  const terms = termsOf(penalty).filter((term) => namesUnder(term).every((name) => under.has(name)));
  const g = builder();
  return {
    ...(terms.length > 0 && { penalty: terms.reduce((sum, term) => g.add(sum, term)) }),
    ...Object.fromEntries(kept),
  };
}

/** A penalty is the sum of those that layers added; their own nodes have the paths of the layers. */
function termsOf(penalty: Value | undefined): Value[] {
  const terms: Value[] = [];
  const open = penalty ? [penalty] : [];
  for (let value = open.pop(); value; value = open.pop()) {
    const node = nodeOf(value);
    if (node?.op === 'add' && node.path === '') open.push(...(node.inputs as Value[]).toReversed());
    else terms.push(value);
  }
  return terms;
}
