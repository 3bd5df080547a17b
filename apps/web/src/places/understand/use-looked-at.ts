'use client';
import type { Findings, PhotoId } from '@graftml/studio';
import { useCallback, useEffect, useState } from 'react';
import { useKept } from '../../state/kept.tsx';
import { useKeys } from '../../state/keys.tsx';
import { useText } from '../../text/text.tsx';
import { type LookedAt, type LookedOf, lookAt, lookFirst } from './looked-at.ts';

export interface Looking {
  readonly looked: LookedAt;
  /** Which of them. */
  readonly at: number;
  readonly open: (of: LookedOf) => void;
  readonly go: (at: number) => void;
}

/** What another place wants to be looked at, and at which photo of it first. */
export interface Wanted {
  readonly of: LookedOf;
  readonly id?: PhotoId;
}

/** What to look at when the place is shown next. */
export const useWanted = () => useKept<Wanted | undefined>('looked', undefined);

/** Which photos are looked at; arrows walk them. */
export function useLookedAt(findings: Findings): Looking {
  const { understand } = useText();
  const [wanted, want] = useWanted();
  const [{ looked, at }, set] = useState(() => ({ looked: lookFirst(findings), at: 0 }));
  useEffect(() => {
    if (!wanted) return;
    const { of, id } = wanted;
    const next = lookAt(findings, of);
    set({ looked: next, at: Math.max(0, id === undefined ? 0 : next.ids.indexOf(id)) });
    want(() => undefined);
  }, [wanted, want, findings]);
  const open = useCallback((of: LookedOf) => set({ looked: lookAt(findings, of), at: 0 }), [findings]);
  const go = useCallback(
    (next: number) => set((now) => ({ ...now, at: Math.max(0, Math.min(next, now.looked.ids.length - 1)) })),
    [],
  );
  useKeys([
    { keys: 'arrowleft', says: understand.previous, act: at > 0 && (() => go(at - 1)) },
    { keys: 'arrowright', says: understand.next, act: at < looked.ids.length - 1 && (() => go(at + 1)) },
  ]);
  return { looked, at, open, go };
}
