/** A node of a file: its inputs are found and its attributes read, but the op table has not seen it yet. */
import { UnsupportedError, type Value } from '@graftml/core';
import type { RawAttribute } from './attribute.ts';

export interface FileNode {
  /** ONNX's op type. */
  readonly type: string;
  /** The node's name, for errors. */
  readonly where: string;
  readonly inputs: readonly (Value | undefined)[];
  /** The names of the outputs, `''` for one that nobody wants. */
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, RawAttribute>>;
}

/** The attribute's numbers, or undefined where it is not there. */
export function intsOf({ attributes, where }: FileNode, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  if (attribute === undefined) return undefined;
  if (attribute.kind === 'ints') return attribute.value as readonly number[];
  throw new UnsupportedError(`the attribute '${name}' must be a list of integers`, { where, received: attribute.kind });
}

/** The attribute's whole number, or undefined where it is not there. */
export function intOf({ attributes, where }: FileNode, name: string): number | undefined {
  const attribute = attributes[name];
  if (attribute === undefined) return undefined;
  if (attribute.kind === 'int') return attribute.value as number;
  throw new UnsupportedError(`the attribute '${name}' must be an integer`, { where, received: attribute.kind });
}

/** Without some of its attributes. */
export const withoutAttributes = (node: FileNode, ...names: readonly string[]): FileNode => ({
  ...node,
  attributes: Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !names.includes(name))),
});

/** Whether the file wants output `i`. */
export const wants = ({ outputs }: FileNode, i: number): boolean => (outputs[i] ?? '') !== '';

/** With other inputs in the places from `at` on. */
export const withInputs = (node: FileNode, at: number, ...values: readonly (Value | undefined)[]): FileNode => ({
  ...node,
  inputs: Array.from({ length: Math.max(node.inputs.length, at + values.length) }, (_, i) =>
    i >= at && i < at + values.length ? values[i - at] : node.inputs[i],
  ),
});

/** With one attribute more, or another value of it. */
export const withAttribute = (node: FileNode, name: string, attribute: RawAttribute): FileNode => ({
  ...node,
  attributes: { ...node.attributes, [name]: attribute },
});
