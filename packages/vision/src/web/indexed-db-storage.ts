/** A database of the browser as the place where checkpoints, features and classifiers are kept. */
import { FileError, type Storage, UnsupportedError } from '@graftml/core';
import { checkStorageName } from '../storage-names.ts';
import type { Database, Factory, Store } from './indexed-db.ts';

const table = 'files';

declare const indexedDB: Factory | undefined;

/**
 * Files by name in the IndexedDB database of that name, which is made when it is used first. They stay when the page is closed, until the
 * person or the browser clears the site's data; `navigator.storage.persist()` asks the browser not to. Several pages may use it at a time.
 * @throws UnsupportedError where there is no IndexedDB; its methods, FileErrors that say what the browser said, above all that there is
 * no room left
 */
export function indexedDbStorage(database = 'graft'): Storage {
  if (typeof indexedDB === 'undefined')
    throw new UnsupportedError('there is no IndexedDB here', {
      where: 'indexedDbStorage',
      hint: 'it is for browsers; folderStorage of @graftml/vision/node is for Node',
    });
  const factory = indexedDB;
  let opened: Promise<Database> | undefined;

  const connection = (): Promise<Database> => {
    opened ??= open(factory, database, () => {
      opened = undefined;
    });
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };

  /** Ends when what was asked for is on the disk. */
  async function within<T>(
    mode: 'readonly' | 'readwrite',
    name: string,
    ask: (store: Store) => { readonly result: T },
  ): Promise<T> {
    for (let isNew = false; ; isNew = true) {
      const known = opened !== undefined && !isNew;
      try {
        const transaction = (await connection()).transaction(table, mode, { durability: 'strict' });
        const request = ask(transaction.objectStore(table));
        await new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(transaction.error ?? new Error('the browser ended it'));
        });
        return request.result;
      } catch (cause) {
        // What was opened before may have been closed since, by the browser or by another page that removes it.
        if (!(known && nameOf(cause) === 'InvalidStateError')) throw failure(`${database}/${name}`, mode, cause);
        opened = undefined;
      }
    }
  }

  return {
    where: database,
    async read(name) {
      checkStorageName(name);
      const content = await within('readonly', name, (store) => store.get(name));
      return content === undefined ? undefined : new Uint8Array(content as ArrayBuffer);
    },
    async write(name, content) {
      checkStorageName(name);
      const buffer = bufferOf(content);
      await within('readwrite', name, (store) => store.put(buffer, name));
    },
    async writeAll(files) {
      for (const { name } of files) checkStorageName(name);
      const buffers = files.map(({ content }) => bufferOf(content));
      await within('readwrite', files[0]?.name ?? '', (store) => {
        files.forEach(({ name }, i) => {
          store.put(buffers[i]!, name);
        });
        return { result: undefined };
      });
    },
    async remove(name) {
      checkStorageName(name);
      await within('readwrite', name, (store) => store.delete(name));
    },
    list: async () => ((await within('readonly', '', (store) => store.getAllKeys())) as string[]).sort(),
  };
}

/** Of these bytes alone: a view may be of a larger one, or change later. */
const bufferOf = (content: Uint8Array | string): ArrayBufferLike =>
  (typeof content === 'string' ? new TextEncoder().encode(content) : content.slice()).buffer;

function open(factory: Factory, name: string, onClosed: () => void): Promise<Database> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => {
        database.close();
        onClosed();
      };
      database.onclose = onClosed;
      resolve(database);
    };
  });
}

const nameOf = (cause: unknown): string => (cause instanceof Error || isDomException(cause) ? cause.name : '');

const isDomException = (cause: unknown): cause is { readonly name: string } =>
  typeof cause === 'object' && cause !== null && 'name' in cause;

/** What browsers call it, and what that means. */
const reasons: Readonly<Record<string, readonly [statement: string, hint: string]>> = {
  QuotaExceededError: [
    'the browser has no room left for this site',
    'what was kept until then is safe: delete projects that are not needed, or free some of the disk, and try again',
  ],
  SecurityError: ['the browser allows this page no database', 'allow the site to store data, or leave private mode'],
  VersionError: ['is a database of a newer version', 'reload the page'],
};

function failure(where: string, mode: 'readonly' | 'readwrite', cause: unknown): FileError {
  const known = reasons[nameOf(cause)];
  const received =
    cause instanceof Error || isDomException(cause) ? `${nameOf(cause)}: ${(cause as Error).message}` : String(cause);
  return new FileError(known?.[0] ?? (mode === 'readonly' ? 'cannot be read' : 'cannot be written'), {
    where,
    received: received.replace(/[:.]\s*$/, ''),
    ...(known && { hint: known[1] }),
    cause,
  });
}
