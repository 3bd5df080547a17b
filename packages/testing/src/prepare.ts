/** From a case to a graph: the op itself, and the gradients that are asked for, with what to feed them. */
import {
  bare,
  builder,
  constant,
  type Graph,
  graphOf,
  input,
  inputName,
  isConstant,
  isFloat,
  labelAt,
  type Node,
  node,
  type Op,
  type OpName,
  ops,
  pullBack,
  type Tensor,
  type Tensors,
  tensor,
  type Value,
} from '@graftml/core';
import { type Fill, type Given, type GradientOfCase, type OutputsOfCase, uniform } from './case.ts';
import { cases } from './cases/index.ts';

/** A case without the types of its op. */
type AnyCase = GradientOfCase & OutputsOfCase & Readonly<Record<string, unknown>>;

/** A case, ready to be built into graphs and fed. */
export interface Prepared {
  readonly op: OpName;
  readonly name: string;
  readonly node: Node;
  /** The outputs that are compared, by name: `y`, or `outputs_0`, … of a variadic one. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** What is fed, by the names of the graph's inputs; and the gradient of each float output, `d_y`. */
  readonly fed: Tensors;
  /** The fed inputs whose gradients are compared. */
  readonly wanted: readonly Value[];
  /** No derivative exists at some of the values: only a convention says what the gradient is. */
  readonly kinked: boolean;
}

/** The case `name` of an op: its node, its inputs filled with numbers that are the same everywhere, its outputs. */
export function prepare(op: OpName, name: string): Prepared {
  const definition = ops[op] as unknown as Op;
  const given = (cases[op] as unknown as Readonly<Record<string, AnyCase>>)[name]!;
  const fed: Record<string, Tensor> = {};
  const before: Record<string, Value> = {};
  const feed = (label: string, fill: Fill): Value => {
    fed[label] = fill.values(`${op}/${name}/${label}`);
    return input(label, fill.dtype, fill.shape);
  };
  const toValue = (label: string, x: Given): Value => {
    if (typeof x === 'function') return x(builder(), before);
    if (!('dtype' in x)) return constant(tensor('int64', [x.length], x));
    return x.constant ? constant(x.values(`${op}/${name}/${label}`)) : feed(label, x);
  };
  const inputs = definition.inputs.flatMap((declared): (Value | undefined)[] => {
    const label = declared.replace(/\?|\.\.\.$/, '');
    const x = given[label] as Given | readonly Given[] | undefined;
    if (declared.endsWith('...')) return (x as readonly Given[]).map((each, i) => toValue(`${label}${i}`, each));
    const value = x && toValue(label, x as Given);
    if (value) before[label] = value;
    return [value];
  });
  const made = node(op, '', inputs, (given.attributes ?? {}) as Node['attributes']);
  const outputs = outputsAskedFor(definition.outputs, made, given.optional);
  const isSmooth = Object.values(outputs).some(({ dtype }) => isFloat(dtype)) && given.gradient !== 'none';
  const wanted = inputs.filter((x): x is Value => x !== undefined && x.source.kind === 'input' && isFloat(x.dtype));
  return { op, name, node: made, outputs, fed, wanted: isSmooth ? wanted : [], kinked: given.gradient === 'kinked' };
}

function outputsAskedFor(
  names: readonly string[],
  { outputs }: Node,
  optional?: readonly string[],
): Prepared['outputs'] {
  const someRequired = names.some((name) => !name.endsWith('?'));
  const isAsked = (name: string | undefined): boolean =>
    !name?.endsWith('?') || (optional ? optional.includes(bare(name)) : !someRequired);
  return Object.fromEntries(
    outputs.flatMap((value, i) => (isAsked(names[i]) ? [[labelAt(names, i), value] as const] : [])),
  );
}

/** The op alone, outputs under the names of its definition. */
export const forwardGraph = ({ outputs }: Prepared): Graph => graphOf(outputs);

/** The gradients of the wanted inputs, `d_x`, from the gradient of each output, an input that `upstream` fills. */
export function gradientGraph({ outputs, wanted }: Prepared): Graph {
  const seeds = new Map(
    floatsOf(outputs).map(([label, y]) => [y, input(upstreamName(label), y.dtype, y.shape)] as const),
  );
  const gradients = pullBack(seeds, wanted);
  return graphOf(Object.fromEntries(wanted.map((x, i) => [`d_${inputName(x)}`, gradients[i]!])));
}

const upstreamName = (output: string): string => `upstream_${output}`;

const floatsOf = (outputs: Prepared['outputs']) => Object.entries(outputs).filter(([, { dtype }]) => isFloat(dtype));

/** What the gradient of the loss for each output is in this suite: seeded numbers. Nothing where no gradient is wanted. */
export const upstream = ({ op, name, outputs, wanted }: Prepared): Tensors =>
  Object.fromEntries(
    (wanted.length > 0 ? floatsOf(outputs) : []).map(([output, { dtype, shape }]) => {
      const label = upstreamName(output);
      const { data } = uniform(shape as number[]).values(`${op}/${name}/${label}`);
      return [label, tensor(dtype, shape as number[], Array.from(data as Float32Array))];
    }),
  );

/** Of `tensors`, those that the graph has as inputs. */
export const feedsOf = (graph: Graph, tensors: Tensors): Tensors =>
  Object.fromEntries(graph.inputs.map((value) => [inputName(value)!, tensors[inputName(value)!]!]));

/**
 * A fingerprint of everything that decides what a case must give. A reference keeps the one of the case that it was made
 * for, so that neither can change without the other. FNV-1a over the text.
 */
export function digest(prepared: Prepared): string {
  const { attributes, inputs } = prepared.node;
  const constants = inputs.flatMap((x) => (x && isConstant(x) ? [x.source.tensor] : []));
  const tensors = [...constants, ...Object.values(prepared.fed), ...Object.values(upstream(prepared))];
  const text = JSON.stringify([attributes, inputs.map((x) => x?.shape), tensors.map(exact)], (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

const exact = ({ dtype, data }: Tensor): string =>
  `${dtype} ${Array.from(data as ArrayLike<number | bigint>, (x) => (Object.is(x, -0) ? '-0' : String(x)))}`;
