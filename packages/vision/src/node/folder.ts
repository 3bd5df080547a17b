/** Folders on the disk as a stream of entries. */
import type { Dirent } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isHidden } from '../layout.ts';
import { fileError, type ReadOptions } from './bytes.ts';
import { type Entry, fileEntry, isCandidate, mostFileBytes, tooLarge } from './entries.ts';

export interface FolderItem {
  /** Inside the folder, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** All files and folders below, sorted by name at every level; hidden folders are named but not entered, links followed but in circles. */
export async function listFolder(root: string): Promise<FolderItem[]> {
  const items: FolderItem[] = [];
  const walk = async (folder: string, ancestors: readonly string[]): Promise<void> => {
    const absolute = join(root, folder);
    const names = await readdir(absolute, { withFileTypes: true }).catch((cause: unknown) => {
      throw fileError(absolute, cause);
    });
    for (const item of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder ? `${folder}/${item.name}` : item.name;
      const kind = await kindOf(item, join(root, path));
      if (kind === 'file' || isHidden(path)) {
        items.push({ path, kind });
        continue;
      }
      // A link may lead back to a folder above it.
      const real = await realpath(join(root, path));
      if (ancestors.includes(real)) continue;
      items.push({ path, kind });
      await walk(path, [...ancestors, real]);
    }
  };
  await walk('', [await realpath(root)]);
  return items;
}

/** The entries of a folder that was listed; one file at a time is in memory. */
export async function* readFolder(
  root: string,
  items: readonly FolderItem[],
  { signal, onBytes }: ReadOptions = {},
): AsyncGenerator<Entry> {
  for (const { path, kind } of items) {
    signal?.throwIfAborted();
    if (kind === 'folder') yield { kind: isHidden(path) ? 'ignored' : 'folder', path };
    else if (!isCandidate(path)) yield { kind: 'ignored', path };
    else {
      yield await readEntry(path, join(root, path), onBytes);
    }
  }
}

/** The entry of one file on the disk; one that cannot be read is broken. */
export async function readEntry(path: string, absolute: string, onBytes?: (count: number) => void): Promise<Entry> {
  try {
    const { size } = await stat(absolute);
    if (size > mostFileBytes) return tooLarge(path, size);
    const bytes = await readFile(absolute);
    onBytes?.(bytes.length);
    return fileEntry(path, bytes, () => readAgain(absolute));
  } catch (cause) {
    return { kind: 'broken', path, reason: fileError(absolute, cause).statement };
  }
}

const readAgain = (path: string): Promise<Uint8Array> =>
  readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });

async function kindOf(item: Dirent, path: string): Promise<'file' | 'folder'> {
  const followed = item.isSymbolicLink() ? await stat(path).catch(() => item) : item;
  return followed.isDirectory() ? 'folder' : 'file';
}
