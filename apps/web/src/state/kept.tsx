'use client';
/** What a place remembers while another one is shown: for as long as the workspace is open. What has to last longer is in the project. */
import { createContext, type ReactNode, useCallback, useContext, useState, useSyncExternalStore } from 'react';

interface Kept {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  subscribe(listener: () => void): () => void;
}

const KeptContext = createContext<Kept | undefined>(undefined);

/** Those who listen are told once for all that comes within so many milliseconds. */
const pause = 40;

function createKept(): Kept {
  const values = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  let isWaiting = false;
  const tell = () => {
    isWaiting = false;
    for (const listener of listeners) listener();
  };
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.set(key, value);
      if (!isWaiting) setTimeout(tell, pause);
      isWaiting = true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export function KeptProvider({ children }: { readonly children: ReactNode }) {
  const [kept] = useState(createKept);
  return <KeptContext value={kept}>{children}</KeptContext>;
}

/** As `useState`, but it can be set while nobody shows it. */
export function useKept<Value>(
  key: string,
  first: Value,
): readonly [Value, (change: (before: Value) => Value) => void] {
  const kept = useContext(KeptContext);
  if (!kept) throw new Error('there is no KeptProvider around this');
  const read = () => (kept.get(key) as Value | undefined) ?? first;
  const value = useSyncExternalStore(kept.subscribe, read, () => first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is first does not change
  const set = useCallback(
    (change: (before: Value) => Value) => kept.set(key, change((kept.get(key) as Value | undefined) ?? first)),
    [kept, key],
  );
  return [value, set];
}
