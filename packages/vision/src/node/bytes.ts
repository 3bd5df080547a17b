/** Files as bytes: what they are by their first bytes, unpacked from gzip, with errors that name the file and the byte. */
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { FileError, GraftError } from '@graftml/core';
import { isIdx } from '../idx.ts';
import { isPictureData } from '../layout.ts';

export type FileKind = 'tar' | 'zip' | 'idx-images' | 'idx-labels' | 'picture' | 'empty' | 'other';

export interface Sniffed {
  readonly kind: FileKind;
  /** Whether it is wrapped in gzip; `kind` is of what is inside. */
  readonly gzip: boolean;
  /** Bytes on the disk. */
  readonly size: number;
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes just read from the disk. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

const otherPackers: readonly (readonly [magic: string, name: string])[] = [
  ['\xfd7zXZ\0', 'xz'],
  ['BZh', 'bzip2'],
  ['\x28\xb5\x2f\xfd', 'Zstandard'],
  ['7z\xbc\xaf\x27\x1c', '7-Zip'],
  ['Rar!', 'RAR'],
];

/** Looks at the first bytes; the name says nothing. @throws FileError for a file that cannot be read or an unknown packer */
export async function sniff(path: string): Promise<Sniffed> {
  let file: FileHandle | undefined;
  let head: Uint8Array;
  let size: number;
  try {
    file = await open(path);
    size = (await file.stat()).size;
    const buffer = new Uint8Array(Math.min(size, 1 << 16));
    head = buffer.subarray(0, (await file.read(buffer, 0, buffer.length, 0)).bytesRead);
  } catch (cause) {
    throw fileError(path, cause);
  } finally {
    await file?.close();
  }
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  if (gzip) head = gunzipHead(head, path);
  const text = latin1(head.subarray(0, 8));
  const packer = otherPackers.find(([magic]) => text.startsWith(magic));
  if (packer)
    throw new FileError(`is packed with ${packer[1]}, which is not read here`, {
      where: path,
      expected: 'a folder, .tar, .tar.gz, .zip, idx files or pictures',
      hint: 'unpack it, or pack it again as .tar.gz or .zip',
    });
  return { kind: kindOf(head), gzip, size };
}

/** The file's bytes, out of gzip if it is in it. Leaving early closes the file. */
export async function* readChunks(path: string, gzip: boolean, options: ReadOptions = {}): AsyncGenerator<Uint8Array> {
  const { signal, onBytes } = options;
  const file = createReadStream(path, { highWaterMark: 1 << 18, ...(signal && { signal }) });
  if (onBytes) file.on('data', (chunk) => onBytes(chunk.length));
  const gunzip = gzip ? createGunzip({ chunkSize: 1 << 18 }) : undefined;
  try {
    yield* gunzip ? pipeline(file, gunzip, () => {}) : file;
  } catch (cause) {
    signal?.throwIfAborted();
    throw gunzip && isZlibError(cause) ? gzipError(path, gunzip.bytesWritten, cause) : fileError(path, cause);
  } finally {
    file.destroy();
  }
}

/** All of it at once. */
export async function readAll(path: string, gzip: boolean, options: ReadOptions = {}): Promise<Uint8Array> {
  return collect(readChunks(path, gzip, options));
}

/** `length` bytes from byte `from` on. @throws FileError if the file cannot be read or is too short */
export async function readRange(path: string, from: number, length: number): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, from);
    if (bytesRead === length) return bytes;
  } catch (cause) {
    throw fileError(path, cause);
  } finally {
    await file?.close();
  }
  throw new FileError(`ends before byte ${from + length}`, { where: path, hint: 'it changed while it was in use' });
}

/** The whole of a stream of bytes; streams are typed loosely, so what comes is checked. */
export async function collect(chunks: AsyncIterable<unknown>): Promise<Uint8Array> {
  const list: Uint8Array[] = [];
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('expected a stream of bytes');
    list.push(chunk);
  }
  return list.length === 1 ? list[0]! : Buffer.concat(list);
}

/** A system call's failure in words; what is already an error of ours stays. */
export function fileError(path: string, cause: unknown): GraftError {
  if (cause instanceof GraftError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return new FileError('does not exist', { where: path, hint: 'check the path', cause });
  if (code === 'EACCES' || code === 'EPERM')
    return new FileError('may not be read', { where: path, hint: 'check its permissions', cause });
  return new FileError('cannot be read', {
    where: path,
    received: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}

function gunzipHead(head: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw gzipError(path, 0, cause);
  }
}

const isZlibError = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('Z_');

function gzipError(path: string, byte: number, cause: unknown): FileError {
  const truncated = cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR';
  return new FileError(`its gzip data ${truncated ? 'ends too early' : 'is damaged'}, at byte ${byte}`, {
    where: path,
    hint: truncated ? 'the file is truncated: get it again' : 'get the file again',
    cause,
  });
}

function kindOf(head: Uint8Array): FileKind {
  if (head.length === 0) return 'empty';
  const text = latin1(head.subarray(0, 4));
  if (text === 'PK\x03\x04' || text === 'PK\x05\x06') return 'zip';
  if (isPictureData(head)) return 'picture';
  if (latin1(head.subarray(257, 262)) === 'ustar' || hasTarChecksum(head)) return 'tar';
  if (isIdx(head)) return head[3] === 3 ? 'idx-images' : 'idx-labels';
  return 'other';
}

/** The oldest tar headers have no magic, but every one holds the sum of its bytes, its own field taken as spaces. */
function hasTarChecksum(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  const written = Number.parseInt(
    latin1(head.subarray(148, 156))
      .replace(/[\0 ]+$/, '')
      .trim(),
    8,
  );
  const sum = head.subarray(0, 512).reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  return written === sum;
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
