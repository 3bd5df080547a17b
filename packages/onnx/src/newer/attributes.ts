/** Attributes of nodes that the op table does not know, and extents that may be symbolic. */
import {
  type AttributeSpec,
  type AttributeSpecs,
  type AttributesOf,
  absent,
  type Builder,
  constant,
  type DType,
  tensor,
  UnsupportedError,
  type Value,
} from '@graftml/core';
import { shown, toAttribute } from '../attribute.ts';
import type { FileNode } from '../file-node.ts';

/** Builds the outputs of a node from ops of the table; one that the table cannot say is undefined. */
export type Written = (g: Builder, node: FileNode) => readonly (Value | undefined)[];

/** A number that says nothing was given: for defaults that follow from the inputs. */
export const int = (fallback: number = absent): AttributeSpec<'int', number> => ({ kind: 'int', fallback });
export const float = (fallback: number = absent): AttributeSpec<'float', number> => ({ kind: 'float', fallback });
export const string = (fallback: string): AttributeSpec<'string', string> => ({ kind: 'string', fallback });

export const refuse = ({ type, where }: FileNode, statement: string, received?: string): never => {
  throw new UnsupportedError(`${type}: ${statement}`, { where, ...(received !== undefined && { received }) });
};

/** All attributes, those that are not given by their default. Throws an UnsupportedError for one that is not in `specs`. */
export function attributesOf<A extends AttributeSpecs>(node: FileNode, specs: A): AttributesOf<A> {
  const { attributes, where } = node;
  for (const [name, { value }] of Object.entries(attributes))
    if (!Object.hasOwn(specs, name))
      refuse(node, `the attribute '${name}' is not supported`, `${name} = ${shown(value)}`);
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => {
      const raw = attributes[name];
      return [name, raw ? toAttribute(name, spec, raw, where) : spec.fallback];
    }),
  ) as AttributesOf<A>;
}

/** The input at `i`, which must be there. */
export const inputOf = (node: FileNode, i: number, name: string): Value =>
  node.inputs[i] ?? refuse(node, `the input ${name} is missing`);

/** An extent that must be a number. */
export const numberOf = (node: FileNode, value: Value, axis: number, what: string): number => {
  const extent = value.shape.at(axis);
  return typeof extent === 'number' ? extent : refuse(node, `${what} must be known`, `the extent ${extent}`);
};

/** `value` in a shape whose extents are numbers, or lists of one from `extentOf`. */
export const reshaped = (g: Builder, value: Value, shape: readonly (number | Value)[]): Value =>
  shape.every((extent) => typeof extent === 'number')
    ? g.reshape(value, shape)
    : g.reshape(
        value,
        g.concat(
          shape.map((extent) => (typeof extent === 'number' ? constant(tensor('int64', [1], [extent])) : extent)),
          { axis: 0 },
        ),
      );

/** An extent of `value`: a number, or a list of one where it is symbolic. */
export function extentOf(g: Builder, value: Value, axis: number): number | Value {
  const extent = value.shape[axis]!;
  return typeof extent === 'number' ? extent : g.shape(value, { start: axis, end: axis + 1 });
}

/** The whole numbers from 0, as int32 in the given shape. */
export const counted = (shape: readonly number[]): Value => {
  const count = shape.reduce((a, b) => a * b, 1);
  return constant(tensor('int32', shape, [...Array(count).keys()]));
};

/** `stash_type`: the dtype in which statistics are taken. (Half precision is read as float32 throughout.) */
export function stashOf(node: FileNode, stash_type: number): DType {
  if (stash_type === 1) return 'float32';
  if (stash_type === 11) return 'float64';
  return refuse(node, 'stash_type must be 1 (float32) or 11 (float64)', `${stash_type}`);
}

export const castTo = (g: Builder, value: Value, to: DType): Value =>
  value.dtype === to ? value : g.cast(value, { to });
