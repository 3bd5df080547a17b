'use client';
import { Check, CircleAlert } from 'lucide-react';
import { useSession, useSessionState } from '../state/studio.tsx';
import { useText } from '../text/text.tsx';
import { Button } from '../ui/button.tsx';
import { saidOf } from '../ui/said.ts';

/** Whether all is in the storage; if not, why. */
export function Saved() {
  const { app } = useText();
  const session = useSession();
  const saved = useSessionState((state) => state.saved);
  if (saved instanceof Error)
    return (
      <span role="alert" className="flex min-w-0 items-center gap-2 text-small text-wrong">
        <CircleAlert size={16} className="shrink-0" aria-hidden />
        <span className="hidden max-w-80 truncate md:inline">{app.notSaved(saidOf(saved).statement)}</span>
        <Button size="small" onClick={() => void session.save().catch(() => {})}>
          {app.retry}
        </Button>
      </span>
    );
  return (
    <output className="hidden items-center gap-1.5 px-2 text-faint text-small sm:flex">
      {saved === true && <Check size={15} aria-hidden />}
      {saved === true ? app.saved : app.saving}
    </output>
  );
}
