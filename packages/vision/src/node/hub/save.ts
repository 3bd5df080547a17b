/** The body of an answer, written behind what is there of its file. */
import { FileError } from '@graftml/core';
import { writeError } from '../write-file.ts';
import { openPart, type PartOf } from './part.ts';
import { reasonOf, shown } from './request.ts';
import type { Watchdog } from './watchdog.ts';

export interface Saving {
  readonly path: string;
  readonly of: PartOf;
  /** Bytes that are there already. */
  readonly offset: number;
  /** Bytes of the whole; undefined where nobody says. */
  readonly total: number | undefined;
  readonly signal: AbortSignal | undefined;
  onBytes(done: number): void;
}

/**
 * Gives the error of a connection that broke off, which another attempt may mend; undefined where all has come.
 * @throws FileError if the disk does not take it; the signal's reason if that stops it
 */
export async function save(response: Response, saving: Saving, dog: Watchdog): Promise<FileError | undefined> {
  const { path, of, offset, total, signal, onBytes } = saving;
  const handle = await openPart(path, offset, of);
  let done = offset;
  try {
    onBytes(done);
    for await (const chunk of bodyOf(response)) {
      for (let at = 0; at < chunk.length; ) {
        const writing = handle.write(chunk, at, chunk.length - at, done + at);
        at += (
          await writing.catch((cause: unknown) => {
            throw writeError(path, cause);
          })
        ).bytesWritten;
      }
      done += chunk.length;
      dog.feed();
      onBytes(done);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof FileError) throw cause;
    return brokenOff(of.address, done, total, cause);
  } finally {
    await handle.close();
  }
  if (total === undefined || done === total) return undefined;
  return brokenOff(of.address, done, total, new Error('the connection ended too early'));
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

const brokenOff = (address: string, done: number, total: number | undefined, cause: unknown): FileError =>
  new FileError('broke off', {
    where: shown(address),
    received: `${done}${total === undefined ? '' : ` of ${total}`} bytes, then ${reasonOf(cause)}`,
    hint: 'the same again goes on from there',
    cause,
  });
