/** An archive that comes over the network: to the disk as it comes, and no further than it may. */
import { createWriteStream, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { FileError } from '@graftml/core';
import { isProjectArchive } from '../../lab/files/import-project.ts';
import { readZip } from '../../lab/zip/read-zip.ts';
import type { JobLimits } from './job.ts';

/** An archive that is refused, and the status of HTTP for that. */
export class UploadError extends FileError {
  readonly status: number;

  constructor(status: number, ...rest: ConstructorParameters<typeof FileError>) {
    super(...rest);
    this.status = status;
  }
}

const where = 'the project that was sent';

/** @throws UploadError for one that is too large; FileError where the disk is full */
export async function receive(
  body: ReadableStream<Uint8Array>,
  path: string,
  { limits, signal }: { readonly limits: JobLimits; readonly signal?: AbortSignal },
): Promise<void> {
  let size = 0;
  await pipeline(
    Readable.fromWeb(body as NodeStream<Uint8Array>),
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > limits.bytes) throw tooLarge(limits, `more than ${limits.bytes} bytes`);
        yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
    { ...(signal && { signal }) },
  ).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOSPC')
      throw new UploadError(507, 'there is no room for it', { where, hint: 'free some on the server' });
    throw cause;
  });
}

/** @throws UploadError for what is no project, or unpacks to too much; FileError for an archive that is damaged or made to do harm */
export async function checkArchive(path: string, limits: JobLimits): Promise<void> {
  const blob = await openAsBlob(path);
  const members = await readZip(blob, where);
  if (members.length > limits.entries)
    throw new UploadError(413, 'has too many files', {
      where,
      expected: `at most ${limits.entries}`,
      received: `${members.length}`,
    });
  const unpacked = members.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > limits.bytes) throw tooLarge(limits, `${unpacked} bytes, unpacked`);
  if (!(await isProjectArchive({ path: 'project.zip', blob })))
    throw new UploadError(400, 'is no project', { where, expected: 'an archive with project.json in it' });
}

export const tooLarge = ({ bytes }: JobLimits, received: string): UploadError =>
  new UploadError(413, 'is too large for this server', {
    where,
    expected: `at most ${bytes} bytes`,
    received,
    hint: 'train in the browser, or with graft train',
  });
