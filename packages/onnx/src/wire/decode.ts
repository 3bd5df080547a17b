/**
 * Reads messages. Byte fields are views into the file, nothing is allocated by what a file declares, only by what it holds,
 * and the number of parts is limited: time and memory are bounded.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { FileError } from '@graftml/core';
import type { Field, Kinds, Message, Schema } from './fields.ts';

/** The bytes of a file, and its name for errors. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly where?: string;
  /** The bytes of a file beside it; undefined where there is none. */
  readonly externalData?: ExternalData;
}

/** Gives the bytes of a file beside the model; `location` is a relative path with slashes, and nothing in it leads upwards. */
export type ExternalData = (location: string) => Uint8Array | undefined;

export const corrupt = ({ where }: Source, at: number, statement: string, hint?: string): FileError =>
  new FileError(`${statement}, at byte ${at}`, { ...(where !== undefined && { where }), ...(hint && { hint }) });

const damaged = 'the file may be cut short or damaged: fetch it again';

interface Reading {
  readonly reader: BinaryReader;
  readonly fail: (statement: string) => FileError;
  /** The byte where the field that is being read begins. */
  start: number;
  /** How many messages have been read. */
  count: number;
}

/** Far more parts than any real model has (a node of it is about ten); few enough to fit into memory. */
const mostMessages = 2_000_000;

/**
 * Reads a whole file as one message, or `part` of it, a view that was read before. Unknown fields are skipped, as protobuf asks. Throws a FileError that names the byte
 * where it stops making sense.
 */
export function decode<S extends Schema>(schema: S, source: Source, part?: Uint8Array): Message<S> {
  // Node's Buffer is a Uint8Array whose parts are Buffers; what is read shall be plain.
  const { buffer, byteOffset, byteLength } = source.bytes;
  const reader = new BinaryReader(new Uint8Array(buffer, byteOffset, byteLength));
  const reading: Reading = {
    reader,
    start: 0,
    count: 0,
    fail: (statement) => corrupt(source, reading.start, statement, damaged),
  };
  try {
    if (part) reader.pos = part.byteOffset - byteOffset;
    return readMessage(reading, schema, part ? reader.pos + part.length : reader.len) as Message<S>;
  } catch (cause) {
    // The library's own errors do not say where they are.
    throw cause instanceof FileError ? cause : reading.fail(`the file is broken (${(cause as Error).message})`);
  }
}

function readMessage(reading: Reading, schema: Schema, end: number): Record<string, unknown> {
  const { reader } = reading;
  if (++reading.count > mostMessages) throw reading.fail(`the file has more than ${mostMessages} parts`);
  const read: Record<string, unknown> = { ...schema.empty, at: reader.pos };
  let lists: Map<string, NumberList> | undefined;
  while (reader.pos < end) {
    reading.start = reader.pos;
    const [number, wire] = reader.tag();
    const [name, field] = schema.byNumber.get(number) ?? [];
    if (name === undefined || field === undefined) {
      reader.skip(wire, number);
    } else {
      const { kind } = field;
      const what = `${schema.name}.${name}`;
      const isPacked = isListKind(kind) && wire === WireType.LengthDelimited;
      if (wire !== wireTypes[kind] && !isPacked)
        throw reading.fail(`${what} has wire type ${wire} instead of ${wireTypes[kind]}`);
      if (kind === 'message') read[name] = readMessage(reading, field.schema, endOf(reading, what, end));
      else if (kind === 'messages')
        append(read, name, schema, readMessage(reading, field.schema, endOf(reading, what, end)));
      else if (kind === 'strings') append(read, name, schema, reader.string());
      else if (isListKind(kind)) {
        lists ??= new Map();
        const stop = isPacked ? endOf(reading, what, end) : reader.pos + 1;
        while (reader.pos < stop) pushTo(lists, name, kind, readPlain(reader, kind));
        if (isPacked && reader.pos > stop) throw reading.fail(`${what} does not end where it declares to`);
      } else read[name] = readPlain(reader, kind);
    }
    if (reader.pos > end) throw reading.fail(`a field of ${schema.name} runs beyond its end`);
  }
  for (const [name, { data, length }] of lists ?? []) read[name] = data.subarray(0, length);
  return read;
}

/** Reads a length, and gives the byte where what has it ends. */
function endOf({ reader, fail }: Reading, what: string, end: number): number {
  const length = reader.uint32();
  if (length <= end - reader.pos) return reader.pos + length;
  throw fail(`${what} declares ${length} bytes where ${Math.max(0, end - reader.pos)} are left`);
}

/** Empty lists are shared, so that many small messages stay small. */
function append(read: Record<string, unknown>, name: string, { empty }: Schema, item: unknown): void {
  if (read[name] === empty[name]) read[name] = [item];
  else (read[name] as unknown[]).push(item);
}

const wireTypes: Readonly<Record<Field['kind'], WireType>> = {
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

/** One number, text or array of bytes; of a list of numbers, one element. */
function readPlain(reader: BinaryReader, kind: keyof Kinds): unknown {
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

const listArrays = { ints: BigInt64Array, floats: Float32Array, doubles: Float64Array } as const;
type ListKind = keyof typeof listArrays;
const isListKind = (kind: Field['kind']): kind is ListKind => kind in listArrays;

/** Numbers in a typed array with room to grow: a list may come packed, one by one, or both. */
interface NumberList {
  data: BigInt64Array | Float32Array | Float64Array;
  length: number;
}

function pushTo(lists: Map<string, NumberList>, name: string, kind: ListKind, item: unknown): void {
  const list = lists.get(name) ?? { data: new listArrays[kind](4), length: 0 };
  lists.set(name, list);
  if (list.length === list.data.length) {
    const grown = new listArrays[kind](2 * list.length);
    grown.set(list.data as never);
    list.data = grown;
  }
  list.data[list.length++] = item as never;
}
