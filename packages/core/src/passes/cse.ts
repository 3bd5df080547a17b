/** Common subexpressions: equal nodes on equal inputs become one. */
import type { AttributeValue, Graph, Node, Value } from '../ir/value.ts';
import { rewrite } from './rewrite.ts';

/** Constants longer than this are only equal to themselves. */
const longest = 64;

/** The graph with one node where it had several of one op with equal attributes and inputs. */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const ids = new Map<Value, number>();
  const idOf = (value: Value | undefined): number => {
    if (!value) return -1;
    if (!ids.has(value)) ids.set(value, ids.size);
    return ids.get(value)!;
  };
  const constants = new Map<string, Value>();
  const nodes = new Map<string, Node>();
  return rewrite(graph, {
    leaf(value) {
      if (value.source.kind !== 'constant' || value.known === undefined || value.shape.length > 1) return value;
      const { dtype, shape, source } = value;
      if (source.tensor.data.length > longest) return value;
      // Typed arrays print -0 as 0: the two must not be mixed up.
      const elements = Array.from(source.tensor.data as ArrayLike<number | bigint>, (x) =>
        Object.is(x, -0) ? '-0' : x,
      );
      return firstOf(constants, `${dtype} [${shape}] ${source.name ?? ''} ${elements}`, value);
    },
    node(node) {
      const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${show(value)}`);
      const first = firstOf(nodes, `${node.op}(${node.inputs.map(idOf)}) ${attributes.join(' ')}`, node);
      return first.outputs;
    },
  });
}

const show = (value: AttributeValue): string =>
  typeof value === 'object' && 'data' in value
    ? `${value.dtype} [${value.shape}] ${value.data}`
    : JSON.stringify(value, (_, x: unknown) => (typeof x === 'number' && !Number.isFinite(x) ? String(x) : x));

function firstOf<T>(known: Map<string, T>, key: string, value: T): T {
  const first = known.get(key);
  if (first !== undefined) return first;
  known.set(key, value);
  return value;
}
