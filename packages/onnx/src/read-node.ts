/** A node of a file as nodes of the op table. */
import {
  type AttributeValue,
  builder,
  constant,
  node as makeNode,
  type Op,
  type OpName,
  ops,
  type Tensor,
  tensor,
  UnsupportedError,
  type Value,
} from '@graftml/core';
import { type RawAttribute, readAttribute, shown, toAttribute } from './attribute.ts';
import type { FileNode } from './file-node.ts';
import { toOneForm } from './forms.ts';
import { isStandard } from './header.ts';
import { nameNodes, pathOf } from './names.ts';
import { writtenOut } from './newer/index.ts';
import { keepNode, type Surroundings } from './opaque.ts';
import { toPinnedOpset } from './opsets/index.ts';
import { isFileNode } from './opsets/step.ts';
import type { nodeProto } from './schema.ts';
import type { Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

const opNames = new Map(
  Object.entries(ops).flatMap(([key, { type, domain }]) => (domain === '' ? [[type as string, key as OpName]] : [])),
);

/** The values that a node makes; undefined for an output that cannot be had. */
export function readNode(
  proto: Message<typeof nodeProto>,
  inputs: readonly (Value | undefined)[],
  around: Surroundings,
  source: Source,
  where: string,
): readonly (Value | undefined)[] {
  const { op_type: type = '', domain: given = '', name = '', output: outputs } = proto;
  const domain = isStandard(given) ? '' : given;
  const attributes = Object.fromEntries(
    proto.attribute.map((attribute) => [attribute.name ?? '', readAttribute(attribute, source, where)]),
  );
  if (domain === '' && type === 'Constant') return [readConstant(attributes, outputs[0] ?? '', where)];
  const node = { type, where, inputs, outputs, attributes };
  const path = pathOf(name, type);
  const made = domain === '' ? standardValues(node, path, around) : keepNode(node, domain, path, around);
  nameNodes(made, { node: name, outputs });
  return made;
}

/** What a node of ONNX's own domain makes: written out, converted, or as it is. */
function standardValues(node: FileNode, path: string, around: Surroundings): readonly (Value | undefined)[] {
  const opset = around.opsets[''] ?? 0;
  const write = writtenOut(node, opset);
  if (write) return write(builder(path), node);
  const pinned = toPinnedOpset(node, opset, path, (inner) => pinnedValues(inner, path, around));
  return isFileNode(pinned) ? pinnedValues(pinned, path, around) : pinned;
}

/** The outputs of a node in the pinned form: one of the table, or one that is kept. */
function pinnedValues(node: FileNode, path: string, around: Surroundings): readonly Value[] {
  const { type, where } = node;
  const key = opNames.get(type);
  if (key === undefined) return keepNode(node, '', path, around);
  const current = toOneForm(node);
  const specs = (ops[key] as unknown as Op).attributes;
  const given = Object.entries(current.attributes).map(([attribute, raw]): [string, AttributeValue] => {
    const spec = Object.hasOwn(specs, attribute) ? specs[attribute] : undefined;
    if (spec) return [attribute, toAttribute(attribute, spec, raw, where)];
    throw new UnsupportedError(`the attribute '${attribute}' of ${type} is not supported`, {
      where,
      received: `${attribute} = ${shown(raw.value)}, opset ${around.opsets['']}`,
    });
  });
  return makeNode(key, path, current.inputs, Object.fromEntries(given)).outputs;
}

/** The node form of a constant: one attribute, which may be a tensor, a number or a list. */
function readConstant(attributes: Readonly<Record<string, RawAttribute>>, name: string, where: string): Value {
  const [[attribute, { kind, value }] = ['nothing', { kind: 'string', value: '' }]] = Object.entries(attributes);
  switch (kind) {
    case 'tensor':
      return constant(value as Tensor, name);
    case 'int':
      return constant(tensor('int64', [], [value as number]), name);
    case 'float':
      return constant(tensor('float32', [], [value as number]), name);
    case 'ints':
      return constant(tensor('int64', [(value as readonly number[]).length], value as readonly number[]), name);
    case 'floats':
      return constant(tensor('float32', [(value as readonly number[]).length], value as readonly number[]), name);
    default:
      throw new UnsupportedError('a constant of this kind is not read', { where, received: attribute });
  }
}
