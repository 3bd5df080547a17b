/** Protobuf messages as tables: a message is a list of fields, each with its number and kind. One table writes and reads. */

export interface Kinds {
  /** int32, int64 and enums. Beyond what a number holds exactly it is the nearest that does: in ONNX "to the end". */
  int: number;
  float: number;
  string: string;
  bytes: Uint8Array;
  ints: BigInt64Array;
  floats: Float32Array;
  doubles: Float64Array;
  strings: readonly string[];
}

/** What may be given to be written. */
export interface WritableKinds extends Omit<Kinds, 'ints' | 'floats' | 'doubles'> {
  ints: ArrayLike<number | bigint>;
  floats: ArrayLike<number>;
  doubles: ArrayLike<number>;
}

type Scalar = 'int' | 'float' | 'string' | 'bytes';

export type Field =
  | { readonly kind: keyof Kinds; readonly number: number }
  | { readonly kind: 'message' | 'messages'; readonly number: number; readonly schema: Schema };

export type Fields = Readonly<Record<string, Field>>;

export interface Schema<F extends Fields = Fields> {
  readonly name: string;
  readonly fields: F;
  readonly byNumber: ReadonlyMap<number, readonly [name: string, field: Field]>;
  /** What the lists are where a message has none of their fields. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** A message as it is read: lists are always there, `at` is the byte of the file where it begins. */
export type Message<S extends Schema> = { readonly at: number } & {
  readonly [K in keyof S['fields'] as S['fields'][K]['kind'] extends Scalar | 'message' ? never : K]: Readable<
    S['fields'][K]
  >;
} & {
  readonly [K in keyof S['fields'] as S['fields'][K]['kind'] extends Scalar | 'message' ? K : never]?: Readable<
    S['fields'][K]
  >;
};
type Readable<F extends Field> = F extends { kind: 'message'; schema: infer S extends Schema }
  ? Message<S>
  : F extends { kind: 'messages'; schema: infer S extends Schema }
    ? readonly Message<S>[]
    : F extends { kind: infer K extends keyof Kinds }
      ? Kinds[K]
      : never;

/** A message as it is given to be written: a field that is left out, or undefined, is not written. */
export type Draft<S extends Schema> = { readonly [K in keyof S['fields']]?: Writable<S['fields'][K]> | undefined };
type Writable<F extends Field> = F extends { kind: 'message'; schema: infer S extends Schema }
  ? Draft<S>
  : F extends { kind: 'messages'; schema: infer S extends Schema }
    ? readonly Draft<S>[]
    : F extends { kind: infer K extends keyof Kinds }
      ? WritableKinds[K]
      : never;

const emptyLists: { readonly [K in Field['kind']]?: unknown } = {
  ints: new BigInt64Array(0),
  floats: new Float32Array(0),
  doubles: new Float64Array(0),
  strings: [],
  messages: [],
};

export const schema = <const F extends Fields>(name: string, fields: F): Schema<F> => ({
  name,
  fields,
  byNumber: new Map(Object.entries(fields).map(([key, field]) => [field.number, [key, field]])),
  empty: Object.fromEntries(
    Object.entries(fields).flatMap(([key, { kind }]) => (emptyLists[kind] ? [[key, emptyLists[kind]]] : [])),
  ),
});

/** `int(3)` is the integer field number 3. */
const plain =
  <K extends keyof Kinds>(kind: K) =>
  (number: number) => ({ kind, number });
export const int = plain('int');
export const float = plain('float');
export const string = plain('string');
export const bytes = plain('bytes');
export const ints = plain('ints');
export const floats = plain('floats');
export const doubles = plain('doubles');
export const strings = plain('strings');
export const message = <S extends Schema>(number: number, schema: S) => ({ kind: 'message', number, schema }) as const;
export const messages = <S extends Schema>(number: number, schema: S) =>
  ({ kind: 'messages', number, schema }) as const;
