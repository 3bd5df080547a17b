/** Against Python's safetensors, in both directions (reference/safetensors.py), and files that are damaged. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type DType, FileError, readSafetensors, type Tensor, tensor, writeSafetensors } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { reference } from '../support/reference.ts';

const { metadata, tensors, ours, halves } = reference<{
  metadata: Record<string, string>;
  tensors: Record<string, { dtype: DType; shape: number[]; data: number[] }>;
  ours: string;
  halves: { file: string; tensors: Record<'float16' | 'bfloat16', number[]>; values: number[]; ours: string };
}>('safetensors');
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const made = Object.fromEntries(
  Object.entries(tensors).map(([name, { dtype, shape, data }]): [string, Tensor] => [
    name,
    tensor(dtype, shape, dtype === 'int64' ? data.map(BigInt) : data) as Tensor,
  ]),
);
const file = new Uint8Array(readFileSync(new URL('../reference/tensors.safetensors', import.meta.url)));
/** What tells -0 from 0 too. */
const bytesOf = ({ data }: Tensor) => [...new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];

describe('safetensors', () => {
  it('of Python are read', () => {
    const read = readSafetensors(file);
    expect(read.metadata).toEqual(metadata);
    expect(Object.keys(read.tensors).sort()).toEqual(Object.keys(made).sort());
    for (const [name, { dtype, shape }] of Object.entries(made)) {
      expect(read.tensors[name], name).toMatchObject({ dtype, shape });
      expect(bytesOf(read.tensors[name]!), name).toEqual(bytesOf(made[name]!));
    }
  });

  it('of ours are those that Python read and found equal', () => {
    expect(digestOf(writeSafetensors(made, metadata))).toBe(ours);
  });

  it('of half precision are read as float32, and written so', () => {
    const read = readSafetensors(Buffer.from(halves.file, 'base64'));
    for (const [name, data] of Object.entries(halves.tensors))
      expect(read.tensors[name]).toEqual(tensor('float32', [data.length], data));
    const values = {
      values: tensor('float32', [halves.values.length], halves.values),
      index: tensor('int32', [], [7]),
    };
    expect(digestOf(writeSafetensors(values, {}, { floats: 'float16' }))).toBe(halves.ours);
    expect(() => writeSafetensors({ a: tensor('float32', [1], [65520]) }, {}, { floats: 'float16' })).toThrow(
      'a: holds a number that is too large for float16',
    );
  });

  it('come back as they were, from anywhere in a buffer', () => {
    const bytes = writeSafetensors(made, metadata);
    const moved = new Uint8Array(bytes.length + 3);
    moved.set(bytes, 3);
    const { tensors: back } = readSafetensors(moved.subarray(3));
    for (const [name, value] of Object.entries(back)) expect(bytesOf(value), name).toEqual(bytesOf(made[name]!));
    expect(readSafetensors(writeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
    expect(() => writeSafetensors({ __metadata__: made.float32! })).toThrow('cannot have this name');
  });
});

/** A file with this header and so many bytes behind it. */
function withHeader(header: unknown, bytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const made = new Uint8Array(8 + json.length + bytes);
  new DataView(made.buffer).setBigUint64(0, BigInt(json.length), true);
  made.set(json, 8);
  return made;
}
const f32 = (from: number, to: number, shape: unknown = [(to - from) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
});
const headerOfLength = (length: bigint) => {
  const bytes = file.slice();
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
};

describe('a file that is damaged is refused, by name', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'is no safetensors file. Received 0 bytes'],
    ['a few bytes', file.slice(0, 5), 'is no safetensors file. Received 5 bytes'],
    ['a cut header', file.slice(0, 40), 'is no safetensors file, or is cut off'],
    ['cut tensors', file.slice(0, file.length - 1), 'does not lie in the file'],
    ['a byte too many', new Uint8Array([...file, 0]), 'bytes that belong to none'],
    ['a header that is too long', headerOfLength(BigInt(file.length)), 'is no safetensors file, or is cut off'],
    ['a header of 2^63 bytes', headerOfLength(2n ** 63n), 'is no safetensors file, or is cut off'],
    ['a header that is too short', headerOfLength(20n), 'a header that is no JSON'],
    ['another format', new TextEncoder().encode('PK\u0003\u0004 and more of it'), 'is no safetensors file'],
    ['a list as header', withHeader([1], 0), 'a header that is no JSON object'],
    ['bytes that are no UTF-8', withHeader({ a: f32(0, 4) }, 4).fill(0xff, 9, 10), 'a header that is no JSON'],
    [
      'a dtype of others',
      withHeader({ a: { ...f32(0, 4), dtype: 'F8_E4M3' } }, 4),
      'dtype that is not known. Received F8_E4M3',
    ],
    ['an entry without offsets', withHeader({ a: { dtype: 'F32', shape: [1] } }, 4), 'a is described wrongly'],
    ['a negative extent', withHeader({ a: f32(0, 4, [-1]) }, 4), 'a is described wrongly'],
    ['half an extent', withHeader({ a: f32(0, 4, [0.5, 2]) }, 4), 'a is described wrongly'],
    ['a shape that is larger', withHeader({ a: f32(0, 4, [2]) }, 4), 'a does not lie in the file'],
    ['a shape beyond all numbers', withHeader({ a: f32(0, 4, [2 ** 52, 2 ** 52]) }, 4), 'a does not lie in the file'],
    ['offsets behind the end', withHeader({ a: f32(4, 8) }, 4), 'a does not lie in the file'],
    ['offsets the wrong way', withHeader({ a: f32(4, 0, [1]) }, 4), 'a does not lie in the file'],
    ['overlapping tensors', withHeader({ a: f32(0, 8), b: f32(4, 12) }, 12), 'has tensors that overlap'],
    ['the same bytes twice', withHeader({ a: f32(0, 4), b: f32(0, 4) }, 4), 'has tensors that overlap'],
    ['a gap', withHeader({ a: f32(0, 4), b: f32(8, 12) }, 12), 'bytes that belong to none'],
    ['numbers as metadata', withHeader({ __metadata__: { a: 1 } }, 0), 'metadata that are no texts'],
  ])('%s', (_, bytes, statement) => {
    const read = () => readSafetensors(bytes, 'w.safetensors');
    expect(read).toThrow(FileError);
    expect(read).toThrow(`w.safetensors: `);
    expect(read).toThrow(statement);
  });
});
