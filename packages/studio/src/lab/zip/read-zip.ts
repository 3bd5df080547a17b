/** Zip archives by their directory: each member is read when it is asked for, from wherever the archive lies. */
import { DataError, FileError } from '@graftml/core';
import {
  BlobReader,
  configure,
  type Entry,
  ERR_UNSAFE_FILENAME,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-custom.js';

/** An archive that unpacks to more than this, and to more than so many times its size, is made to fill a disk or a memory. */
const most = { bytes: 2 ** 30, times: 100, members: 500_000 } as const;

/** A member of an archive, not read. */
export interface ZipMember {
  /** Inside the archive, with `/`. */
  readonly path: string;
  /** Unpacked. */
  readonly size: number;
  /** @throws DataError for one that is encrypted or damaged, or is more than it says */
  read(signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** No workers, and the streams of the platform: nothing that a strict content security policy forbids. */
const configured = () => configure({ useWebWorkers: false, useCompressionStream: true });

/**
 * Its files, in the order of its directory.
 * @param where the archive's name, for errors
 * @throws FileError for what is no archive, is cut off, or is made to do harm: members outside its folder, or of a size beyond measure
 */
export async function readZip(archive: Blob, where: string): Promise<readonly ZipMember[]> {
  configured();
  const reader = new ZipReader(new BlobReader(archive), { checkSignature: true });
  const members: FileEntry[] = [];
  let unpacked = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      unpacked += entry.uncompressedSize;
      check(entry, { unpacked, count: members.length }, archive.size, where);
      if (!entry.directory) members.push(entry);
    }
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    if (cause instanceof Error && cause.message === ERR_UNSAFE_FILENAME)
      throw outside(where, `${(cause as { readonly filename?: string }).filename}`);
    throw new FileError('is no zip archive, or cut off', {
      where,
      received: reasonOf(cause),
      hint: 'get it again, or unpack it and drop the folder',
      cause,
    });
  } finally {
    await reader.close();
  }
  return members.map(
    (entry): ZipMember => ({
      path: entry.filename,
      size: entry.uncompressedSize,
      read: (signal) => unpack(entry, signal),
    }),
  );
}

const harmful = (statement: string, where: string, expected: string, received: string): FileError =>
  new FileError(statement, {
    where,
    expected,
    received,
    hint: 'nobody packs pictures so by mistake: do not trust this archive',
  });

const outside = (where: string, name: string): FileError =>
  harmful('names a file outside its own folder', where, 'paths below it', name);

function check(
  { filename }: Entry,
  { unpacked, count }: { readonly unpacked: number; readonly count: number },
  size: number,
  where: string,
): void {
  if (filename.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(filename)) throw outside(where, filename);
  if (unpacked > most.bytes && unpacked > most.times * size)
    throw harmful(
      'unpacks to far more than pictures do',
      where,
      `at most ${most.times} times its ${size} bytes`,
      `${unpacked} bytes and more`,
    );
  if (count >= most.members) throw harmful('has too many files', where, `at most ${most.members}`, `${count} and more`);
}

async function unpack(entry: FileEntry, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.encrypted) throw new DataError('is encrypted', { hint: 'unpack the archive, and drop the folder' });
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      if (at + chunk.length > bytes.length) throw new DataError('unpacks to more than the archive says');
      bytes.set(chunk, at);
      at += chunk.length;
    },
  });
  try {
    await entry.getData(writable, { ...(signal && { signal }) });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DataError) throw cause;
    throw new DataError('is damaged in its archive', { received: reasonOf(cause), cause });
  }
  if (at < bytes.length) throw new DataError('is cut off in its archive');
  return bytes;
}

const reasonOf = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '');
