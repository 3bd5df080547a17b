'use client';
import type { Findings } from '@graftml/studio';
import { useCallback, useState } from 'react';
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

/** Which photos are looked at; arrows walk them. */
export function useLookedAt(findings: Findings): Looking {
  const { understand } = useText();
  const [{ looked, at }, set] = useState(() => ({ looked: lookFirst(findings), at: 0 }));
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
