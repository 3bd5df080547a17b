/** Makes a graph runnable where fewer ops are known: unknown ops are replaced by their bodies, as deep as it takes. */
import type { Capabilities } from '../backend.ts';
import { UnsupportedError } from '../errors.ts';
import { expandNode, hasBody } from '../expansions/expand.ts';
import { topologicalOrder } from '../ir/order.ts';
import { type Graph, inputName, type Value } from '../ir/value.ts';
import type { OpName } from '../ops/index.ts';
import { titleOf } from '../ops/title.ts';
import { rewrite } from './rewrite.ts';

/** Throws an UnsupportedError that names an op that the backend lacks and that has no body, or a dtype that it lacks. */
export function legalize(
  graph: Graph,
  { ops: known, dtypes, device, refuses }: Pick<Capabilities, 'ops' | 'dtypes' | 'device' | 'refuses'>,
): Graph {
  let legal = graph;
  for (let unknown = true; unknown; ) {
    unknown = false;
    legal = rewrite(legal, {
      node(node) {
        const { op, path } = node;
        const refusal = known.has(op as OpName) ? refuses?.(node) : 'an op that it does not have';
        if (refusal === undefined) return undefined;
        if (!hasBody(op))
          throw new UnsupportedError(`the ${device} backend does not run ${titleOf(node)}`, {
            where: path,
            received: refusal,
          });
        unknown = true;
        return expandNode(node);
      },
    });
  }
  const check = (where: string, values: readonly Value[]) => {
    for (const { dtype } of values)
      if (!dtypes.has(dtype)) throw new UnsupportedError(`the ${device} backend has no ${dtype}`, { where });
  };
  for (const value of legal.inputs) check(`input ${inputName(value)}`, [value]);
  for (const node of topologicalOrder(Object.values(legal.outputs)))
    check([node.path, titleOf(node)].filter(Boolean).join('/'), node.outputs);
  return legal;
}
