/** Arrays in NumPy's formats: `.npy` for one (NEP 1, version 1.0), `.npz`, a zip archive of such files, for several. */
import { crc32, type DType, narrow, UsageError } from '@graftml/core';
import type { FeatureType } from './feature-cache.ts';
import type { NpyArray } from './npy.ts';

/** Options of `writeNpy`, `writeNpz` and `writeFeatures`. */
export interface WriteArraysOptions {
  /** How float32 numbers are stored; `'float32'` unless given. */
  readonly floats?: FeatureType;
}

const types: Readonly<Record<DType, string>> = {
  float32: '<f4',
  float64: '<f8',
  int32: '<i4',
  int64: '<i8',
  bool: '|b1',
  uint8: '|u1',
  int8: '|i1',
};

/**
 * The bytes of an `.npy` file, row-major and little-endian; text is of the type `U`, as wide as the longest.
 * @param where its name, for errors
 * @throws DataError for a number that is too large for float16
 */
export function writeNpy(array: NpyArray, where: string, { floats = 'float32' }: WriteArraysOptions = {}): Uint8Array {
  const { descr, content } = contentOf(array, where, floats);
  const { shape } = array;
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic, version, the header's length, and a line that ends at a multiple of 64.
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + content.length);
  bytes.set([0x93, ...latin1('NUMPY'), 1, 0, (start - 10) & 255, (start - 10) >> 8]);
  bytes.set(latin1(`${header.padEnd(start - 11)}\n`), 10);
  bytes.set(content, start);
  return bytes;
}

function contentOf(array: NpyArray, where: string, floats: FeatureType): { descr: string; content: Uint8Array } {
  if (array.dtype === 'string') {
    const texts = array.data.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
    const width = Math.max(1, ...texts.map(({ length }) => length));
    const codes = new Uint32Array(width * texts.length);
    texts.forEach((text, i) => {
      codes.set(text, i * width);
    });
    return { descr: `<U${width}`, content: bytesOf(codes) };
  }
  if (array.dtype === 'float32' && floats === 'float16')
    return { descr: '<f2', content: bytesOf(narrow(array.data, where)) };
  return { descr: types[array.dtype], content: bytesOf(array.data) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Zip archives of more, or with more members, need its 64-bit form. */
const most = { bytes: 2 ** 32 - 1, members: 0xffff } as const;

/**
 * The bytes of an `.npz` file, not compressed. The same arrays give the same bytes.
 * @throws UsageError for 4 GB and more; DataError for a number that is too large for float16
 */
export function writeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  options: WriteArraysOptions = {},
): Uint8Array<ArrayBuffer> {
  const members = Object.entries(arrays).map(([name, array]) => ({
    name: new TextEncoder().encode(`${name}.npy`),
    content: writeNpy(array, name, options),
  }));
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, content } of members) {
    // Version 2.0, names in UTF-8, stored, the first day of 1980 (APPNOTE 4.3.7 and 4.3.12).
    const common = fields([2, 20], [2, 0x0800], [2, 0], [2, 0], [2, 0x21], [4, crc32(content)], [4, content.length]);
    const sizes = fields([4, content.length], [2, name.length], [2, 0]);
    const local = [fields([4, 0x04034b50]), common, sizes, name, content];
    const entry = [fields([4, 0x02014b50], [2, 20]), common, sizes];
    directory.push(...entry, fields([2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
    parts.push(...local);
    at += lengthOf(local);
  }
  const index = lengthOf(directory);
  const end = fields([4, 0x06054b50], [4, 0], [2, members.length], [2, members.length], [4, index], [4, at], [2, 0]);
  if (at + index > most.bytes || members.length > most.members)
    throw new UsageError('is too large for an .npz file', {
      where: 'writeNpz',
      expected: 'less than 4 GB',
      received: `${at} bytes`,
      hint: 'write safetensors, or float16',
    });
  return joined([...parts, ...directory, end]);
}

/** Little-endian numbers of so many bytes. */
function fields(...list: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array {
  return Uint8Array.from(list.flatMap(([bytes, value]) => [0, 8, 16, 24].slice(0, bytes).map((by) => value >>> by)));
}

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const latin1 = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
