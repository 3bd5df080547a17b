/**
 * Reads messages. Byte fields are views into the file, and nothing is allocated by what a file declares, only by what it
 * holds.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { FileError } from '@graftml/core';
import type { Field, Kinds, Message, Schema } from './fields.ts';

/** The bytes of a file, and its name for errors. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly where?: string;
}

export const corrupt = ({ where }: Source, at: number, statement: string, hint?: string): FileError =>
  new FileError(`${statement}, at byte ${at}`, { ...(where !== undefined && { where }), ...(hint && { hint }) });

const damaged = 'the file may be cut short or damaged: fetch it again';

interface Reading {
  readonly reader: BinaryReader;
  readonly fail: (statement: string) => FileError;
  /** The byte where the field that is being read begins. */
  start: number;
}

/**
 * Reads a whole file as one message. Unknown fields are skipped, as protobuf asks. Throws a FileError that names the byte
 * where it stops making sense.
 */
export function decode<S extends Schema>(schema: S, source: Source): Message<S> {
  // Node's Buffer is a Uint8Array whose parts are Buffers; what is read shall be plain.
  const { buffer, byteOffset, byteLength } = source.bytes;
  const reader = new BinaryReader(new Uint8Array(buffer, byteOffset, byteLength));
  const reading: Reading = {
    reader,
    start: 0,
    fail: (statement) => corrupt(source, reading.start, statement, damaged),
  };
  try {
    return readMessage(reading, schema, reader.len) as Message<S>;
  } catch (cause) {
    // The library's own errors do not say where they are.
    throw cause instanceof FileError ? cause : reading.fail(`the file is broken (${(cause as Error).message})`);
  }
}

function readMessage(reading: Reading, schema: Schema, end: number): Record<string, unknown> {
  const { reader } = reading;
  const read: Record<string, unknown> = { ...schema.empty, at: reader.pos };
  const lists = new Map<string, NumberList>();
  while (reader.pos < end) {
    reading.start = reader.pos;
    const [number, wire] = reader.tag();
    const [name, field] = schema.byNumber.get(number) ?? [];
    if (name === undefined || field === undefined) reader.skip(wire, number);
    else {
      const { kind } = field;
      const isPacked = kind in listArrays && wire === WireType.LengthDelimited;
      if (wire !== wireTypes[kind] && !isPacked)
        throw reading.fail(`${schema.name}.${name} has wire type ${wire} instead of ${wireTypes[kind]}`);
      if (isPacked || kind === 'message' || kind === 'messages') {
        const length = reader.uint32();
        const stop = reader.pos + length;
        if (stop > end)
          throw reading.fail(`${schema.name}.${name} declares ${length} bytes where ${end - reader.pos} are left`);
        if (kind === 'messages') append(read, name, schema, readMessage(reading, field.schema, stop));
        else if (kind === 'message') read[name] = readMessage(reading, field.schema, stop);
        else while (reader.pos < stop) pushTo(lists, name, kind as ListKind, readPlain(reader, kind));
        if (reader.pos !== stop) throw reading.fail(`${schema.name}.${name} does not end where it declares to`);
      } else {
        const value = readPlain(reader, kind);
        if (kind in listArrays) pushTo(lists, name, kind as ListKind, value);
        else if (kind === 'strings') append(read, name, schema, value);
        else read[name] = value;
      }
    }
    if (reader.pos > end) throw reading.fail(`a field of ${schema.name} runs beyond its end`);
  }
  for (const [name, { data, length }] of lists) read[name] = data.subarray(0, length);
  return read;
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
