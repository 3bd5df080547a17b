/** What ops are called for people. */
import type { Node } from '../ir/value.ts';
import type { Op } from '../op.ts';
import { type OpName, ops } from './index.ts';

/** ONNX's type, `'Conv'`; of an op that the table does not know, its own. */
export function titleOf({ op, attributes }: Node): string {
  const definition = ops[op as OpName] as unknown as Op | undefined;
  return definition?.title?.(attributes as never) ?? definition?.type ?? op;
}
