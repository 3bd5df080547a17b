/** Files that appear whole or not at all: written beside, flushed to the disk, renamed. */
import { constants, rmSync } from 'node:fs';
import { access, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError } from '@graftml/core';

/** A file that is there whole, or not at all. */
export interface FileWriter {
  write(content: Uint8Array | string): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Leaves everything as it was. Does nothing after `commit`. */
  discard(): Promise<void>;
}

const unfinished = new Set<string>();
const ending = '.unfinished';

/** For a process that has to end now: takes away what is not in its place yet. */
export const removeUnfinished = (): void => {
  for (const path of unfinished) rmSync(path, { force: true });
};

/** @throws FileError if `path` cannot be written, before anything is */
export async function createFile(path: string): Promise<FileWriter> {
  await checkWritable(path);
  if (!process.listeners('exit').includes(removeUnfinished)) process.once('exit', removeUnfinished);
  const aside = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}${ending}`);
  unfinished.add(aside);
  const handle = await open(aside, 'w').catch((cause: unknown) => fail(path, cause));
  let isOpen = true;
  const close = async () => {
    if (isOpen) await handle.close();
    isOpen = false;
  };
  const discard = async () => {
    if (!unfinished.has(aside)) return;
    await close().catch(() => {});
    await rm(aside, { force: true });
    unfinished.delete(aside);
  };
  const orDiscard = async (work: Promise<void>) => {
    try {
      await work;
    } catch (cause) {
      await discard();
      fail(path, cause);
    }
  };
  return {
    write: (content) => orDiscard(writeAll(handle, content)),
    commit: () =>
      orDiscard(
        (async () => {
          await handle.sync();
          await close();
          await rename(aside, path);
          unfinished.delete(aside);
          await syncFolder(dirname(resolve(path)));
        })(),
      ),
    discard,
  };
}

/** Replaces `path` by `content`. @throws FileError, and the old file is still there */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const file = await createFile(path);
  await file.write(content);
  await file.commit();
}

/** Tells before the work, rather than after, that its result will have no place. @throws FileError */
export async function checkWritable(path: string): Promise<void> {
  const folder = dirname(resolve(path));
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new FileError('is a folder', { where: path, expected: 'the name of a file to write' });
  const parent = await stat(folder).catch(() => undefined);
  if (!parent?.isDirectory())
    throw new FileError('cannot be written, its folder is not there', {
      where: path,
      hint: `make it first: mkdir -p ${folder}`,
    });
  await access(folder, constants.W_OK).catch((cause: unknown) => fail(path, cause));
}

/** Takes away what processes left in `folder` that were killed while they wrote. Throws nothing. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid] = /^\..*\.(\d+)\.unfinished$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, name), { force: true }).catch(() => {});
  }
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function writeAll(handle: FileHandle, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
}

/** So that the new name, too, is still there after a power failure. Not every system can. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function fail(path: string, cause: unknown): never {
  throw writeError(path, cause);
}

/** Why `path` could not be written, in words. */
export function writeError(path: string, cause: unknown): FileError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const said: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
  };
  return new FileError('cannot be written', { where: path, received: said[code ?? ''] ?? message, cause });
}
