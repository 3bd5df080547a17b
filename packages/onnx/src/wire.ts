/**
 * Protobuf messages as tables: a message is a list of fields, each with its number and kind, and the same table writes and
 * reads. Tensors are written without an intermediate copy and read as views into the file.
 */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { FileError, UnsupportedError } from '@graftml/core';

interface Kinds {
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
interface WritableKinds extends Omit<Kinds, 'ints' | 'floats' | 'doubles'> {
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

export const schema = <const F extends Fields>(name: string, fields: F): Schema<F> => ({
  name,
  fields,
  byNumber: new Map(Object.entries(fields).map(([key, field]) => [field.number, [key, field]])),
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

/** Protobuf's own limit, which ONNX Runtime keeps. */
const largestMessage = 2 ** 31 - 1;

/** Byte fields from this length on are copied once, into the result. */
const largeBytes = 1024;

/** Throws an UnsupportedError for a message of 2 GB or more. */
export function encode<S extends Schema>(schema: S, draft: Draft<S>): Uint8Array<ArrayBuffer> {
  const pieces = piecesOf(schema, draft);
  const length = totalLength(pieces);
  if (length > largestMessage)
    throw new UnsupportedError('a model of 2 GB or more does not fit into one ONNX file', {
      received: `${length} bytes`,
    });
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const totalLength = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, { length }) => sum + length, 0);

/** The encoded message in pieces: the large ones are the caller's own arrays. */
function piecesOf(schema: Schema, draft: Readonly<Record<string, unknown>>): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let writer = new BinaryWriter();
  const delimited = (number: number, content: readonly Uint8Array[]) => {
    const length = totalLength(content);
    writer.tag(number, WireType.LengthDelimited).uint32(Math.min(length, largestMessage));
    if (length < largeBytes) for (const piece of content) writer.raw(piece);
    else {
      pieces.push(writer.finish(), ...content);
      writer = new BinaryWriter();
    }
  };
  for (const [name, field] of Object.entries(schema.fields)) {
    const value = draft[name];
    if (value === undefined) continue;
    const { number, kind } = field;
    if (kind === 'message') delimited(number, piecesOf(field.schema, value as typeof draft));
    else if (kind === 'messages')
      for (const item of value as readonly (typeof draft)[]) delimited(number, piecesOf(field.schema, item));
    else if (kind === 'bytes') delimited(number, [value as Uint8Array]);
    else writePlain(writer, kind, number, value);
  }
  pieces.push(writer.finish());
  return pieces;
}

function writePlain(writer: BinaryWriter, kind: Exclude<keyof Kinds, 'bytes'>, number: number, value: unknown): void {
  const each = <T>(write: (item: T) => void) => {
    for (let i = 0; i < (value as ArrayLike<T>).length; i++) write((value as ArrayLike<T>)[i]!);
  };
  switch (kind) {
    case 'int':
      writer.tag(number, WireType.Varint).int64(value as number);
      break;
    case 'float':
      writer.tag(number, WireType.Bit32).float(value as number);
      break;
    case 'string':
      writer.tag(number, WireType.LengthDelimited).string(value as string);
      break;
    case 'ints':
      each<number | bigint>((item) => writer.tag(number, WireType.Varint).int64(item));
      break;
    case 'floats':
      each<number>((item) => writer.tag(number, WireType.Bit32).float(item));
      break;
    case 'doubles':
      each<number>((item) => writer.tag(number, WireType.Bit64).double(item));
      break;
    case 'strings':
      each<string>((item) => writer.tag(number, WireType.LengthDelimited).string(item));
      break;
  }
}

/** The bytes of a file, and its name for errors. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly where?: string;
}

export const corrupt = ({ where }: Source, at: number, statement: string, hint?: string): FileError =>
  new FileError(`${statement}, at byte ${at}`, { ...(where !== undefined && { where }), ...(hint && { hint }) });

/**
 * Reads a whole file as one message. Unknown fields are skipped, as protobuf asks. Time and memory are bounded by the
 * length of the file, whatever it declares. Throws a FileError that names the byte where it stops making sense.
 */
export function decode<S extends Schema>(schema: S, source: Source): Message<S> {
  // Node's Buffer is a Uint8Array whose parts are Buffers; what is read shall be plain.
  const { buffer, byteOffset, byteLength } = source.bytes;
  const reader = new BinaryReader(new Uint8Array(buffer, byteOffset, byteLength));
  return readMessage(reader, source, schema, reader.len) as Message<S>;
}

function readMessage(reader: BinaryReader, source: Source, schema: Schema, end: number): Record<string, unknown> {
  const read: Record<string, unknown> = { at: reader.pos };
  const growing = new Map<string, Growing>();
  for (const [name, { kind }] of Object.entries(schema.fields)) {
    if (kind === 'strings' || kind === 'messages') read[name] = [];
    else if (kind in listArrays) growing.set(name, { data: new listArrays[kind as ListKind](0), length: 0 });
  }
  while (reader.pos < end) {
    const start = reader.pos;
    const fail = (statement: string) => corrupt(source, start, `${schema.name}: ${statement}`);
    const guarded = <T>(read: () => T): T => {
      try {
        return read();
      } catch (cause) {
        throw fail(`no field can be read here (${(cause as Error).message})`);
      }
    };
    const [number, wire] = guarded(() => reader.tag());
    const [name, field] = schema.byNumber.get(number) ?? [];
    if (name === undefined || field === undefined) {
      guarded(() => reader.skip(wire, number));
    } else {
      const { kind } = field;
      const isPacked = kind in listArrays && wire === WireType.LengthDelimited;
      if (wire !== wireTypes[kind] && !isPacked)
        throw fail(`the field ${name} has wire type ${wire}, expected ${wireTypes[kind]}`);
      if (kind === 'message' || kind === 'messages') {
        const length = guarded(() => reader.uint32());
        const stop = reader.pos + length;
        if (stop > end) throw fail(`${name} declares ${length} bytes, ${end - reader.pos} are left`);
        const inner = readMessage(reader, source, field.schema, stop);
        // A single message that comes in parts is merged, says protobuf; no writer of ONNX does that.
        if (kind === 'message') read[name] = inner;
        else (read[name] as unknown[]).push(inner);
      } else if (kind in listArrays) {
        const list = growing.get(name)!;
        const length = isPacked ? guarded(() => reader.uint32()) : 0;
        const stop = reader.pos + length;
        if (stop > end) throw fail(`${name} declares ${length} bytes, ${end - reader.pos} are left`);
        do {
          if (isPacked && reader.pos >= stop) break;
          const item = guarded(() => readScalar(reader, kind as ListKind));
          push(list, item, isPacked ? Math.ceil(length / smallestItem[kind as ListKind]) : 1);
        } while (reader.pos < stop);
        if (isPacked && reader.pos !== stop) throw fail(`${name} does not end where it declares to`);
      } else {
        const value = guarded(() => readScalar(reader, kind as Scalar | 'strings'));
        if (kind === 'strings') (read[name] as unknown[]).push(value);
        else read[name] = value;
      }
    }
    if (reader.pos > end) throw fail(`a field runs ${reader.pos - end} bytes beyond the message that holds it`);
  }
  for (const [name, { data, length }] of growing) read[name] = data.subarray(0, length);
  return read;
}

const wireTypes: Record<Field['kind'], WireType> = {
  int: WireType.Varint,
  ints: WireType.Varint,
  float: WireType.Bit32,
  floats: WireType.Bit32,
  doubles: WireType.Bit64,
  string: WireType.LengthDelimited,
  strings: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  message: WireType.LengthDelimited,
  messages: WireType.LengthDelimited,
};

const listArrays = { ints: BigInt64Array, floats: Float32Array, doubles: Float64Array } as const;
type ListKind = keyof typeof listArrays;
const smallestItem: Record<ListKind, number> = { ints: 1, floats: 4, doubles: 8 };

interface Growing {
  data: BigInt64Array | Float32Array | Float64Array;
  length: number;
}

/** Adds to a list that doubles its room when it is full. */
function push(list: Growing, item: unknown, atLeast: number): void {
  if (list.length === list.data.length) {
    const grown = new (list.data.constructor as new (length: number) => Growing['data'])(
      Math.max(4, atLeast, 2 * list.length),
    );
    grown.set(list.data as never);
    list.data = grown;
  }
  list.data[list.length++] = item as never;
}

function readScalar(reader: BinaryReader, kind: Exclude<keyof Kinds, never>): unknown {
  switch (kind) {
    case 'int':
      return saturated(BigInt(reader.int64()));
    case 'ints':
      return BigInt(reader.int64());
    case 'float':
    case 'floats':
      return reader.float();
    case 'doubles':
      return reader.double();
    case 'string':
    case 'strings':
      return reader.string();
    case 'bytes':
      return reader.bytes();
  }
}

/** An int64 as a number, see `Kinds.int`. */
export const saturated = (x: bigint): number =>
  Math.min(Math.max(Number(x), -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
