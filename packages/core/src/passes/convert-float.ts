/** The same graph at another float precision: float64 for gradient checks, float32 for devices. */
import { node as makeNode } from '../builder.ts';
import { type AttributeValue, constant, type Graph, input } from '../ir/value.ts';
import type { AttributeSpec, Op } from '../op.ts';
import { type OpName, ops } from '../ops/index.ts';
import { type DType, type FloatType, isFloat, type Tensor, toFloat } from '../tensor.ts';
import { rewrite } from './rewrite.ts';

/** The graph with every float, inputs, constants and attributes, of `dtype`; whole numbers stay. */
export function convertFloat(graph: Graph, dtype: 'float32' | 'float64'): Graph {
  /** A dtype that an op makes, or a tensor that it holds. */
  const converted = (value: AttributeValue, { kind }: AttributeSpec): AttributeValue => {
    if (kind === 'dtype') return isFloat(value as DType) ? dtype : value;
    return kind === 'tensor' && isFloat((value as Tensor).dtype) ? toFloat(value as Tensor<FloatType>, dtype) : value;
  };
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
      const { attributes: specs } = ops[node.op as OpName] as unknown as Op;
      let changed = false;
      const attributes = Object.fromEntries(
        Object.entries(node.attributes).map(([name, value]): [string, AttributeValue] => {
          const after = converted(value, specs[name]!);
          changed ||= after !== value;
          return [name, after];
        }),
      );
      return changed ? makeNode(node.op, node.path, node.inputs, attributes, node.names).outputs : undefined;
    },
  });
}
