/** NumPy's format for one array: a magic number, a header in the form of a Python dictionary, the elements (NEP 1). */
import { allocate, type DType, elementCount, FileError, type Tensor, widen } from '@graftml/core';

/** Text, of `U` or `S` type, has the dtype `string`. */
export type NpyArray =
  | Tensor
  | { readonly dtype: 'string'; readonly shape: readonly number[]; readonly data: readonly string[] };

interface ElementType {
  readonly dtype: DType;
  get(view: DataView, at: number, little: boolean): number | bigint;
}

/** By kind and bytes. What core has no type for becomes the next larger; unsigned 64-bit numbers are none. */
const types: Readonly<Record<string, ElementType>> = {
  f4: { dtype: 'float32', get: (view, at, little) => view.getFloat32(at, little) },
  f8: { dtype: 'float64', get: (view, at, little) => view.getFloat64(at, little) },
  b1: { dtype: 'bool', get: (view, at) => (view.getUint8(at) ? 1 : 0) },
  u1: { dtype: 'uint8', get: (view, at) => view.getUint8(at) },
  i1: { dtype: 'int8', get: (view, at) => view.getInt8(at) },
  u2: { dtype: 'int32', get: (view, at, little) => view.getUint16(at, little) },
  i2: { dtype: 'int32', get: (view, at, little) => view.getInt16(at, little) },
  u4: { dtype: 'int64', get: (view, at, little) => BigInt(view.getUint32(at, little)) },
  i4: { dtype: 'int32', get: (view, at, little) => view.getInt32(at, little) },
  i8: { dtype: 'int64', get: (view, at, little) => view.getBigInt64(at, little) },
};

/** Whether the first bytes are those of an `.npy` file. */
export const isNpy = (bytes: Uint8Array): boolean => latin1(bytes.subarray(0, 6)) === '\x93NUMPY';

/**
 * Reads an `.npy` file. Column-major arrays are turned row-major, big-endian ones the other way round, float16 is widened.
 * @throws FileError naming `where` for another format, an array of objects (which only Python can read, and which may run
 * code there), another dtype, or a length that the header does not promise
 */
export function parseNpy(bytes: Uint8Array, where: string): NpyArray {
  const { descr, fortran, shape, start } = headerOf(bytes, where);
  const [, order = '', kind = '', digits = ''] = /^([<>|=]?)([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const count = elementCount(shape);
  const width = Number(digits) * (kind === 'U' ? 4 : 1);
  const type = types[kind + digits];
  // Text without width would let a few bytes promise any number of elements.
  const isText = (kind === 'U' || kind === 'S') && width > 0;
  if (!type && !isText && kind + digits !== 'f2')
    throw new FileError('holds an array of a type that is not read', {
      where,
      expected: 'numbers, truth values or text',
      received: descr,
      hint: kind === 'O' ? 'save numbers, not objects' : 'save it with another dtype: array.astype("float32")',
    });
  if (bytes.length - start !== count * width)
    throw new FileError(bytes.length - start < count * width ? 'ends too early' : 'goes on after its last element', {
      where,
      expected: `${start + count * width} bytes for ${descr} [${shape}]`,
      received: `${bytes.length}`,
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const little = order !== '>';
  // Where the element lies that comes at this place in row-major order.
  const placeOf = fortran && shape.length > 1 ? columnMajor(shape) : (i: number) => i;
  if (isText) {
    const data = Array.from({ length: count }, (_, i) => textAt(view, placeOf(i) * width, width, kind, little, where));
    return { dtype: 'string', shape, data };
  }
  if (!type) {
    const bits = Uint16Array.from({ length: count }, (_, i) => view.getUint16(placeOf(i) * 2, little));
    return { dtype: 'float32', shape, data: widen('float16', bits) };
  }
  const data = allocate(type.dtype, count);
  const elements = data as { [i: number]: number | bigint };
  // As it lies in memory, on every machine that this runs on.
  if (little && data.byteLength === view.byteLength && placeOf(1) === 1)
    new Uint8Array(data.buffer).set(bytes.subarray(start));
  else for (let i = 0; i < count; i++) elements[i] = type.get(view, placeOf(i) * width, little);
  return { dtype: type.dtype, shape, data } as Tensor;
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
}

function headerOf(bytes: Uint8Array, where: string): Header {
  const broken = (received: string) =>
    new FileError('is not an .npy file, or its header is damaged', {
      where,
      expected: "\\x93NUMPY, a version, and {'descr': …, 'fortran_order': …, 'shape': …}",
      received,
    });
  if (!isNpy(bytes) || bytes.length < 12) throw broken(bytes.length ? latin1(bytes.subarray(0, 8)) : 'an empty file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const major = bytes[6]!;
  if (major < 1 || major > 3) throw broken(`version ${major}`);
  const start = major === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (start > bytes.length) throw broken(`a header of ${start} bytes in a file of ${bytes.length}`);
  const text = latin1(bytes.subarray(major === 1 ? 10 : 12, start));
  const descr = /'descr': *'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) throw broken(text.slice(0, 80).trim());
  const lengths = shape
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  if (!lengths.every(Number.isSafeInteger) || !Number.isSafeInteger(elementCount(lengths))) throw broken(`(${shape})`);
  return { descr, fortran: fortran === 'True', shape: lengths, start };
}

function columnMajor(shape: readonly number[]): (i: number) => number {
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  return (i) => {
    let rest = i;
    let at = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return at;
  };
}

/** UTF-32, or bytes; zeros at the end are padding. */
function textAt(view: DataView, at: number, width: number, kind: string, little: boolean, where: string): string {
  if (kind === 'S') {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, width);
    return new TextDecoder().decode(bytes).replace(/\0+$/, '');
  }
  let text = '';
  for (let i = 0; i < width; i += 4) {
    const code = view.getUint32(at + i, little);
    if (code > 0x10ffff) throw new FileError('holds text that is none', { where, received: `the code point ${code}` });
    text += String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, '');
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
