/** Graphs as text that a person can read. */
import { showShape } from './dims.ts';
import { leaves, topologicalOrder } from './order.ts';
import type { AttributeValue, Graph, Value } from './value.ts';

const fewElements = 8;

/**
 * One line a node, in order of execution:
 * `%3 = maxPool(%2) kernel_shape=[2, 2] … : float32 [N, 16, 16, 16]  # max_pooling2d`.
 */
export function printGraph(graph: Graph): string {
  const outputs = Object.entries(graph.outputs);
  const values = outputs.map(([, value]) => value);
  const names = new Map<Value, string>();
  const lines: string[] = [];

  for (const value of new Set([...graph.inputs, ...leaves(values)])) {
    const { source } = value;
    if (source.kind === 'input') {
      names.set(value, source.name);
      const drawn = source.distribution
        ? `  # drawn: ${Object.entries(source.distribution)
            .map(([k, v]) => `${k} ${v}`)
            .join(', ')}`
        : '';
      lines.push(`input ${source.name}: ${type(value)}${drawn}`);
    } else if (source.kind === 'constant') {
      names.set(value, source.name ?? literal(value, source.tensor.data));
    }
  }
  for (const node of topologicalOrder(values)) {
    for (const output of node.outputs) names.set(output, `%${names.size}`);
    const made = node.outputs.map((output) => names.get(output)).join(', ');
    const inputs = node.inputs.map((x) => (x ? names.get(x) : '-')).join(', ');
    const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}=${attribute(value)}`);
    lines.push(
      `${made} = ${node.op}(${inputs})${attributes.join('')}: ${node.outputs.map(type).join(', ')}${node.path ? `  # ${node.path}` : ''}`,
    );
  }
  for (const [name, value] of outputs) lines.push(`output ${name} = ${names.get(value)}: ${type(value)}`);
  return lines.join('\n');
}

const type = ({ dtype, shape }: Value): string => `${dtype} ${showShape(shape)}`;

const literal = (value: Value, data: ArrayLike<number | bigint>): string => {
  if (data.length > fewElements) return `constant ${type(value)}`;
  const elements = Array.from(data, Number).join(', ');
  return value.shape.length === 0 ? elements : `[${elements}]`;
};

const attribute = (value: AttributeValue): string =>
  typeof value === 'object' && 'data' in value
    ? `tensor ${showShape(value.shape)}`
    : JSON.stringify(value).replaceAll(',', ', ');
