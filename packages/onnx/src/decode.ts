/** An ONNX file as a graph. */
import {
  constant,
  DataError,
  type Dim,
  type Graph,
  input,
  type Tensor,
  UnsupportedError,
  type Value,
} from '@graftml/core';
import { define, find, mainScope, readInitializers, readNodes, type Scope } from './body.ts';
import { refuseHalf } from './halves.ts';
import { type Header, headerOf, isStandard, refuseOther } from './header.ts';
import { names } from './names.ts';
import type { Surroundings } from './opaque.ts';
import { checkOpset } from './opsets/index.ts';
import { type graphProto, modelProto, type valueInfoProto } from './schema.ts';
import { type ReadTensorOptions, readDType } from './tensor.ts';
import { isOwn } from './version.ts';
import { corrupt, decode, type ExternalData, type Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

/** A file as a graph. */
export interface DecodedModel extends Header {
  /** The name of the graph. */
  readonly name: string;
  /** Initializers are constants, which keep their names; their data may be views into the bytes of the file. */
  readonly graph: Graph;
  /** Names in the order of the file. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Every value by its name in the file: inputs, initializers and what nodes make. */
  readonly values: ReadonlyMap<string, Value>;
}

/** Options of `decodeModel`. */
export interface DecodeOptions extends ReadTensorOptions {
  /** Gives the data of tensors that lies in files beside the model. Without it such a model is refused. */
  readonly externalData?: ExternalData;
  /** A new name for the symbolic extent that the first input begins with: `'N'`. */
  readonly batch?: string;
  /**
   * Asked for every input in order (initializers left out): the value that it always has. It becomes a constant. Shapes and
   * axes must be such where a model takes them from outside.
   */
  readonly constants?: (name: string, index: number) => Tensor | undefined;
  /**
   * What becomes of ops that the table does not know. They are kept for a runtime that knows them where the file says what
   * their outputs are, or refused.
   */
  readonly foreign?: 'keep' | 'refuse';
}

/**
 * Reads a model of opset 7 to the newest known. Ops that the table lacks are kept as they are, forward only, for ONNX Runtime.
 *
 * Throws a FileError that says what is wrong at which byte for a file that is broken or no ONNX model, an UnsupportedError
 * that names the node, the op and the opset for what the table lacks, and a ShapeError where shapes do not fit.
 */
export function decodeModel(bytes: Uint8Array, options: DecodeOptions = {}): DecodedModel {
  const { where, externalData, halves } = options;
  const source: Source = { bytes, ...(where !== undefined && { where }), ...(externalData && { externalData }) };
  refuseOther(source);
  const proto = decode(modelProto, source);
  const header = headerOf(proto, source);
  if (!proto.graph) throw corrupt(source, bytes.length, 'the model ends without a graph');
  checkOpset(header.opset, where);
  const refusesHalves = halves === 'refuse';
  if (refusesHalves)
    for (const { name = '', type } of [...proto.graph.input, ...proto.graph.output])
      refuseHalf(type?.tensor_type?.elem_type, name);
  const opsets = Object.fromEntries(
    proto.opset_import.map(({ domain = '', version = 0 }) => [isStandard(domain) ? '' : domain, version]),
  );
  const scope = mainScope(source, opsets, proto.functions, { refusesHalves, isOwn: isOwn(header) });
  return { ...header, ...readGraph(proto.graph, scope, options) };
}

function readGraph(proto: Message<typeof graphProto>, scope: Scope, { batch, constants, foreign }: DecodeOptions) {
  readInitializers(proto, scope);
  // Initializers may be listed among the inputs too (before IR 4 they had to be): they keep their values.
  const listed = proto.input.filter(({ name = '' }) => !scope.values.has(name));
  const dimensions = dimensionNames(listed, batch);
  const inputs = listed.filter((info, i) => {
    const { name = '', at } = info;
    const declared = readInput(info, dimensions);
    const value = constants?.(name, i);
    if (value && value.dtype !== declared.dtype)
      throw new DataError('the constant does not fit the input', {
        where: name,
        expected: declared.dtype,
        received: value.dtype,
      });
    define(scope, name, value ? constant(value, name) : declared, at);
    return !value;
  });
  readNodes(proto.node, {
    ...scope,
    typeOf: foreign === 'refuse' ? undefined : declaredTypes(proto, dimensions),
  });
  // Outside of functions every name has a value.
  const values = scope.values as ReadonlyMap<string, Value>;
  const outputs = proto.output.map(
    ({ name = '', at }) => [name, find(scope, name, at, 'the list of outputs')!] as const,
  );
  return {
    name: proto.name ?? '',
    graph: { inputs: inputs.map(({ name = '' }) => values.get(name)!), outputs: Object.fromEntries(outputs) },
    inputs: inputs.map(({ name = '' }) => name),
    outputs: outputs.map(([name]) => name),
    values,
  };
}

/** The types that the file gives for values on the way and for outputs. */
function declaredTypes(
  { value_info, output }: Message<typeof graphProto>,
  dimension: Dimensions,
): NonNullable<Surroundings['typeOf']> {
  const infos = new Map([...value_info, ...output].map((info) => [info.name ?? '', info]));
  return (name) => {
    const info = infos.get(name);
    return info?.type?.tensor_type?.shape ? readInput(info, dimension) : undefined;
  };
}

type Dimensions = (dim: { readonly dim_value?: number; readonly dim_param?: string }, fallback: string) => Dim;

/**
 * Extents that a file leaves open get names: its own where they can be part of an expression, else one made of the input
 * and the axis, `'image_2'`; the batch is renamed if asked for.
 */
function dimensionNames(inputs: readonly Message<typeof valueInfoProto>[], batch: string | undefined): Dimensions {
  const unique = names();
  const known = new Map<string, string>();
  const readable = (name: string) => {
    const plain = name.startsWith('(') ? name : name.replace(/[^\w.]/g, '_').replace(/^(?=\d)/, '_');
    if (!known.has(name)) known.set(name, unique.unique(plain));
    return known.get(name)!;
  };
  const first = inputs[0]?.type?.tensor_type?.shape?.dim[0];
  if (batch !== undefined && first && !isFixed(first)) {
    unique.unique(batch);
    known.set(first.dim_param || `${inputs[0]!.name}_0`, batch);
  }
  return (dim, fallback) => (isFixed(dim) ? dim.dim_value! : readable(dim.dim_param || fallback));
}

/** Some exporters write -1 for an open extent. */
const isFixed = ({ dim_value }: { readonly dim_value?: number }): boolean => dim_value !== undefined && dim_value >= 0;

function readInput({ name = '', type }: Message<typeof valueInfoProto>, dimension: Dimensions): Value {
  const described = { where: `input '${name}'` };
  if (!type?.tensor_type) throw new UnsupportedError('only tensors can be inputs', described);
  const { elem_type, shape } = type.tensor_type;
  if (shape?.dim.some(({ dim_value = 0 }) => dim_value >= Number.MAX_SAFE_INTEGER))
    throw new UnsupportedError('an extent is larger than any memory', described);
  if (!shape)
    throw new UnsupportedError('the model does not say how many axes it has', {
      ...described,
      hint: 'export the model with the shapes of its inputs',
    });
  return input(
    name,
    readDType(elem_type, described.where),
    shape.dim.map((dim, axis) => dimension(dim, `${name}_${axis}`)),
  );
}
