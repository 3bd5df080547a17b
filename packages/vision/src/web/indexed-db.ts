/** As much of IndexedDB's types as is used: this package is compiled without those of browsers. */

export interface OpenRequest {
  readonly result: Database;
  readonly error: unknown;
  onupgradeneeded: (() => void) | null;
  onsuccess: (() => void) | null;
  onerror: (() => void) | null;
}

export interface Factory {
  open(name: string, version: number): OpenRequest;
}

export interface Database {
  onversionchange: (() => void) | null;
  onclose: (() => void) | null;
  createObjectStore(name: string): unknown;
  transaction(store: string, mode: string, options: { readonly durability: 'strict' }): Transaction;
  close(): void;
}

export interface Transaction {
  readonly error: unknown;
  oncomplete: (() => void) | null;
  onabort: (() => void) | null;
  objectStore(name: string): Store;
}

export interface Store {
  get(key: string): { result: unknown };
  put(value: unknown, key: string): { result: unknown };
  delete(key: string): { result: unknown };
  getAllKeys(): { result: unknown };
}
