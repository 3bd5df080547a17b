/** Files of what was dropped, chosen or pasted, with their paths below it. */
import type { Done, DroppedFile, Hooks } from '@graftml/studio';

/** Where files will come from. To be taken from an event while it lasts. */
export type FileSource = (hooks?: Hooks<Done>) => Promise<readonly DroppedFile[]>;

/** Whether something that is dragged, or was pasted, has files. */
export const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') === true;

/** Folders are walked through. @param transfer of a `drop` or `paste` event, now */
export function filesOfTransfer(transfer: DataTransfer): FileSource {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  // A pasted picture is no entry of a file system.
  const loose = items.flatMap((item, i) => (entries[i] ? [] : [item.getAsFile()])).filter((file) => file !== null);
  return async (hooks = {}) => {
    const found: DroppedFile[] = loose.map((blob) => ({ path: blob.name, blob }));
    const count = () => hooks.onEvent?.({ done: found.length });
    for (const entry of entries) if (entry) await walk(entry, found, count, hooks.signal);
    return found;
  };
}

/** Of an `<input type="file">`; a folder's files have paths. */
export function filesOfList(list: FileList): FileSource {
  const files = [...list].map((blob) => ({ path: blob.webkitRelativePath || blob.name, blob }));
  return () => Promise.resolve(files);
}

/** What a project may be called by what was dropped first: the folder, or the archive without its ending. */
export function nameOfTransfer(transfer: DataTransfer): string | undefined {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry?.() ?? null)
    .filter((entry) => entry !== null);
  const [first] = entries;
  if (!first || entries.length > 1) return undefined;
  return first.isDirectory
    ? first.name
    : /\.(zip|tar|tgz|tar\.gz)$/i.test(first.name)
      ? first.name.replace(/(\.\w+){1,2}$/, '')
      : undefined;
}

const byName = new Intl.Collator(undefined, { numeric: true });

async function walk(
  entry: FileSystemEntry,
  into: DroppedFile[],
  count: () => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const path = entry.fullPath.replace(/^\//, '');
  if (isFile(entry)) {
    into.push({ path, blob: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) });
    if (into.length % 50 === 0) count();
  } else if (isFolder(entry)) {
    const reader = entry.createReader();
    const inside: FileSystemEntry[] = [];
    for (;;) {
      // They come a hundred at a time, until there are none.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      inside.push(...some);
    }
    // A file system gives them as it likes.
    for (const one of inside.sort((a, b) => byName.compare(a.name, b.name))) await walk(one, into, count, signal);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
