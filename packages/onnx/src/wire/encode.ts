/** Writes messages. Tensors are copied once, into the result. */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { UnsupportedError } from '@graftml/core';
import type { Draft, Kinds, Schema } from './fields.ts';

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
    // A length beyond the limit cannot be written; the whole is refused in the end.
    writer.tag(number, WireType.LengthDelimited).uint32(Math.min(length, largestMessage));
    if (length < largeBytes) for (const piece of content) writer.raw(piece);
    else {
      pieces.push(writer.finish(), ...content);
      writer = new BinaryWriter();
    }
  };
  for (const [name, field] of schema.byNumber.values()) {
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
