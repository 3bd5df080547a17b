/** `g.matMul(a, b)`: one typed method per entry of the table, none of them written by hand. */
import { GraftError, ShapeError, UnsupportedError } from './errors.ts';
import { showShape } from './ir/dims.ts';
import {
  type Attributes,
  type AttributeValue,
  constant,
  type Node,
  type NodeNames,
  type TensorType,
  type Value,
} from './ir/value.ts';
import { type AttributeSpecs, bare, byName, type GivenAttributes, type Op, type PerInput } from './op.ts';
import { type OpName, type Ops, ops } from './ops/index.ts';
import { type DType, tensor } from './tensor.ts';

/** A value; a number, which becomes a scalar of the other operands' dtype; or whole numbers, an int64 list of axes or extents. */
export type Operand = Value | number | readonly number[];

type Tail<A extends AttributeSpecs> = keyof A extends never
  ? []
  : Record<never, never> extends GivenAttributes<A>
    ? [] | [attributes: GivenAttributes<A>]
    : [attributes: GivenAttributes<A>];

/** The arguments of an op's method: its inputs in order, optional ones may be left out at the end, then attributes. */
type Arguments<Names extends readonly string[], A extends AttributeSpecs> = Names extends readonly [
  infer Name extends string,
  ...infer Rest extends readonly string[],
]
  ? Name extends `${string}?`
    ? [Operand | undefined, ...Arguments<Rest, A>] | Tail<A>
    : Name extends `${string}...`
      ? [readonly Operand[], ...Tail<A>]
      : [Operand, ...Arguments<Rest, A>]
  : Tail<A>;

/** One value where only one output is required; else a list of all. Optional outputs then stand in the node of the value. */
type Results<Outputs extends readonly string[]> = Outputs extends readonly [`${string}...`]
  ? readonly Value[]
  : Outputs extends readonly [string, ...(readonly `${string}?`[])]
    ? Outputs[0] extends `${string}?`
      ? { readonly [I in keyof Outputs]: Value }
      : Value
    : { readonly [I in keyof Outputs]: Value };

type Method<O> =
  O extends Op<
    infer Inputs extends readonly string[],
    infer Outputs extends readonly string[],
    infer A extends AttributeSpecs
  >
    ? (...args: Arguments<Inputs, A>) => Results<Outputs>
    : never;

/** A method for every op: inputs in order, then attributes; `g.conv(x, w, b, { strides: [2, 2] })`. A mistake is a ShapeError. */
export type Builder = { readonly [Name in OpName]: Method<Ops[Name]> };

/** A builder whose nodes and errors carry `path`, the layer that is being built. */
export function builder(path = ''): Builder {
  const methods: Record<string, (...args: readonly Argument[]) => Value | readonly Value[]> = {};
  for (const name of opNames)
    methods[name] = (...args) => {
      const outputs = apply(name, path, args);
      return hasOneResult(ops[name].outputs) ? outputs[0]! : outputs;
    };
  return methods as unknown as Builder;
}

const opNames = Object.keys(ops) as readonly OpName[];

const hasOneResult = ([first, ...others]: readonly string[]): boolean =>
  /\w$/.test(first!) && others.every((name) => name.endsWith('?'));

type Argument = Operand | readonly Operand[] | Attributes | undefined;

function apply(name: OpName, path: string, args: readonly Argument[]): readonly Value[] {
  const definition: Op = ops[name] as unknown as Op;
  const last = args.at(-1);
  const attributes = isAttributes(last) ? last : {};
  const operands = (isAttributes(last) ? args.slice(0, -1) : args) as readonly (
    | Operand
    | readonly Operand[]
    | undefined
  )[];
  const flat = operands.flatMap((operand, i): readonly (Operand | undefined)[] =>
    definition.inputs[i]?.endsWith('...') ? (operand as readonly Operand[]) : [operand as Operand | undefined],
  );
  const like = flat.find((x): x is Value => isValue(x) && x.dtype !== 'bool') ?? flat.find(isValue);
  return node(
    name,
    path,
    flat.map((operand) => toValue(operand, like?.dtype ?? 'float32')),
    attributes,
  ).outputs;
}

/**
 * A checked node with all its attributes and the types of its outputs. Everything that makes nodes (the builder, passes,
 * readers of files) ends here. Throws a ShapeError that names the layer, the op and the type of every input, and an
 * UnsupportedError for what the op means in ONNX and Graft does not do.
 */
export function node(
  name: string,
  path: string,
  inputs: readonly (Value | undefined)[],
  given: Attributes,
  names?: NodeNames,
): Node {
  if (!Object.hasOwn(ops, name)) throw new ShapeError(name, path, 'there is no such op in the table');
  const definition = ops[name as OpName] as unknown as Op;
  const { type, inputs: inputNames, outputs: outputNames } = definition;
  const fail = (statement: string, hint?: string): never => {
    throw new ShapeError(type, path, statement, { received: showInputs(inputNames, inputs), ...(hint && { hint }) });
  };
  inputNames.forEach((input, i) => {
    if (!input.endsWith('?') && !input.endsWith('...') && !inputs[i]) fail(`the input ${input} is missing`);
  });
  const takesMany = inputNames.at(-1)?.endsWith('...') ?? false;
  if (inputs.length > inputNames.length && !takesMany) fail(`takes ${inputNames.length} inputs, got ${inputs.length}`);
  if (takesMany && inputs.slice(inputNames.length - 1).includes(undefined)) fail('one of the inputs is missing');
  const named = byName(inputNames, inputs) as PerInput<readonly string[], TensorType>;
  let attributes = withDefaults(definition, given, fail);
  let inferred: TensorType | readonly TensorType[];
  try {
    if (definition.complete)
      attributes = { ...attributes, ...definition.complete(named, attributes as never, fail) } as Attributes;
    inferred = definition.infer(named, attributes as never, fail);
  } catch (error) {
    if (error instanceof UnsupportedError) {
      const where = path ? `${path}/${type}` : type;
      throw new UnsupportedError(error.statement, { where, ...(error.hint && { hint: error.hint }) });
    }
    // The arithmetic of extents does not know for whom it is done.
    if (error instanceof GraftError && !(error instanceof ShapeError)) return fail(error.statement, error.hint);
    throw error;
  }
  const types = Array.isArray(inferred) ? (inferred as readonly TensorType[]) : [inferred as TensorType];
  const required = outputNames.filter((output) => !output.endsWith('?')).length;
  const isVariadic = outputNames.at(-1)?.endsWith('...') ?? false;
  if (types.length < required || (types.length > outputNames.length && !isVariadic))
    fail(`infers ${types.length} outputs, defines ${outputNames.length}`);
  for (const { shape } of types)
    for (const extent of shape)
      if (typeof extent === 'number' && !(Number.isSafeInteger(extent) && extent >= 0))
        fail(`would give an extent of ${extent}`);
  const outputs: Value[] = [];
  const made: Node = { op: name, path, inputs: trimmed(inputs), attributes, outputs, ...(names && { names }) };
  for (const [index, { dtype, shape, known }] of types.entries())
    outputs.push({ dtype, shape, ...(known && { known }), source: { kind: 'node', node: made, index } });
  return made;
}

function withDefaults(
  definition: Op,
  given: Attributes,
  fail: (statement: string, hint?: string) => never,
): Attributes {
  const { attributes: specs } = definition;
  for (const name of Object.keys(given))
    if (!Object.hasOwn(specs, name))
      fail(`has no attribute '${name}'`, `it has ${Object.keys(specs).join(', ') || 'none'}`);
  return Object.fromEntries(
    Object.entries(specs).map(([name, { fallback }]): [string, AttributeValue] => [
      name,
      given[name] ?? fallback ?? fail(`needs the attribute '${name}'`),
    ]),
  );
}

/** Without the optional inputs that are absent at the end. */
const trimmed = (inputs: readonly (Value | undefined)[]): readonly (Value | undefined)[] =>
  inputs.slice(0, inputs.findLastIndex((input) => input !== undefined) + 1);

const isValue = (x: unknown): x is Value => typeof x === 'object' && x !== null && 'source' in x;

const isAttributes = (x: Argument): x is Attributes => typeof x === 'object' && !Array.isArray(x) && !isValue(x);

function toValue(operand: Operand | undefined, dtype: DType): Value | undefined {
  if (typeof operand === 'number') return constant(tensor(dtype, [], [operand]));
  if (Array.isArray(operand)) return constant(tensor('int64', [operand.length], operand as readonly number[]));
  return operand as Value | undefined;
}

const showInputs = (names: readonly string[], inputs: readonly (Value | undefined)[]): string =>
  inputs
    .map(
      (input, i) =>
        `${bare(names[Math.min(i, names.length - 1)]!)} ${input ? `${input.dtype} ${showShape(input.shape)}` : 'nothing'}`,
    )
    .join(', ');
