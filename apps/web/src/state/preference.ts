'use client';
/** What a person prefers on this machine, whatever the project: kept in localStorage, shared by tabs. */
import { useCallback, useSyncExternalStore } from 'react';

export type Preference = 'language' | 'theme';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Private windows may have no storage; then a choice lasts as long as the page. */
const session = new Map<Preference, string>();

function read(name: Preference): string {
  try {
    return session.get(name) ?? localStorage.getItem(`graft-${name}`) ?? '';
  } catch {
    return session.get(name) ?? '';
  }
}

/** The choice, `''` where there is none, and how to change it. */
export function usePreference(name: Preference): readonly [string, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => read(name),
    () => '',
  );
  const set = useCallback(
    (next: string) => {
      try {
        localStorage.setItem(`graft-${name}`, next);
        session.delete(name);
      } catch {
        session.set(name, next);
      }
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, set];
}
