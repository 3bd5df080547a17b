/**
 * HEIC, which phones take: by heic-decode, an optional peer. It runs libheif (LGPL-3.0) as WebAssembly, so nobody gets it who does not install
 * it; sharp's builds have no decoder for HEVC.
 */
import { deflateSync } from 'node:zlib';
import { crc32, DataError } from '@graftml/core';
import { checkExtent } from '../picture-limits.ts';

/** Red, green, blue and alpha of each pixel, turned as the file says. */
interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

type Decoder = (options: { readonly buffer: Uint8Array }) => Promise<Decoded>;

let loading: Promise<Decoder | undefined> | undefined;

/** Undefined where it is not installed. */
function loadDecoder(): Promise<Decoder | undefined> {
  // It has no types.
  const name: string = 'heic-decode';
  loading ??= import(name).then(
    (module: { readonly default: Decoder }) => module.default,
    (cause: NodeJS.ErrnoException) => {
      loading = undefined;
      if (cause.code === 'ERR_MODULE_NOT_FOUND') return undefined;
      throw cause;
    },
  );
  return loading;
}

/**
 * A HEIC file as a PNG with its colour profile, for sharp to read; undefined where heic-decode is not installed.
 * @throws DataError if it is damaged, or larger than is reasonable
 */
export async function pngOfHeic(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const decode = await loadDecoder();
  if (!decode) return undefined;
  const picture = await decode({ buffer: bytes }).catch((cause: unknown) => {
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new DataError('is a HEIC file that cannot be decoded', { received: received.replace(/\.$/, ''), cause });
  });
  checkExtent(picture);
  return pngOf(picture, profileIn(bytes));
}

/** The ICC profile in a `colr` box (ISO/IEC 14496-12, 12.1.5); phones write Display P3. */
function profileIn(bytes: Uint8Array): Uint8Array | undefined {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = found.indexOf('colrprof', 0, 'latin1');
  if (at < 4) return undefined;
  const end = at - 4 + found.readUInt32BE(at - 4);
  return end > at + 8 && end <= found.length ? found.subarray(at + 8, end) : undefined;
}

/** Hardly compressed: it is read again at once. */
function pngOf({ width, height, data }: Decoded, profile: Uint8Array | undefined): Uint8Array {
  const row = width * 4;
  const lines = Buffer.alloc(height * (row + 1));
  for (let y = 0; y < height; y++) lines.set(data.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(profile ? [chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]))] : []),
    chunk('IDAT', deflateSync(lines, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(content.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return out;
}
