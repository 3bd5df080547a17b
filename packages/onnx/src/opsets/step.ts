/** What converters are made of. */
import { type Builder, constant, isFloat, type Tensor, tensor, UnsupportedError, type Value } from '@graftml/core';
import { shown } from '../attribute.ts';
import { type FileNode, intsOf, withAttribute, withInputs, withoutAttributes } from '../file-node.ts';

export interface At {
  readonly g: Builder;
  /** Builds what another node says, one in the form that the converter gives. */
  values(node: FileNode): readonly Value[];
}

/**
 * A node in the form of a later opset, up to the pinned one; of an opset after that, in the form of the one before. Where
 * that takes several nodes, the values in the places of its outputs, in the pinned form.
 */
export type Convert = (node: FileNode, at: At) => FileNode | readonly Value[];

export const refuse = ({ type, where }: FileNode, statement: string, received?: string): never => {
  throw new UnsupportedError(`${type}: ${statement}`, { where, ...(received !== undefined && { received }) });
};

/** What the older form could say, the newer says alike: an attribute came whose default is what was, an input became optional. */
export const same: Convert = (node) => node;

/** The newer form has an attribute that says nothing for the dtypes there are. */
export const without =
  (name: string): Convert =>
  (node) =>
    withoutAttributes(node, name);

/** The newer form has an attribute that says nothing at `value`, and must not be given another one. */
export const onlyAt =
  (name: string, value: string | number): Convert =>
  (node) => {
    const given = node.attributes[name]?.value ?? value;
    return given === value
      ? withoutAttributes(node, name)
      : refuse(node, `the attribute '${name}' can only be ${JSON.stringify(value)}`, shown(given));
  };

/** A list of integers that was an attribute became an input. */
export const intsBecomeInput =
  (name: string, place: number): Convert =>
  (node) => {
    const list = intsOf(node, name);
    const rest = withoutAttributes(node, name);
    return list ? withInputs(rest, place, int64s(list)) : rest;
  };

export const int64s = (list: readonly number[]): Value => constant(tensor('int64', [list.length], list));

/** A number that was an attribute became a scalar of the dtype of the first input. */
export function floatBecomesInput(node: FileNode, name: string, place: number, fallback?: number): FileNode {
  const raw = node.attributes[name];
  if (raw && raw.kind !== 'float') return refuse(node, `the attribute '${name}' must be a float`, raw.kind);
  const number = (raw?.value as number | undefined) ?? fallback;
  const rest = withoutAttributes(node, name);
  const dtype = node.inputs[0]?.dtype ?? 'float32';
  if (!isFloat(dtype)) return refuse(node, 'is of floats before that was an input', dtype);
  return number === undefined ? rest : withInputs(rest, place, constant(tensor(dtype, [], [number]) as Tensor));
}

/** An attribute that came, and that older nodes had at another value than its default. */
export const saying =
  (name: string, value: string): Convert =>
  (node) =>
    withAttribute(node, name, { kind: 'string', value });

/** One converter after another. */
export const inTurn =
  (...converters: readonly Convert[]): Convert =>
  (node, at) =>
    converters.reduce<FileNode | readonly Value[]>(
      (current, convert) => (isFileNode(current) ? convert(current, at) : current),
      node,
    );

export const isFileNode = (x: FileNode | readonly Value[]): x is FileNode => !Array.isArray(x);
