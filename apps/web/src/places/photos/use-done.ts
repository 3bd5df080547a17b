'use client';
import { useCallback } from 'react';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { useToast } from '../../ui/toast.tsx';

/** Says what was done, with a button that takes it back. */
export function useDone(): (what: string) => void {
  const { app } = useText();
  const session = useSession();
  const toast = useToast();
  return useCallback(
    (what) => toast({ text: what, action: { label: app.undo, act: () => session.undo() } }),
    [toast, session, app],
  );
}
