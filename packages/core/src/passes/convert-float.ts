/** The same graph at another float precision: float64 for gradient checks, float32 for devices. */
import { node as makeNode } from '../builder.ts';
import { constant, type Graph, input } from '../ir/value.ts';
import { type DType, type FloatType, isFloat, type Tensor, toFloat } from '../tensor.ts';
import { rewrite } from './rewrite.ts';

export function convertFloat(graph: Graph, dtype: 'float32' | 'float64'): Graph {
  const converted = (old: DType): DType => (isFloat(old) ? dtype : old);
  return rewrite(graph, {
    leaf(value) {
      const { source, shape } = value;
      if (!isFloat(value.dtype) || value.dtype === dtype) return value;
      if (source.kind === 'input') return input(source.name, dtype, shape, source.distribution);
      if (source.kind !== 'constant') return value;
      const { tensor: old, name } = source;
      return constant(toFloat(old as Tensor<FloatType>, dtype), name);
    },
    node(node) {
      const { to } = node.attributes;
      if (node.op !== 'cast' || converted(to as DType) === to) return undefined;
      return makeNode(node.op, node.path, node.inputs, { ...node.attributes, to: converted(to as DType) }, node.names)
        .outputs;
    },
  });
}
