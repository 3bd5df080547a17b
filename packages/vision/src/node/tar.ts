/** Tar archives as a stream of entries. */
import { Readable } from 'node:stream';
import { FileError, GraftError } from '@graftml/core';
import { extract } from 'tar-stream';
import { collect, type ReadOptions, readChunks } from './bytes.ts';
import { type Entry, fileEntry, folderEntry, isCandidate } from './entries.ts';

/**
 * The entries of a tar file, gzipped or not, in its order; one member at a time is in memory.
 * @throws FileError naming the byte (of the unpacked archive, if gzipped) where the archive is damaged or ends too early
 */
export async function* readTar(path: string, gzip: boolean, options: ReadOptions = {}): AsyncGenerator<Entry> {
  const tail = { position: 0, zeros: 0 };
  const source = Readable.from(watched(readChunks(path, gzip, options), tail));
  const members = extract();
  source.on('error', (error) => members.destroy(error));
  source.pipe(members);
  try {
    for await (const member of members) {
      const { name, type } = member.header;
      const wanted = type === 'file' || type === 'contiguous-file';
      if (wanted && isCandidate(name)) yield fileEntry(name, await collect(member));
      else {
        member.resume();
        yield type === 'directory' ? folderEntry(name) : { kind: 'ignored', path: name };
      }
    }
  } catch (cause) {
    if (cause instanceof GraftError) throw cause;
    options.signal?.throwIfAborted();
    throw tarError(path, gzip, tail.position, cause);
  } finally {
    source.destroy();
    members.destroy();
  }
  // An archive ends with blocks of zeros; one cut between two members looks whole but for them.
  if (tail.zeros < 512) throw tarError(path, gzip, tail.position, new Error('Unexpected end of data'));
}

/** Passes chunks on, counting all bytes and the zeros at the end. */
async function* watched(chunks: AsyncIterable<Uint8Array>, tail: { position: number; zeros: number }) {
  for await (const chunk of chunks) {
    tail.position += chunk.length;
    let zeros = 0;
    while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros++;
    tail.zeros = zeros === chunk.length ? tail.zeros + zeros : zeros;
    yield chunk;
  }
}

function tarError(path: string, gzip: boolean, position: number, cause: unknown): FileError {
  const truncated = cause instanceof Error && /end of data/i.test(cause.message);
  const place = `byte ${position}${gzip ? ' of the unpacked archive' : ''}`;
  return truncated
    ? new FileError(`the tar archive ends too early, at ${place}`, {
        where: path,
        expected: 'the two blocks of zeros that end an archive',
        hint: 'the file is truncated: get or make it again',
        cause,
      })
    : new FileError(`the tar archive is damaged, before ${place}`, {
        where: path,
        received: cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause),
        hint: 'get or make the file again',
        cause,
      });
}
