/** A node of a file: its inputs are found and its attributes read, but the op table has not seen it yet. */
import { UnsupportedError, type Value } from '@graftml/core';
import type { RawAttribute } from './attribute.ts';

export interface FileNode {
  /** ONNX's op type. */
  readonly type: string;
  /** The node's name, for errors. */
  readonly where: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Readonly<Record<string, RawAttribute>>;
}

/** The attribute's numbers, or undefined where it is not there. */
export function intsOf({ attributes, where }: FileNode, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  if (attribute === undefined) return undefined;
  if (attribute.kind === 'ints') return attribute.value as readonly number[];
  throw new UnsupportedError(`the attribute '${name}' must be a list of integers`, { where, received: attribute.kind });
}

/** Without some of its attributes. */
export const withoutAttributes = (node: FileNode, ...names: readonly string[]): FileNode => ({
  ...node,
  attributes: Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name))),
});
