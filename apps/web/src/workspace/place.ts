'use client';
/** Which of the six places is shown: the fragment of the address, so that links, reload and the back button work. */
import { useCallback, useSyncExternalStore } from 'react';

export const places = ['photos', 'backbone', 'augment', 'train', 'understand', 'use'] as const;
export type Place = (typeof places)[number];

const placeOf = (fragment: string): Place => places.find((place) => `#${place}` === fragment) ?? 'photos';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
};

export function usePlace(): readonly [Place, (place: Place) => void] {
  const place = useSyncExternalStore(
    subscribe,
    () => placeOf(window.location.hash),
    () => 'photos' as const,
  );
  const go = useCallback((next: Place) => {
    window.location.hash = next;
  }, []);
  return [place, go];
}
