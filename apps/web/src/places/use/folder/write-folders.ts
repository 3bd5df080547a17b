/** Copies into folders that the person chose, where the browser can write them. */
import type { Done, DroppedFile, Hooks } from '@graftml/studio';

type Picker = (options: { readonly mode: 'readwrite'; readonly id: string }) => Promise<FileSystemDirectoryHandle>;

const picker = (): Picker | undefined => (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;

export const canWriteFolders = (): boolean => picker() !== undefined;

/** Undefined where the person changed their mind. To be called from a click. */
export async function askForFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await picker()?.({ mode: 'readwrite', id: 'graft-sorted' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

/** @param files with the paths that they shall have below the folder. Files that are there are written over. */
export async function writeFolders(
  folder: FileSystemDirectoryHandle,
  files: readonly DroppedFile[],
  { signal, onEvent }: Hooks<Done>,
): Promise<number> {
  const folders = new Map<string, FileSystemDirectoryHandle>();
  let done = 0;
  for (const { path, blob } of files) {
    signal?.throwIfAborted();
    const cut = path.lastIndexOf('/');
    const within = await subfolder(folder, path.slice(0, cut), folders);
    const handle = await within.getFileHandle(path.slice(cut + 1), { create: true });
    const writable = await handle.createWritable();
    try {
      await writable.write(blob);
      await writable.close();
    } catch (error) {
      await writable.abort().catch(() => {});
      throw error;
    }
    onEvent?.({ done: ++done, total: files.length });
  }
  return done;
}

async function subfolder(
  folder: FileSystemDirectoryHandle,
  name: string,
  known: Map<string, FileSystemDirectoryHandle>,
): Promise<FileSystemDirectoryHandle> {
  const found = known.get(name) ?? (await folder.getDirectoryHandle(name, { create: true }));
  known.set(name, found);
  return found;
}
