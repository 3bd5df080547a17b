/** PNG files from pixels, where there is no zlib (W3C PNG, third edition; RFC 1950). */
import { crc32 } from '@graftml/core';
import { deflate } from './deflate.ts';

/** Pixels row by row, a byte each: red, green and blue (3 a pixel), or with a palette, the numbers of colours in it. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  /** At most 256 colours. */
  readonly palette?: readonly (readonly [number, number, number])[];
}

export function encodePng({ width, height, data, palette }: Bitmap): Uint8Array {
  const depth = palette ? 1 : 3;
  const rows = new Uint8Array(height * (width * depth + 1));
  for (let row = 0; row < height; row++)
    rows.set(data.subarray(row * width * depth, (row + 1) * width * depth), row * (width * depth + 1) + 1);
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, palette ? 3 : 2, 0, 0, 0], 8);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', Uint8Array.from(palette.flat()))] : []),
    chunk('IDAT', zlib(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The file as an address, in base 64 (RFC 4648). */
export function toDataUrl(png: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < png.length; i += 3) {
    const bits = (png[i]! << 16) | ((png[i + 1] ?? 0) << 8) | (png[i + 2] ?? 0);
    const group = [18, 12, 6, 0].map((shift) => letters[(bits >>> shift) & 63]!);
    parts.push(group.fill('=', Math.min(png.length - i, 3) + 1).join(''));
  }
  return `data:image/png;base64,${parts.join('')}`;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), content]);
  return joined([bytes32(content.length), body, bytes32(crc32(body))]);
}

const zlib = (data: Uint8Array): Uint8Array =>
  joined([Uint8Array.of(0x78, 0x01), deflate(data), bytes32(adler32(data))]);

const bytes32 = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function adler32(data: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of data) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}
