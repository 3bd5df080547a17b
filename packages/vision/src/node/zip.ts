/** Zip archives as a stream of entries. */
import { crc32 } from 'node:zlib';
import { FileError } from '@graftml/core';
import { type Entry as Member, openPromise, type ZipFile } from 'yauzl';
import { collect, type ReadOptions } from './bytes.ts';
import { type Entry, fileEntry, folderEntry, isCandidate } from './entries.ts';

/**
 * The entries of a zip file in its directory's order; one member at a time is in memory. A member that is damaged or
 * encrypted is a broken picture; a damaged directory is the end.
 * @throws FileError naming the byte where the directory should be, if it is not there
 */
export async function* readZip(path: string, size: number, options: ReadOptions = {}): AsyncGenerator<Entry> {
  const fail = (cause: unknown) =>
    new FileError(`the zip archive's directory is not found or damaged, looked for at its end, byte ${size}`, {
      where: path,
      received: cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause),
      hint: 'the file is probably truncated: get it again',
      cause,
    });
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true }).catch((cause) => {
    throw fail(cause);
  });
  const members = zip.eachEntry();
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const next = await members.next().catch((cause: unknown) => {
        throw fail(cause);
      });
      if (next.done) return;
      const name = next.value.fileName;
      if (name.endsWith('/')) yield folderEntry(name);
      else if (!isCandidate(name)) yield { kind: 'ignored', path: name };
      else yield await readMember(zip, next.value, options);
    }
  } finally {
    zip.close();
  }
}

async function readMember(zip: ZipFile, member: Member, { onBytes }: ReadOptions): Promise<Entry> {
  const path = member.fileName;
  const broken = (reason: string): Entry => ({ kind: 'broken', path, reason });
  if (member.isEncrypted()) return broken('is encrypted');
  try {
    const bytes = await collect(await zip.openReadStreamPromise(member));
    onBytes?.(member.compressedSize);
    return crc32(bytes) === member.crc32
      ? fileEntry(path, bytes)
      : broken('its checksum in the zip archive does not match');
  } catch (cause) {
    return broken(cause instanceof Error ? cause.message : String(cause));
  }
}
