/** The port through which training writes what it keeps: a folder, a browser's private files, or memory. */

/** Names are plain: letters, digits, dots and dashes, no folders. Errors are FileErrors that say where. */
export interface Storage {
  /** What it is, for messages: `'runs/flowers'`. */
  readonly where: string;
  /** Undefined if there is nothing of that name. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** All of it or nothing: whoever reads sees the old content or the new one, also after a power failure. */
  write(name: string, content: Uint8Array | string): Promise<void>;
  /** Several, each as `write` writes it, where that costs less than one after the other. Call `writeAll(storage, files)`. */
  readonly writeAll?: (files: readonly StoredFile[]) => Promise<void>;
  /** Does nothing if it is not there. */
  remove(name: string): Promise<void>;
  list(): Promise<readonly string[]>;
}

/** A file as a storage takes it. */
export interface StoredFile {
  readonly name: string;
  readonly content: Uint8Array | string;
}

/** Writes several files: at once where the storage can, else one after the other. */
export async function writeAll(storage: Storage, files: readonly StoredFile[]): Promise<void> {
  if (storage.writeAll) return storage.writeAll(files);
  for (const { name, content } of files) await storage.write(name, content);
}

/** A storage in memory: what it holds is gone with the program. `where` is its name in errors. */
export function memoryStorage(where = 'memory'): Storage {
  const kept = new Map<string, Uint8Array>();
  return {
    where,
    read: async (name) => kept.get(name)?.slice(),
    async write(name, content) {
      kept.set(name, typeof content === 'string' ? encodeText(content) : content.slice());
    },
    async remove(name) {
      kept.delete(name);
    },
    list: async () => [...kept.keys()].sort(),
  };
}

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

export const encodeText = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** @throws TypeError if it is no UTF-8 */
export const decodeText = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
