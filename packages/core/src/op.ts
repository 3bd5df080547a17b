/** What an op is: its inputs and outputs by name, its attributes, and the type of its result. */
import type { TensorType } from './ir/value.ts';
import type { DType, Tensor } from './tensor.ts';

/** Names an expectation that does not hold. The builder adds the layer path, the op, and the type of every input. */
export type Fail = (statement: string, hint?: string) => never;

/** `'bias?'` is optional, `'inputs...'` takes any number, `'x'` is required; of outputs likewise. */
export type Bare<Name extends string> = Name extends `${infer B}?` ? B : Name extends `${infer B}...` ? B : Name;

/** A record with one entry per input name; a variadic input has a list. */
export type PerInput<Names extends readonly string[], T> = {
  readonly [Name in Names[number] as Bare<Name>]: Name extends `${string}?`
    ? T | undefined
    : Name extends `${string}...`
      ? readonly T[]
      : T;
};

interface AttributeTypes {
  int: number;
  float: number;
  string: string;
  dtype: DType;
  ints: readonly number[];
  strings: readonly string[];
  floats: readonly number[];
  tensor: Tensor;
}

/** What an op says of one attribute: its kind, and what it is where nobody gives it. */
export interface AttributeSpec<
  Kind extends keyof AttributeTypes = keyof AttributeTypes,
  Default extends AttributeTypes[Kind] | undefined = AttributeTypes[Kind] | undefined,
> {
  readonly kind: Kind;
  /** Undefined where the attribute must be given. */
  readonly fallback: Default;
}
/** The attributes of an op by ONNX's names. */
export type AttributeSpecs = Readonly<Record<string, AttributeSpec>>;

type Spec<Kind extends keyof AttributeTypes> = {
  (): AttributeSpec<Kind, undefined>;
  (fallback: AttributeTypes[Kind]): AttributeSpec<Kind, AttributeTypes[Kind]>;
};
const spec = <Kind extends keyof AttributeTypes>(kind: Kind) =>
  ((fallback?: AttributeTypes[Kind]) => ({ kind, fallback })) as Spec<Kind>;

/** `int(0)` is an integer attribute that is 0 by default, `int()` one that must be given. */
export const int = spec('int');
export const float = spec('float');
export const string = spec('string');
export const dtype = spec('dtype');
export const ints = spec('ints');
export const floats = spec('floats');
export const strings = spec('strings');
export const tensorAttribute = spec('tensor');

/** For an integer attribute that ONNX lets be absent, where no number means the same: files leave it out. */
export const absent = Number.MAX_SAFE_INTEGER;

/** The attributes of a node: all there, defaults filled in. */
export type AttributesOf<A extends AttributeSpecs> = { readonly [K in keyof A]: AttributeTypes[A[K]['kind']] };

/** The attributes that a caller gives: required ones, and any of the others. */
export type GivenAttributes<A extends AttributeSpecs> = {
  readonly [K in keyof A as A[K]['fallback'] extends undefined ? K : never]: AttributeTypes[A[K]['kind']];
} & { readonly [K in keyof A as A[K]['fallback'] extends undefined ? never : K]?: AttributeTypes[A[K]['kind']] };

/** An entry of the table: what an op takes, what it gives, and what it refuses. */
export interface Op<
  Inputs extends readonly string[] = readonly string[],
  Outputs extends readonly string[] = readonly string[],
  A extends AttributeSpecs = AttributeSpecs,
> {
  /** ONNX's op type, or the name of a composite. */
  readonly type: string;
  /** `''` is ONNX's; composites, which never leave in a file, are in `'graft'`; what the table does not know is `'foreign'`. */
  readonly domain: '' | 'graft' | 'foreign';
  readonly inputs: Inputs;
  /** An optional output, `'indices?'`, is left out of files where nobody uses it, and need not be computed then. */
  readonly outputs: Outputs;
  readonly attributes: A;
  /** What a node is called for people, where that is not the type. */
  title?(attributes: AttributesOf<A>): string;
  /** Attributes that follow from the others and the inputs, so that every node says explicitly what it does. */
  complete?(inputs: PerInput<Inputs, TensorType>, attributes: AttributesOf<A>, fail: Fail): Partial<AttributesOf<A>>;
  /** The type of the output, or of each output where there are several; optional ones may be missing at the end. */
  infer(
    inputs: PerInput<Inputs, TensorType>,
    attributes: AttributesOf<A>,
    fail: Fail,
  ): TensorType | readonly TensorType[];
}

interface Definition<Inputs extends readonly string[], Outputs extends readonly string[], A extends AttributeSpecs> {
  readonly attributes?: A;
  readonly outputs?: Outputs;
  readonly title?: (attributes: AttributesOf<A>) => string;
  readonly complete?: Required<Op<Inputs, Outputs, A>>['complete'];
  readonly infer: Op<Inputs, Outputs, A>['infer'];
}

type NoAttributes = Record<never, never>;

/** Defines an op of ONNX's standard domain. */
export const op = <
  const Inputs extends readonly string[],
  const Outputs extends readonly string[] = readonly ['y'],
  A extends AttributeSpecs = NoAttributes,
>(
  type: string,
  inputs: Inputs,
  definition: Definition<Inputs, Outputs, A>,
): Op<Inputs, Outputs, A> & { readonly domain: '' } => ({ ...define(type, inputs, definition), domain: '' });

/** Defines an internal op with a body (see `expansions/`): one whose best form depends on where it runs. */
export const composite = <
  const Inputs extends readonly string[],
  const Outputs extends readonly string[] = readonly ['y'],
  A extends AttributeSpecs = NoAttributes,
>(
  type: string,
  inputs: Inputs,
  definition: Definition<Inputs, Outputs, A>,
): Op<Inputs, Outputs, A> & { readonly domain: 'graft' } => ({ ...define(type, inputs, definition), domain: 'graft' });

/** Defines an op of which nothing is known but what its file says. */
export const foreign = <
  const Inputs extends readonly string[],
  const Outputs extends readonly string[] = readonly ['y'],
  A extends AttributeSpecs = NoAttributes,
>(
  type: string,
  inputs: Inputs,
  definition: Definition<Inputs, Outputs, A>,
): Op<Inputs, Outputs, A> & { readonly domain: 'foreign' } => ({
  ...define(type, inputs, definition),
  domain: 'foreign',
});

const define = <Inputs extends readonly string[], Outputs extends readonly string[], A extends AttributeSpecs>(
  type: string,
  inputs: Inputs,
  { attributes, outputs, title, complete, infer }: Definition<Inputs, Outputs, A>,
): Omit<Op<Inputs, Outputs, A>, 'domain'> => ({
  type,
  inputs,
  outputs: outputs ?? (['y'] as const as unknown as Outputs),
  attributes: attributes ?? ({} as A),
  ...(title && { title }),
  ...(complete && { complete }),
  infer,
});

/** Splits a node's flat inputs, or outputs, by name: the inverse of how the builder lays them out. */
export function byName<T>(
  names: readonly string[],
  inputs: readonly (T | undefined)[],
): Record<string, T | undefined | readonly T[]> {
  return Object.fromEntries(
    names.map((name, i) => [bare(name), name.endsWith('...') ? (inputs.slice(i) as readonly T[]) : inputs[i]]),
  );
}

/** A name of an op's inputs without its mark: `'bias?'` is `'bias'`. */
export const bare = (name: string): string => name.replace(/\?|\.\.\.$/, '');

/** The name of the value at place `i` of a node's inputs or outputs; those of a variadic one are numbered, `'inputs_2'`. */
export function labelAt(names: readonly string[], i: number): string {
  const last = names.length - 1;
  const name = names[Math.min(i, last)]!;
  return name.endsWith('...') ? `${bare(name)}_${i - last}` : bare(name);
}
