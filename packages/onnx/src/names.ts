/** Unique names for nodes and values, the same ones each time. */
import { type NodeNames, nodeOf, type Value } from '@graftml/core';

export interface Names {
  /** `wanted`, or `wanted_1`, `wanted_2`, … where it is taken. */
  unique(wanted: string): string;
  has(name: string): boolean;
}

export function names(taken: Iterable<string> = []): Names {
  const all = new Set(taken);
  const next = new Map<string, number>();
  return {
    has: (name) => all.has(name),
    unique(wanted) {
      let name = wanted;
      for (let i = next.get(wanted) ?? 1; all.has(name); i++) {
        name = `${wanted}_${i}`;
        next.set(wanted, i + 1);
      }
      all.add(name);
      return name;
    },
  };
}

/** A node is called after its layer: `'conv2d/Conv'`. */
export const nodeName = (path: string, type: string): string => (path ? `${path}/${type}` : type);

/** The layer of a node: the inverse of `nodeName`, also where a number made the name unique. A foreign name is its own path. */
export function pathOf(name: string, type: string): string {
  const own = name.replace(/_\d+$/, '');
  for (const candidate of [name, own]) {
    if (candidate === type) return '';
    // PyTorch calls nodes outside of modules '/Flatten': a path of their own.
    if (candidate.length > type.length + 1 && candidate.endsWith(`/${type}`))
      return candidate.slice(0, -type.length - 1);
  }
  return name;
}

/** A constant without a name is called after where it goes: `'flatten/Reshape#shape'`. */
export const anonymousName = (node: string, input: string): string => `${node}#${input}`;

/** Whether a constant is called after where it goes, to one of these nodes. */
export const isAnonymous = (name: string, nodes: ReadonlySet<string | undefined>): boolean =>
  /#\w+$/.test(name) && nodes.has(name.slice(0, name.lastIndexOf('#')));

/**
 * Says what the nodes that make `values` are called in the file. They were made a moment ago, and nobody else has them yet;
 * those that have a name already made an input.
 */
export function nameNodes(values: readonly (Value | undefined)[], { node: name, outputs }: NodeNames): void {
  const found = new Map<object, { node: string; outputs: string[] }>();
  values.forEach((value, i) => {
    const node = value && nodeOf(value);
    if (!node || value.source.kind !== 'node') return;
    if (!found.has(node)) {
      if (node.names) return;
      const names = { node: found.size === 0 ? name : '', outputs: node.outputs.map(() => '') };
      found.set(node, names);
      Object.assign(node, { names });
    }
    found.get(node)!.outputs[value.source.index] = outputs[i] ?? '';
  });
}
