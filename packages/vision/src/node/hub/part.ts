/** What has come of a file so far, beside its place, so that a later attempt goes on from there. */
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from '@graftml/core';
import { isRunning, writeError } from '../write-file.ts';

/** What the bytes so far belong to. */
export interface PartOf {
  readonly address: string;
  /** The ETag of where the bytes came from. */
  readonly tag?: string;
  /** The digest that the hub promised for the whole. */
  readonly digest?: string;
}

/** The unfinished state of one file, held by one process at a time. */
export interface Part {
  readonly path: string;
  readonly size: number;
  /** Undefined for what cannot be continued. */
  readonly of: PartOf | undefined;
}

const partPath = (path: string): string => `${path}.part`;
const notePath = (path: string): string => `${path}.part.json`;

export async function readPart(path: string): Promise<Part> {
  const size = await stat(partPath(path)).then(
    (found) => found.size,
    () => 0,
  );
  const of = await readFile(notePath(path), 'utf8').then(parseNote, () => undefined);
  return { path: partPath(path), size, of };
}

function parseNote(text: string): PartOf | undefined {
  try {
    const { address, tag, digest }: Record<string, unknown> = JSON.parse(text);
    if (typeof address !== 'string') return undefined;
    return { address, ...(typeof tag === 'string' && { tag }), ...(typeof digest === 'string' && { digest }) };
  } catch {
    return undefined;
  }
}

/** Opens the part to be written from `offset` on; what lies behind is gone. */
export async function openPart(path: string, offset: number, of: PartOf): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(partPath(path), offset === 0 ? 'w' : 'r+');
    if (offset > 0) await handle.truncate(offset);
    await writeFile(notePath(path), JSON.stringify(of));
    return handle;
  } catch (cause) {
    throw writeError(path, cause);
  }
}

/** Puts the whole file in its place. */
export async function finishPart(path: string): Promise<void> {
  try {
    const handle = await open(partPath(path), 'r+');
    await handle.sync().finally(() => handle.close());
    await rename(partPath(path), path);
    await rm(notePath(path), { force: true });
  } catch (cause) {
    throw writeError(path, cause);
  }
}

export async function discardPart(path: string): Promise<void> {
  await rm(partPath(path), { force: true });
  await rm(notePath(path), { force: true });
}

/** @throws FileError if `bytes` more do not fit beside `path`, as far as the system tells */
export async function checkRoom(path: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(path)).catch(() => ({ bavail: Infinity, bsize: 1 }));
  const free = bavail * bsize;
  if (bytes <= free) return;
  throw new FileError('there is not enough room on the disk', {
    where: path,
    expected: `${bytes} bytes more`,
    received: `${free} bytes free`,
    hint: 'GRAFT_CACHE names another place for models',
  });
}

/**
 * Runs `work` while no other process writes the same file.
 * @throws FileError if one does
 */
export async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`;
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(lock, `${process.pid}`, { flag: 'wx' });
      break;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw writeError(path, cause);
    }
    const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (tries > 0 || (pid > 0 && isRunning(pid)))
      throw new FileError('is being fetched already', {
        where: path,
        received: `process ${pid} at it`,
        hint: `wait for it, or remove ${lock} if there is none`,
      });
    await rm(lock, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}
