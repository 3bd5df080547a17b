/** Writes one node out as its body. */
import { type Builder, builder } from '../builder.ts';
import type { Node, Value } from '../ir/value.ts';
import { byName } from '../op.ts';
import { type OpName, ops } from '../ops/index.ts';
import { expansions } from './index.ts';

/** Whether an op can be written out in smaller ones. */
export const hasBody = (op: string): op is keyof typeof expansions => Object.hasOwn(expansions, op);

/** The outputs of the node's body, on the node's own inputs. */
export function expandNode(node: Node): readonly Value[] {
  if (!hasBody(node.op)) throw new Error(`${node.op} has no body`);
  const body = expansions[node.op] as unknown as (g: Builder, at: object) => Value | readonly Value[];
  const at = { ...byName(ops[node.op as OpName].inputs, node.inputs), attributes: node.attributes };
  const made = body(builder(node.path), at);
  return Array.isArray(made) ? (made as readonly Value[]) : [made as Value];
}
