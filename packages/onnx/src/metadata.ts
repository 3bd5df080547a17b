/** Other words about the same model: metadata change without the graph being read. */
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { UnsupportedError } from '@graftml/core';
import { type ReadOptions, readMetadata } from './header.ts';

/** Of ModelProto. */
const metadataProps = 14;

/**
 * The same file with entries of its metadata (`metadata_props`) replaced, added, or, where they are undefined, taken away. Everything else
 * stays as it is, byte by byte; entries that are not named keep their order, the others come last.
 * @throws FileError for what is no ONNX model
 */
export function withMetadata(
  bytes: Uint8Array,
  entries: Readonly<Record<string, string | undefined>>,
  options: ReadOptions = {},
): Uint8Array<ArrayBuffer> {
  // Checks the whole of it, so that what follows meets no surprise.
  readMetadata(bytes, options);
  const reader = new BinaryReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const pieces: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const from = reader.pos;
    const [number, wire] = reader.tag();
    const begin = reader.pos;
    reader.skip(wire, number);
    if (number === metadataProps && keyOf(bytes.subarray(begin, reader.pos)) in entries) continue;
    pieces.push(bytes.subarray(from, reader.pos));
  }
  const writer = new BinaryWriter();
  for (const [key, value] of Object.entries(entries))
    if (value !== undefined)
      writer.tag(metadataProps, WireType.LengthDelimited).fork().tag(1, WireType.LengthDelimited).string(key)
        .tag(2, WireType.LengthDelimited).string(value).join(); // biome-ignore format: one message
  pieces.push(writer.finish());
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  if (length >= 2 ** 31) throw new UnsupportedError('a model of 2 GB or more does not fit into one ONNX file');
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Of an entry with its length before it. */
function keyOf(entry: Uint8Array): string {
  const reader = new BinaryReader(entry);
  const end = reader.uint32() + reader.pos;
  let key = '';
  while (reader.pos < end) {
    const [number, wire] = reader.tag();
    if (number === 1) key = reader.string();
    else reader.skip(wire, number);
  }
  return key;
}
