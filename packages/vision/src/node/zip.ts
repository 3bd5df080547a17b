/** Zip archives as a stream of entries. */
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { FileError } from '@graftml/core';
import { type Entry as Member, openPromise, type ZipFile } from 'yauzl';
import { collect, type ReadOptions, readRange } from './bytes.ts';
import {
  checkUnpacked,
  type Entry,
  fileEntry,
  folderEntry,
  isCandidate,
  liesOutside,
  mostFileBytes,
  tooLarge,
} from './entries.ts';

/**
 * The entries of a zip file in its directory's order; one member at a time is in memory. A member that is damaged or
 * encrypted is a broken picture; a damaged directory is the end.
 * @throws FileError naming the byte where the directory should be, if it is not there; or for an archive that is made to do
 * harm: members outside its folder, or of a size beyond measure
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
  let unpacked = 0;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      const next = await members.next().catch((cause: unknown) => {
        const [, outside] = /^(?:invalid relative|absolute) path: (.*)/s.exec(String((cause as Error).message)) ?? [];
        if (outside !== undefined) throw liesOutside(outside, path);
        throw fail(cause);
      });
      if (next.done) return;
      const { fileName: name, uncompressedSize } = next.value;
      unpacked += uncompressedSize;
      checkUnpacked(unpacked, size, path);
      if (name.endsWith('/')) yield folderEntry(name);
      else if (!isCandidate(name)) yield { kind: 'ignored', path: name };
      else yield await readMember(zip, path, next.value, options);
    }
  } finally {
    zip.close();
  }
}

async function readMember(zip: ZipFile, archive: string, member: Member, { onBytes }: ReadOptions): Promise<Entry> {
  const { fileName: path, uncompressedSize } = member;
  const broken = (reason: string): Entry => ({ kind: 'broken', path, reason });
  if (member.isEncrypted()) return broken('is encrypted');
  if (uncompressedSize > mostFileBytes) return tooLarge(path, uncompressedSize);
  try {
    const bytes = await collect(await zip.openReadStreamPromise(member));
    onBytes?.(member.compressedSize);
    return crc32(bytes) === member.crc32
      ? fileEntry(path, bytes, () => readAgain(archive, member))
      : broken('its checksum in the zip archive does not match');
  } catch (cause) {
    return broken(cause instanceof Error ? cause.message : String(cause));
  }
}

const inflate = promisify(inflateRaw);
const localHeader = { length: 30, nameLength: 26, extraLength: 28 } as const;

/** One member by its place, without the directory (APPNOTE 4.3.7). */
async function readAgain(archive: string, member: Member): Promise<Uint8Array> {
  const { relativeOffsetOfLocalHeader: at, compressedSize, compressionMethod, uncompressedSize } = member;
  const header = Buffer.from(await readRange(archive, at, localHeader.length));
  const names = header.readUInt16LE(localHeader.nameLength) + header.readUInt16LE(localHeader.extraLength);
  const packed = await readRange(archive, at + localHeader.length + names, compressedSize);
  const bytes =
    compressionMethod === 0
      ? packed
      : await inflate(packed, { maxOutputLength: Math.max(1, uncompressedSize) }).catch(() => undefined);
  if (bytes && crc32(bytes) === member.crc32) return bytes;
  throw new FileError('changed while it was in use', { where: `${archive}/${member.fileName}` });
}
