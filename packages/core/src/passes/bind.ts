/** Puts numbers in place of symbolic dimensions. */
import { bindDim } from '../ir/dims.ts';
import { type Graph, input } from '../ir/value.ts';
import { rewrite } from './rewrite.ts';

/** `bind(graph, { N: 32 })`. Names that are not given stay. */
export const bind = (graph: Graph, sizes: Readonly<Record<string, number>>): Graph =>
  rewrite(graph, {
    leaf(value) {
      if (value.source.kind !== 'input') return value;
      const shape = value.shape.map((d) => bindDim(d, sizes));
      return String(shape) === String(value.shape)
        ? value
        : input(value.source.name, value.dtype, shape, value.source.distribution);
    },
  });
