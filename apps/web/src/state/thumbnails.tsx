'use client';
/** Thumbnails as addresses that an `<img>` takes: kept while they are likely to be seen again. */
import type { Lab, PhotoId } from '@graftml/studio';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStudio } from './studio.tsx';

/** Loading; gone, where the storage has none; or its address. */
type Thumbnail = 'loading' | 'gone' | `blob:${string}`;

interface Thumbnails {
  readonly get: (id: PhotoId) => Thumbnail;
  readonly subscribe: (listener: () => void) => () => void;
  readonly dispose: () => void;
}

/** So many are kept; more than any window shows. */
const most = 1200;
/** So many are asked for at a time. */
const atOnce = 8;
/** So many wait; those that were wanted before have been scrolled past. */
const patience = 300;

function createThumbnails(lab: Lab, projectId: string): Thumbnails {
  const known = new Map<PhotoId, Thumbnail>();
  let wanted: PhotoId[] = [];
  let asked = 0;
  const listeners = new Set<() => void>();
  let told = false;

  const tell = () => {
    if (told) return;
    told = true;
    requestAnimationFrame(() => {
      told = false;
      for (const listener of listeners) listener();
    });
  };
  const forget = () => {
    for (const [id, url] of known) {
      if (known.size <= most) return;
      if (url.startsWith('blob:')) URL.revokeObjectURL(url);
      known.delete(id);
    }
  };
  const ask = async (): Promise<void> => {
    const id = asked < atOnce ? wanted.shift() : undefined;
    if (id === undefined) return;
    asked++;
    const blob = await lab.thumbnail({ projectId, id }).catch(() => undefined);
    known.delete(id);
    known.set(id, blob ? (URL.createObjectURL(blob) as `blob:${string}`) : 'gone');
    asked--;
    forget();
    tell();
    return ask();
  };
  return {
    get(id) {
      const found = known.get(id);
      if (found) return found;
      known.set(id, 'loading');
      wanted.push(id);
      // They are asked for again where they are seen again.
      for (const past of wanted.slice(0, -patience)) known.delete(past);
      wanted = wanted.slice(-patience);
      queueMicrotask(ask);
      return 'loading';
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    dispose() {
      for (const url of known.values()) if (url.startsWith('blob:')) URL.revokeObjectURL(url);
      known.clear();
      wanted = [];
      // Who still shows one asks again.
      tell();
    },
  };
}

const ThumbnailsContext = createContext<Thumbnails | undefined>(undefined);

export function ThumbnailsProvider({
  projectId,
  children,
}: {
  readonly projectId: string;
  readonly children: ReactNode;
}) {
  const { lab } = useStudio();
  const thumbnails = useMemo(() => createThumbnails(lab, projectId), [lab, projectId]);
  useEffect(() => () => thumbnails.dispose(), [thumbnails]);
  return <ThumbnailsContext value={thumbnails}>{children}</ThumbnailsContext>;
}

export function useThumbnail(id: PhotoId): Thumbnail {
  const thumbnails = useContext(ThumbnailsContext);
  if (!thumbnails) throw new Error('there is no ThumbnailsProvider around this');
  return useSyncExternalStore(
    thumbnails.subscribe,
    () => thumbnails.get(id),
    () => 'loading',
  );
}
