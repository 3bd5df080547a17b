/** The idx format of MNIST: two zero bytes, a type, the number of axes, big-endian lengths, then the elements (LeCun, Cortes and Burges). */
import { FileError } from '@graftml/core';

/** A file of MNIST's format: bytes with a shape. */
export interface Idx {
  /** `[count, height, width]` for pictures, `[count]` for labels. */
  readonly shape: readonly number[];
  /** Row-major unsigned bytes: a view of the file's. */
  readonly data: Uint8Array;
}

/** Whether the first bytes are those of unsigned bytes with one axis (labels) or three (pictures). */
export const isIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 8 && (bytes[3] === 1 || bytes[3] === 3);

/**
 * Reads an unpacked idx file of unsigned bytes.
 * @throws FileError naming `path` and the byte, for another magic number or a length that the header does not promise
 */
export function parseIdx(bytes: Uint8Array, path: string): Idx {
  if (!isIdx(bytes))
    throw new FileError('is not an idx file of pictures or labels', {
      where: path,
      expected: 'the magic number 00 00 08 03 or 00 00 08 01 at byte 0',
      received: bytes.length
        ? [...bytes.subarray(0, 4)].map((b) => b.toString(16).padStart(2, '0')).join(' ')
        : 'an empty file',
    });
  const axes = bytes[3]!;
  const header = 4 + 4 * axes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < header) throw truncated(path, bytes.length, `a header of ${header} bytes`);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + shape.reduce((product, length) => product * length, 1);
  if (bytes.length < expected) throw truncated(path, bytes.length, `${expected} bytes for [${shape}]`);
  if (bytes.length > expected)
    throw new FileError(`goes on after its last element, at byte ${expected}`, {
      where: path,
      expected: `${expected} bytes for [${shape}]`,
      received: `${bytes.length}`,
    });
  return { shape, data: bytes.subarray(header) };
}

const truncated = (path: string, length: number, expected: string) =>
  new FileError(`ends too early, at byte ${length}`, {
    where: path,
    expected,
    received: `${length}`,
    hint: 'the file is truncated: get it again',
  });
