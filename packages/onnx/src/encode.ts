/** A graph as the bytes of an ONNX model. */
import {
  bare,
  expandNode,
  type Graph,
  inputName,
  labelAt,
  type Node,
  nodeOf,
  type Op,
  type OpName,
  ops,
  rewrite,
  type Tensor,
  type TensorType,
  titleOf,
  topologicalOrder,
  UnsupportedError,
  UsageError,
  type Value,
  validate,
} from '@graftml/core';
import { draftAttribute } from './attribute.ts';
import { anonymousName, nameNodes, names, nodeName } from './names.ts';
import { draftKept, foreignDomains } from './opaque.ts';
import { isWithdrawn } from './opsets/index.ts';
import { dataTypes, type graphProto, modelProto, type nodeProto, type tensorProto } from './schema.ts';
import { draftHalf, draftTensor } from './tensor.ts';
import { irVersion, opset, producer } from './version.ts';
import { encode } from './wire/encode.ts';
import type { Draft } from './wire/fields.ts';

/** Options of `encodeGraph`. */
export interface EncodeOptions {
  /** The name of the graph, `'graft'` by default. */
  readonly name?: string;
  /** Key and value pairs that travel in the file (`metadata_props`). */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * How float32 weights, constants of two axes or more, are stored; `'float32'` by default. As `'float16'` they take half the
   * space and are rounded to 11 bits; a Cast in the file makes float32 of them again, so any runtime computes as before.
   */
  readonly weights?: 'float32' | 'float16';
}

/**
 * The bytes of an ONNX model (opset 20, IR 9). Inputs keep their names and outputs get their keys; nodes and values that were
 * read from a file keep the names that they had there, where two do not share one. Other nodes are named after their layers,
 * constants keep their names (made unique) or are named after where they go. The same graph gives the same
 * bytes.
 *
 * Throws an UnsupportedError for a composite (legalize the graph first) and for files of 2 GB or more, and a UsageError
 * where an output has the name of an input.
 */
export function encodeGraph(graph: Graph, options: EncodeOptions = {}): Uint8Array<ArrayBuffer> {
  const { weights = 'float32' } = options;
  if (weights !== 'float32' && weights !== 'float16')
    throw new UsageError('is no way to store weights', {
      where: 'weights',
      expected: "'float32' or 'float16'",
      received: String(weights),
    });
  validate(graph);
  const valid = writeOut(graph);
  return encodeModel(valid, draftGraph(valid, options.name ?? 'graft', { weights }), options.metadata);
}

/** The model around `drafted`, in which the nodes of `graph` are. */
export const encodeModel = (
  graph: Graph,
  drafted: Draft<typeof graphProto>,
  metadata: EncodeOptions['metadata'] = {},
): Uint8Array<ArrayBuffer> =>
  encode(modelProto, {
    ir_version: irVersion,
    producer_name: producer.name,
    producer_version: producer.version,
    opset_import: [{ domain: '', version: opset }, ...foreignDomains(topologicalOrder(Object.values(graph.outputs)))],
    metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: drafted,
  });

/** Ops that no valid file of this opset has are written out in others. */
export const writeOut = (graph: Graph): Graph =>
  rewrite(graph, {
    node(made) {
      const { type, domain } = definitionOf(made);
      if (domain !== '' || !isWithdrawn(type)) return undefined;
      const body = expandNode(made);
      if (made.names) nameNodes(body, made.names);
      return body;
    },
  });

/** A graph as it stands in a file. No value of it gets a name of `taken`: those of the graph that it lies in. */
export function draftGraph(
  graph: Graph,
  name: string,
  { taken = [], weights = 'float32' }: { taken?: readonly string[]; weights?: 'float32' | 'float16' } = {},
): Draft<typeof graphProto> {
  const outputs = Object.entries(graph.outputs);
  const inputs = graph.inputs.map((value) => inputName(value)!);
  const clash = outputs.find(([key]) => inputs.includes(key));
  if (clash)
    throw new UsageError('an output of an ONNX graph cannot have the name of an input', {
      where: clash[0],
      hint: 'give the output another name',
    });

  const order = topologicalOrder(outputs.map(([, value]) => value));
  const kept = namesFromFile(order, [...taken, ...inputs, ...outputs.map(([key]) => key)]);
  const valueNames = names([...taken, ...inputs, ...outputs.map(([key]) => key), ...kept.values.values()]);
  const nodeNames = names(kept.nodes.values());
  const named = new Map<Value, string>(graph.inputs.map((value) => [value, inputName(value)!]));
  // The first output that is a node's result gives its key as name; copies make the rest.
  for (const [key, value] of outputs) if (nodeOf(value) && !named.has(value)) named.set(value, key);

  const initializer: Draft<typeof tensorProto>[] = [];
  const node: Draft<typeof nodeProto>[] = [];
  const store = (tensor: Tensor, made: string): void => {
    if (weights === 'float32' || tensor.dtype !== 'float32' || tensor.shape.length < 2) {
      initializer.push(draftTensor(tensor, made));
      return;
    }
    const half = valueNames.unique(`${made}/float16`);
    initializer.push(draftHalf(tensor as Tensor<'float32'>, half));
    const attribute = draftAttribute('to', ops.cast.attributes.to, tensor.dtype);
    node.push({
      input: [half],
      output: [made],
      name: nodeNames.unique(nodeName(made, 'Cast')),
      op_type: 'Cast',
      attribute,
    });
  };
  const shared = new Map<Tensor, string>();
  const nameOf = (value: Value, anonymous: string): string => {
    const known = named.get(value);
    if (known !== undefined) return known;
    if (value.source.kind !== 'constant') throw new Error(`the value of ${anonymous} was used before it was made`);
    const { tensor, name } = value.source;
    const made = shared.get(tensor) ?? kept.values.get(value) ?? valueNames.unique(name || anonymous);
    if (!shared.has(tensor)) store(tensor, made);
    shared.set(tensor, made);
    named.set(value, made);
    return made;
  };

  const used = new Set([...order.flatMap(({ inputs }) => inputs), ...outputs.map(([, value]) => value)]);
  for (const made of order) {
    const definition = definitionOf(made);
    const { domain, inputs, outputs: outputNames } = definition;
    const unique = kept.nodes.get(made) ?? nodeNames.unique(nodeName(made.path, titleOf(made)));
    const input = made.inputs.map((value, i) =>
      value ? nameOf(value, anonymousName(unique, labelAt(inputs, i))) : '',
    );
    const output = withoutEmptyEnd(
      made.outputs.map((value, i) => {
        if (!used.has(value) && isOptional(outputNames, i)) return '';
        const wanted = isOnly(outputNames, i) ? unique : `${unique}/${labelAt(outputNames, i)}`;
        const name = named.get(value) ?? kept.values.get(value) ?? valueNames.unique(wanted);
        named.set(value, name);
        return name;
      }),
    );
    const itself = domain === 'foreign' ? draftKept(made, input) : { ...draftOwn(made, definition), input };
    node.push({ ...itself, output, name: unique });
  }
  for (const [key, value] of outputs) {
    if (named.get(value) === key) continue;
    const unique = nodeNames.unique(nodeName(key, 'Identity'));
    node.push({
      input: [nameOf(value, anonymousName(unique, bare(ops.identity.inputs[0])))],
      output: [key],
      name: unique,
      op_type: 'Identity',
    });
  }
  return {
    node,
    name,
    initializer,
    input: graph.inputs.map((value) => valueInfoOf(inputName(value)!, value)),
    output: outputs.map(([key, value]) => valueInfoOf(key, value)),
    // Nobody could infer the types of what a node gives whose op is not known.
    value_info: order
      .filter((made) => definitionOf(made).domain === 'foreign')
      .flatMap((made) => made.outputs)
      .flatMap((value) =>
        outputs.some(([key]) => key === named.get(value)) ? [] : [valueInfoOf(named.get(value)!, value)],
      ),
  };
}

/** What nodes and values were called in the file that they were read from; the first of several keeps a name. */
function namesFromFile(order: readonly Node[], taken: Iterable<string>) {
  const [nodes, values] = [claims<Node>(), claims<Value>(taken)];
  for (const made of order) {
    nodes.claim(made, made.names?.node);
    for (const value of made.inputs) if (value?.source.kind === 'constant') values.claim(value, value.source.name);
    made.outputs.forEach((value, i) => {
      values.claim(value, made.names?.outputs[i]);
    });
  }
  return { nodes: nodes.names, values: values.names };
}

/** Gives each name to the first that wants it. */
function claims<T>(taken: Iterable<string> = []) {
  const all = new Set(taken);
  const names = new Map<T, string>();
  return {
    names: names as ReadonlyMap<T, string>,
    claim(item: T, name: string | undefined) {
      if (!name || all.has(name) || names.has(item)) return;
      all.add(name);
      names.set(item, name);
    },
  };
}

const draftOwn = ({ attributes }: Node, definition: Op): Draft<typeof nodeProto> => ({
  op_type: definition.type,
  attribute: Object.entries(definition.attributes).flatMap(([key, spec]) =>
    draftAttribute(key, spec, attributes[key]!),
  ),
});

function definitionOf({ op, path }: Node): Op {
  const definition = ops[op as OpName] as unknown as Op;
  if (definition.domain === 'graft')
    throw new UnsupportedError(`${definition.type} is internal and cannot be written to a file`, {
      where: path,
      hint: 'legalize the graph first, which puts its body in its place',
    });
  return definition;
}

const isOptional = (names: readonly string[], i: number): boolean => names[i]?.endsWith('?') ?? false;

/** Whether output `i` is the one that every such node has, and goes by the node's name. */
const isOnly = (names: readonly string[], i: number): boolean =>
  i === 0 && /\w$/.test(names[0]!) && names.slice(1).every((name) => name.endsWith('?'));

const withoutEmptyEnd = (names: readonly string[]): readonly string[] =>
  names.slice(0, names.findLastIndex((name) => name !== '') + 1);

export const valueInfoOf = (name: string, { dtype, shape }: TensorType) => ({
  name,
  type: {
    tensor_type: {
      elem_type: dataTypes[dtype],
      shape: { dim: shape.map((d) => (typeof d === 'number' ? { dim_value: d } : { dim_param: d })) },
    },
  },
});
