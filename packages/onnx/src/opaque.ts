/**
 * Nodes whose op the table does not know: kept for a runtime that knows them, in the form of the opset that will be written. Only
 * where there is such a form, and where the file says what the outputs are.
 */
import {
  type Attributes,
  node as makeNode,
  type Node,
  type Tensor,
  type TensorType,
  tensor,
  UnsupportedError,
  type Value,
  writeType,
} from '@graftml/core';
import { draftAttribute, type RawAttribute, readAttribute } from './attribute.ts';
import type { FileNode } from './file-node.ts';
import { isThere } from './opsets/index.ts';
import { nodeProto } from './schema.ts';
import { decode, type Source } from './wire/decode.ts';
import { encode } from './wire/encode.ts';
import type { Draft } from './wire/fields.ts';

/** What there is to know of a file to keep such a node. */
export interface Surroundings {
  /** The version of each domain that the file imports; ONNX's own is `''`. */
  readonly opsets: Readonly<Record<string, number>>;
  /** The type that the file gives for a value, if it does; absent where no such node is to be kept. */
  readonly typeOf?: ((name: string) => TensorType | undefined) | undefined;
}

/** Keeps a node in the pinned form, or of another domain. Throws an UnsupportedError that names the op where that cannot be. */
export function keepNode(
  node: FileNode,
  domain: string,
  path: string,
  { opsets, typeOf }: Surroundings,
): readonly Value[] {
  const { type, where, inputs, outputs, attributes } = node;
  const version = opsets[domain];
  const title = domain ? `${domain}.${type}` : type;
  const refuse = (statement: string, hint?: string): never => {
    throw new UnsupportedError(`the op ${title} (opset ${version ?? 'unknown'}) is not in the table${statement}`, {
      where,
      ...(hint && { hint }),
    });
  };
  if (!typeOf) return refuse('');
  if (version === undefined) return refuse('', 'the file does not import its domain');
  if (domain === '' && !isThere(type)) return refuse('');
  const outputTypes = outputs.map((name) => {
    const known = typeOf(name);
    return (
      known ?? refuse(`, and the file does not say what '${name}' is`, 'onnx.shape_inference.infer_shapes adds that')
    );
  });
  const given: Attributes = {
    type,
    domain,
    version: domain === '' ? 0 : version,
    places: inputs.map((input) => (input ? 1 : 0)),
    attributes: bytesOf(attributes),
    inputTypes: inputs.filter((input) => input !== undefined).map(writeType),
    outputTypes: outputTypes.map(writeType),
  };
  return makeNode(
    'opaque',
    path,
    inputs.filter((input) => input !== undefined),
    given,
  ).outputs;
}

const isOpaque = ({ op }: Node): boolean => op === 'opaque';

/** The node as its file had it; `inputs` are the names of those that are there. */
export function draftKept({ attributes }: Node, inputs: readonly string[]): Draft<typeof nodeProto> {
  const {
    type,
    domain,
    places,
    attributes: stored,
  } = attributes as {
    readonly type: string;
    readonly domain: string;
    readonly places: readonly number[];
    readonly attributes: Tensor<'uint8'>;
  };
  const rest = [...inputs];
  const source: Source = { bytes: stored.data };
  return {
    op_type: type,
    domain: domain || undefined,
    input: places.map((filled) => (filled ? rest.shift()! : '')),
    attribute: decode(nodeProto, source).attribute.flatMap((attribute) =>
      draftRaw(attribute.name ?? '', readAttribute(attribute, source, type)),
    ),
  };
}

const bytesOf = (attributes: FileNode['attributes']): Tensor => {
  const bytes = encode(nodeProto, {
    attribute: Object.entries(attributes).flatMap(([name, raw]) => draftRaw(name, raw)),
  });
  return tensor('uint8', [bytes.length], bytes);
};

const draftRaw = (name: string, { kind, value }: RawAttribute) =>
  draftAttribute(name, { kind, fallback: undefined }, value);

/** The domains, beside ONNX's own, that a file must import for these nodes. */
export function foreignDomains(
  order: readonly Node[],
): readonly { readonly domain: string; readonly version: number }[] {
  const versions = new Map<string, number>();
  for (const { attributes } of order.filter(isOpaque))
    if (attributes.domain !== '') versions.set(attributes.domain as string, attributes.version as number);
  return [...versions].map(([domain, version]) => ({ domain, version }));
}
