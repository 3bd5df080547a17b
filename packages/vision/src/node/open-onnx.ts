/** An ONNX file of the disk, with the files beside it that hold its weights where it is large. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileError } from '@graftml/core';
import type { ExternalData } from '@graftml/onnx';

/** An `.onnx` file in memory, with access to the weights beside it. */
export interface OnnxFile {
  readonly bytes: Uint8Array;
  /** For errors, and for the files beside it: what `fromOnnx`, `decodeModel` and `inspectOnnx` take as options. */
  readonly source: { readonly where: string; readonly externalData: ExternalData };
}

/**
 * `const { bytes, source } = await openOnnx(path); fromOnnx(bytes, source)`. Files beside it are read when a tensor needs them,
 * each once. Links are followed, for the caches of model hubs consist of them.
 *
 * @throws FileError if it is not there, a folder, or cannot be read
 */
export async function openOnnx(path: string): Promise<OnnxFile> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, 'a model file', cause);
  });
  const files = new Map<string, Uint8Array | undefined>();
  const externalData = (location: string) => {
    if (!files.has(location)) files.set(location, readWhole(join(dirname(path), location)));
    return files.get(location);
  };
  return { bytes, source: { where: path, externalData } };
}

/** The most that one call of the system reads. */
const largestRead = 2 ** 30;

/** All bytes of a file, which may be larger than `readFile` takes; undefined where there is none. */
function readWhole(path: string): Uint8Array | undefined {
  let file: number | undefined;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new FileError('is no file', { where: path, expected: 'data of a model' });
    file = openSync(path, 'r');
    const bytes = new Uint8Array(stat.size);
    let at = 0;
    for (let read = -1; at < bytes.length && read !== 0; at += read)
      read = readSync(file, bytes, at, Math.min(bytes.length - at, largestRead), at);
    return bytes.subarray(0, at);
  } catch (error) {
    if (error instanceof FileError) throw error;
    const cause = error as NodeJS.ErrnoException;
    if (cause.code === 'ENOENT') return undefined;
    throw unreadable(path, 'data of a model', cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unreadable(path: string, expected: string, cause: NodeJS.ErrnoException): FileError {
  const isFolder = cause.code === 'EISDIR';
  return new FileError(cause.code === 'ENOENT' ? 'is not there' : isFolder ? 'is a folder' : 'cannot be read', {
    where: path,
    expected,
    ...(cause.code !== 'ENOENT' && !isFolder && { received: cause.message }),
    cause,
  });
}
