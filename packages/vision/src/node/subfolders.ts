/** Folders inside class folders as groups. */
import { UsageError } from '@graftml/core';
import { splitOf } from '../layout.ts';
import type { Source } from './sources.ts';

interface Item {
  readonly source: Source;
  readonly entry: { readonly path: string };
}

/**
 * The class and the group of a picture, `cat` and `cat/tom`: in each source the deepest folders are groups, those above them
 * classes. One that lies in a class folder has no group.
 * @throws UsageError if a source has folders of one depth only, below its split folders
 */
export function subfolders(
  items: readonly Item[],
): (item: Item) => { readonly className?: string; readonly group?: string } {
  const deepest = new Map<Source, number>();
  for (const item of items) deepest.set(item.source, Math.max(deepest.get(item.source) ?? 0, foldersOf(item).length));
  for (const [{ path }, depth] of deepest)
    if (depth < 2)
      throw new UsageError('has no folders inside its class folders', {
        where: path,
        expected: 'cat/tom/1.jpg, if folders are groups',
        hint: 'leave groupFolders out, or name the folder above',
      });
  return (item) => {
    const at = deepest.get(item.source)! - 2;
    const folders = foldersOf(item);
    const [className, group] = folders.slice(at);
    if (className === undefined) return {};
    return { className, ...(group !== undefined && { group: `${className}/${group}` }) };
  };
}

/** Below the split folder, if there is one. */
function foldersOf({ entry }: Item): string[] {
  const folders = entry.path.split('/').slice(0, -1);
  return folders.slice(folders.findLastIndex((folder) => splitOf(folder) !== undefined) + 1);
}
