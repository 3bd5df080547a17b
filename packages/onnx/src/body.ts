/**
 * The nodes of a file: those of its graph, of the functions that they call and of the branches that they choose. All become one
 * graph: a call is replaced by what the function does, an `If` whose condition is known by the branch that it takes.
 */
import { constant, UnsupportedError, type Value } from '@graftml/core';
import { refuseHalf, refuseHalvesIn } from './halves.ts';
import { isStandard } from './header.ts';
import { isAnonymous } from './names.ts';
import type { Surroundings } from './opaque.ts';
import { readNode } from './read-node.ts';
import { type attributeProto, type functionProto, graphProto, type nodeProto } from './schema.ts';
import { nameOf, sorted } from './sort.ts';
import { readTensor } from './tensor.ts';
import { corrupt, decode, type Source } from './wire/decode.ts';
import type { Message } from './wire/fields.ts';

type NodeProto = Message<typeof nodeProto>;
type AttributeProto = Message<typeof attributeProto>;
type FunctionProto = Message<typeof functionProto>;
type GraphProto = Message<typeof graphProto>;

/** What is the same for all parts of a file. */
interface OpenFile {
  readonly source: Source;
  /** Whether half precision is refused: computing must not be in another precision than the file asks for. */
  readonly refusesHalves: boolean;
  /** Whether Graft wrote it, and so names of constants may be its own. */
  readonly isOwn: boolean;
  readonly functions: ReadonlyMap<string, FunctionProto>;
  /** Graphs inside of nodes, read once, and the names that they take from around them. */
  readonly graphs: Map<Uint8Array, GraphProto>;
  readonly fromOutside: Map<GraphProto, readonly string[]>;
  /** How much functions have been written out, see `mostInlined`. */
  inlined: number;
}

/** A graph, the body of a function, or a branch: where names mean something. */
export interface Scope extends Surroundings {
  readonly file: OpenFile;
  /** By their names here; undefined for what a caller leaves out. */
  readonly values: Map<string, Value | undefined>;
  /** Whose values are seen too. */
  readonly outer?: Scope;
  /** What a value, or a node, of this scope is called in the graph that everything becomes. */
  readonly rename: (name: string) => string;
  /** The attributes that a function was called with; undefined outside of functions. */
  readonly given: ReadonlyMap<string, AttributeProto> | undefined;
  /** The calls and branches that lead here. */
  readonly path: readonly string[];
}

/** Calls and branches inside each other; exporters write two or three. */
const deepest = 64;

/**
 * How much, in nodes with their inputs and the elements of their attributes, functions may be written out to: a function that calls
 * one twice, which calls one twice, and so on, is a small file and has no end.
 */
const mostInlined = 500_000;

/** Longer names of calls are cut, for they stand before the names of all that they make. */
const longestPrefix = 500;

export const mainScope = (
  source: Source,
  opsets: Surroundings['opsets'],
  functions: readonly FunctionProto[],
  { refusesHalves, isOwn }: Pick<OpenFile, 'refusesHalves' | 'isOwn'>,
): Scope => ({
  file: {
    source,
    refusesHalves,
    isOwn,
    functions: new Map(functions.map((f) => [keyOf(f), f])),
    graphs: new Map(),
    fromOutside: new Map(),
    inlined: 0,
  },
  opsets,
  values: new Map(),
  rename: (name) => name,
  given: undefined,
  path: [],
});

const keyOf = ({
  domain = '',
  name = '',
  overload = '',
}: Pick<FunctionProto, 'domain' | 'name' | 'overload'>): string =>
  `${isStandard(domain) ? '' : `${domain}.`}${name}${overload && `:${overload}`}`;

export function define({ file, values }: Scope, name: string, value: Value | undefined, at: number): void {
  if (values.has(name)) throw corrupt(file.source, at, `the name '${name}' is given to two values`);
  values.set(name, value);
}

/** Throws a FileError for a name that nothing has. */
export function find(scope: Scope, name: string, at: number, user: string): Value | undefined {
  for (let here: Scope | undefined = scope; here; here = here.outer)
    if (here.values.has(name)) return here.values.get(name);
  throw corrupt(scope.file.source, at, `${user} uses '${name}', which nothing makes`);
}

export function readInitializers(graph: GraphProto, scope: Scope): void {
  const { source } = scope.file;
  count(graph.initializer.length, scope, graph.at);
  if (graph.sparse_initializer.length > 0)
    throw new UnsupportedError('sparse initializers are not read', {
      ...(source.where !== undefined && { where: source.where }),
    });
  const nodes = new Set(scope.file.isOwn ? graph.node.map(({ name }) => name) : []);
  for (const initializer of graph.initializer) {
    const { name = '', at, data_type } = initializer;
    if (scope.file.refusesHalves) refuseHalf(data_type, name);
    const tensor = readTensor(initializer, source, name);
    const named = isAnonymous(name, nodes) ? [] : [scope.rename(name)];
    define(scope, name, constant(tensor, ...named), at);
  }
}

/** Makes the values of all nodes, in an order in which that can be done. */
export function readNodes(nodes: readonly NodeProto[], scope: Scope): void {
  const { file } = scope;
  for (const item of nodes) count(sizeOf(item), scope, item.at);
  for (const item of sorted(nodes, (node) => usesOf(node, file), file.source)) {
    const node = { ...item, ...namesIn(item, scope), attribute: attributesIn(item, scope) };
    const where = nameOf(node);
    if (file.refusesHalves) refuseHalvesIn(node, where);
    const inputs = item.input.map((name) => (name === '' ? undefined : find(scope, name, item.at, where)));
    const results = readOne(node, inputs, scope, where);
    item.output.forEach((name, i) => {
      if (name === '') return;
      const value = results[i];
      if (!value) throw new UnsupportedError(`output ${i} of ${item.op_type} is not read`, { where });
      define(scope, name, value, item.at);
    });
  }
}

function readOne(node: NodeProto, inputs: readonly (Value | undefined)[], scope: Scope, where: string) {
  const { op_type: name = '', domain = '', overload = '' } = node;
  const called = scope.file.functions.get(keyOf({ domain, name, overload }));
  if (called) return readCall(node, called, inputs, scope, where);
  if (name === 'If' && isStandard(domain)) return readIf(node, inputs, scope, where);
  if (node.attribute.some(({ g }) => g))
    throw new UnsupportedError(
      `the op ${keyOf({ domain, name, overload })} holds a graph of its own, which is not read`,
      {
        where,
      },
    );
  return readNode(node, inputs, scope, scope.file.source, where);
}

/** A node, its inputs and outputs, and the elements of its attributes. */
const sizeOf = ({ input, output, attribute }: NodeProto): number =>
  attribute.reduce(
    (sum, { ints, floats, strings }) => sum + 1 + ints.length + floats.length + strings.length,
    1 + input.length + output.length,
  );

function count(parts: number, { file, path }: Scope, at: number): void {
  if (path.length === 0) return;
  file.inlined += parts;
  if (file.inlined > mostInlined)
    throw corrupt(
      file.source,
      at,
      `written out, the functions of the model have no end (in ${path.slice(0, 3).join(', ')})`,
    );
}

/** What a node and its outputs are called in the graph that everything becomes. */
function namesIn({ name = '', op_type = '', output }: NodeProto, { rename, path }: Scope) {
  return {
    name: name || path.length > 0 ? rename(name || op_type) : '',
    output: output.map((y) => (y === '' ? '' : rename(y))),
  };
}

/** Attributes that stand for one of the function's become what it was called with; one that was not given is left out. */
const attributesIn = ({ attribute }: NodeProto, { given }: Scope): readonly AttributeProto[] =>
  attribute.flatMap((item) => {
    if (!item.ref_attr_name || !given) return [item];
    const value = given.get(item.ref_attr_name);
    return value ? [{ ...value, ...(item.name !== undefined && { name: item.name }) }] : [];
  });

function readCall(
  node: NodeProto,
  called: FunctionProto,
  inputs: readonly (Value | undefined)[],
  scope: Scope,
  where: string,
): readonly (Value | undefined)[] {
  const { source } = scope.file;
  const key = keyOf(called);
  const path = deeper(scope, key, node.at);
  if (inputs.length > called.input.length)
    throw corrupt(
      source,
      node.at,
      `${where} gives ${inputs.length} inputs to ${key}, which has ${called.input.length}`,
    );
  const attributes = called.attribute_proto.map((item): [string, AttributeProto] => [item.name ?? '', item]);
  const known = new Set([...called.attribute, ...attributes.map(([name]) => name)]);
  for (const item of node.attribute) {
    const { name = '' } = item;
    if (!known.has(name)) throw new UnsupportedError(`the function ${key} has no attribute '${name}'`, { where });
    attributes.push([name, item]);
  }
  const prefix = (node.name || key).slice(0, longestPrefix);
  const outputs = new Map(called.output.map((name, i) => [name, node.output[i] || `${prefix}/${name}`]));
  const inner: Scope = {
    file: scope.file,
    typeOf: scope.typeOf,
    opsets: {
      ...scope.opsets,
      ...Object.fromEntries(
        called.opset_import.map(({ domain = '', version = 0 }) => [isStandard(domain) ? '' : domain, version]),
      ),
    },
    values: new Map(),
    rename: (name) => outputs.get(name) ?? `${prefix}/${name}`,
    given: new Map(attributes),
    path,
  };
  called.input.forEach((name, i) => {
    define(inner, name, inputs[i], called.at);
  });
  readNodes(called.node, inner);
  return called.output.map((name) => find(inner, name, called.at, key));
}

/** The branch that is taken, where that is known before the graph runs. */
function readIf(node: NodeProto, [condition]: readonly (Value | undefined)[], scope: Scope, where: string) {
  const known = condition?.known?.[0];
  if (typeof known !== 'number')
    throw new UnsupportedError(`an If whose condition is not known before the model runs is not read`, {
      where,
      hint: 'give the inputs fixed shapes and simplify the model: onnxsim',
    });
  const name = known === 0 ? 'else_branch' : 'then_branch';
  const body = node.attribute.find((item) => item.name === name)?.g;
  if (!body) throw corrupt(scope.file.source, node.at, `${where} has no ${name}`);
  const graph = graphIn(body, scope.file);
  const outputs = new Map(graph.output.map((output, i) => [output.name ?? '', node.output[i] ?? '']));
  const inner: Scope = {
    ...scope,
    values: new Map(),
    outer: scope,
    rename: (name) => outputs.get(name) || scope.rename(name),
    path: deeper(scope, undefined, node.at),
  };
  readInitializers(graph, inner);
  readNodes(graph.node, inner);
  return graph.output.map((output) => find(inner, output.name ?? '', output.at, where));
}

function deeper({ file, path }: Scope, called: string | undefined, at: number): readonly string[] {
  if (called !== undefined && path.includes(called))
    throw corrupt(
      file.source,
      at,
      `the function ${called} calls itself: ${[...path, called].filter(Boolean).join(' → ')}`,
    );
  if (path.length < deepest) return [...path, called ?? ''];
  throw corrupt(file.source, at, `functions and branches lie more than ${deepest} deep inside each other`);
}

function graphIn(bytes: Uint8Array, { graphs, source }: OpenFile): GraphProto {
  const graph = graphs.get(bytes) ?? decode(graphProto, source, bytes);
  graphs.set(bytes, graph);
  return graph;
}

/** The names that a node uses: its inputs, and what the graphs inside of it take from around them. */
const usesOf = ({ input, attribute }: NodeProto, file: OpenFile, depth = 0): readonly string[] =>
  attribute.some(({ g }) => g)
    ? [...input, ...attribute.flatMap(({ g }) => (g ? namesFromOutside(graphIn(g, file), file, depth + 1) : []))]
    : input;

function namesFromOutside(graph: GraphProto, file: OpenFile, depth: number): readonly string[] {
  const known = file.fromOutside.get(graph);
  if (known) return known;
  if (depth > deepest) throw corrupt(file.source, graph.at, `graphs lie more than ${deepest} deep inside each other`);
  const uses = graph.node.flatMap((node) => usesOf(node, file, depth));
  const own = new Set([...graph.initializer, ...graph.input].map(({ name = '' }) => name));
  for (const { output } of graph.node) for (const name of output) own.add(name);
  const found = new Set([...uses, ...graph.output.map(({ name = '' }) => name)].filter((name) => !own.has(name)));
  file.fromOutside.set(graph, [...found]);
  return [...found];
}
