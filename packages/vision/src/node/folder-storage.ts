/** A folder as the place where training keeps its checkpoints. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError, type Storage } from '@graftml/core';
import { checkStorageName } from '../storage-names.ts';
import { removeAbandoned, writeWhole } from './write-file.ts';

/**
 * The folder is made when something is written; what a killed process left unfinished there goes away then. @throws FileError if it cannot be used
 */
export function folderStorage(folder: string): Storage {
  const pathOf = (name: string): string => {
    checkStorageName(name);
    return join(folder, name);
  };
  let isPrepared = false;
  const prepare = async () => {
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw failure(folder, 'cannot be made a folder', cause);
    });
    if (!isPrepared) await removeAbandoned(folder);
    isPrepared = true;
  };
  return {
    where: folder,
    read: (name) =>
      readFile(pathOf(name)).catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return undefined;
        throw failure(pathOf(name), 'cannot be read', cause);
      }),
    async write(name, content) {
      const path = pathOf(name);
      await prepare();
      await writeWhole(path, content);
    },
    async remove(name) {
      await rm(pathOf(name), { force: true }).catch((cause: unknown) => {
        throw failure(pathOf(name), 'cannot be removed', cause);
      });
    },
    list: () =>
      readdir(folder).then(
        (names) => names.filter((name) => !name.startsWith('.')).sort(),
        (cause: NodeJS.ErrnoException) => {
          if (cause.code === 'ENOENT') return [];
          throw failure(folder, 'cannot be read as a folder', cause);
        },
      ),
  };
}

const failure = (where: string, statement: string, cause: unknown): FileError =>
  new FileError(statement, { where, received: cause instanceof Error ? cause.message : String(cause), cause });
