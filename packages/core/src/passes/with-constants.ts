/** Inputs that get their values for good: weights of a model that is to be saved, or of a part that is not trained. */
import { constant, type Graph } from '../ir/value.ts';
import type { Tensors } from '../tensor.ts';
import { rewrite } from './rewrite.ts';

/** Each input that `values` names becomes a constant of that name. */
export const withConstants = (graph: Graph, values: Tensors): Graph =>
  rewrite(graph, {
    leaf(value) {
      const tensor = value.source.kind === 'input' ? values[value.source.name] : undefined;
      return tensor && value.source.kind === 'input' ? constant(tensor, value.source.name) : value;
    },
  });
