/** What the tests of the storage ask for. */
import { type Storage, toNumbers } from '@graftml/core';
import { indexedDbStorage } from '@graftml/vision';

declare const indexedDB: {
  deleteDatabase(name: string): {
    onsuccess: (() => void) | null;
    onerror: (() => void) | null;
    readonly error: unknown;
  };
};

let storage: Storage | undefined;
const opened = () => {
  storage ??= indexedDbStorage('tests');
  return storage;
};

export const storagePage = {
  /** Writes so many bytes of one value, or a text; what went wrong, or nothing. */
  async keep(name: string, content: string | { readonly bytes: number; readonly value: number }) {
    try {
      await opened().write(
        name,
        typeof content === 'string' ? content : new Uint8Array(content.bytes).fill(content.value),
      );
      return undefined;
    } catch (error) {
      const { name: kind, message } = error as Error;
      return { kind, message };
    }
  },
  /** The length, and the first and last byte. */
  async kept(name: string) {
    const bytes = await opened().read(name);
    return (
      bytes && {
        length: bytes.length,
        ends: toNumbers({ dtype: 'uint8', shape: [2], data: Uint8Array.of(bytes[0]!, bytes.at(-1)!) }),
      }
    );
  },
  names: () => opened().list(),
  forget: (name: string) => opened().remove(name),
  /** Takes the whole database away, as another page may; it is empty afterwards. */
  clear: () =>
    new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase('tests');
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    }),
};
