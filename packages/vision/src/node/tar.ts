/** Tar archives as a stream of entries. */
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FileError, GraftError } from '@graftml/core';
import { extract } from 'tar-stream';
import { collect, fileError, type ReadOptions, readChunks, readRange } from './bytes.ts';
import {
  checkInside,
  checkUnpacked,
  type Entry,
  fileEntry,
  folderEntry,
  isCandidate,
  mostFileBytes,
  tooLarge,
} from './entries.ts';

/**
 * The entries of a tar file, gzipped or not, in its order; one member at a time is in memory. What is read again later is
 * read from its place; from a gzipped archive, which has no places, by unpacking it from the start, or from where the last
 * reading stopped.
 * @throws FileError naming the byte (of the unpacked archive, if gzipped) where the archive is damaged or ends too early,
 * or a member that lies outside it; or for one that unpacks to a size beyond measure
 */
export async function* readTar(path: string, gzip: boolean, options: ReadOptions = {}): AsyncGenerator<Entry> {
  const again = gzip ? readerInOrder(path) : undefined;
  let ordinal = 0;
  for await (const member of tarMembers(path, gzip, options)) {
    if (!('bytes' in member)) yield member;
    else {
      const { name, bytes, offset } = member;
      const number = ordinal++;
      yield fileEntry(name, bytes, () => again?.(number) ?? readRange(path, offset, bytes.length));
    }
  }
}

interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where its bytes begin in the unpacked archive. */
  readonly offset: number;
}

/** Files that may be pictures, and the entries of everything else. */
async function* tarMembers(path: string, gzip: boolean, options: ReadOptions): AsyncGenerator<Member | Entry> {
  const tail = { position: 0, zeros: 0 };
  const { size: packed } = await stat(path).catch((cause) => {
    throw fileError(path, cause);
  });
  const check = (unpacked: number) => checkUnpacked(unpacked, packed, path);
  const source = Readable.from(watched(readChunks(path, gzip, options), tail, check));
  const members = extract();
  source.on('error', (error) => members.destroy(error));
  source.pipe(members);
  try {
    for await (const member of members) {
      const { name, type, size = 0 } = member.header;
      checkInside(name, path);
      const isFile = type === 'file' || type === 'contiguous-file';
      const wanted = isFile && isCandidate(name);
      if (wanted && size <= mostFileBytes) {
        const bytes = await collect(member);
        yield { name, bytes, offset: offsetOf(member.header) };
      } else {
        member.resume();
        if (wanted) yield tooLarge(name, size);
        else yield type === 'directory' ? folderEntry(name) : { kind: 'ignored', path: name };
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

/** tar-stream tells it, though its types do not. */
const offsetOf = (header: object): number =>
  'byteOffset' in header && typeof header.byteOffset === 'number' ? header.byteOffset : 0;

/** Reads members of a gzipped archive by their number: quickly as long as the numbers grow. One reading after another. */
function readerInOrder(path: string): (ordinal: number) => Promise<Uint8Array> {
  let members: AsyncGenerator<Member | Entry> | undefined;
  let next = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const find = async (ordinal: number): Promise<Uint8Array> => {
    if (!members || ordinal < next) {
      await members?.return(undefined);
      members = tarMembers(path, true, {});
      next = 0;
    }
    for (;;) {
      const { value, done } = await members.next();
      if (done) throw new FileError('has fewer members than before', { where: path, hint: 'it changed while in use' });
      if ('bytes' in value && next++ === ordinal) return value.bytes;
    }
  };
  return (ordinal) => {
    const found = queue.then(() => find(ordinal));
    queue = found.catch(() => {
      members = undefined;
    });
    return found;
  };
}

/** Passes chunks on, counting all bytes and the zeros at the end. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  tail: { position: number; zeros: number },
  check: (unpacked: number) => void,
) {
  for await (const chunk of chunks) {
    tail.position += chunk.length;
    check(tail.position);
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
