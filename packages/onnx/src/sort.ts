/** Nodes in an order in which they can be read. ONNX demands one; some tools that edit files do not keep it. */
import type { nodeProto } from './schema.ts';
import { corrupt, type Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

type NodeProto = Message<typeof nodeProto>;

/** How many nodes of a cycle are named. */
const mostNamed = 8;

/**
 * Each node after those that make what it uses, and otherwise as they came; `usesOf` gives the names that a node uses. Throws
 * a FileError that names the nodes of a cycle.
 */
export function sorted(
  nodes: readonly NodeProto[],
  usesOf: (node: NodeProto) => readonly string[],
  source: Source,
): readonly NodeProto[] {
  const makers = new Map<string, number>();
  nodes.forEach(({ output }, i) => {
    for (const name of output) if (name !== '' && !makers.has(name)) makers.set(name, i);
  });
  const order: NodeProto[] = [];
  const state = new Uint8Array(nodes.length);
  const [isOpen, isDone] = [1, 2];
  for (let root = 0; root < nodes.length; root++) {
    if (state[root] === isDone) continue;
    const path = [{ at: root, uses: usesOf(nodes[root]!), next: 0 }];
    state[root] = isOpen;
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const name = top.uses[top.next++];
      if (name === undefined) {
        state[top.at] = isDone;
        order.push(nodes[top.at]!);
        path.pop();
        continue;
      }
      const at = makers.get(name);
      if (at === undefined || state[at] === isDone) continue;
      if (state[at] === isOpen) {
        const cycle = path.slice(path.findIndex((step) => step.at === at)).map((step) => nameOf(nodes[step.at]!));
        const named = [...cycle.slice(0, mostNamed), ...(cycle.length > mostNamed ? ['…'] : [])].join(', ');
        throw corrupt(source, nodes[at]!.at, `nodes wait for each other in a circle: ${named}`);
      }
      state[at] = isOpen;
      path.push({ at, uses: usesOf(nodes[at]!), next: 0 });
    }
  }
  return order;
}

/** A node's name for errors. */
export const nameOf = ({ name, op_type, output }: NodeProto): string =>
  name || `${op_type || 'a node'} that makes '${output[0] ?? ''}'`;
