'use client';
import { useState } from 'react';
import { useProject, useSession } from '../state/studio.tsx';
import { useText } from '../text/text.tsx';
import { saidOf } from '../ui/said.ts';
import { useToast } from '../ui/toast.tsx';

/** The name of the project, changed where it stands. */
export function ProjectName() {
  const { app } = useText();
  const name = useProject((project) => project.name);
  const session = useSession();
  const toast = useToast();
  const [typed, setTyped] = useState<string>();
  const finish = () => {
    setTyped(undefined);
    if (typed === undefined || typed.trim() === name) return;
    try {
      session.apply({ type: 'rename-project', name: typed });
    } catch (error) {
      toast({ kind: 'wrong', text: saidOf(error).statement });
    }
  };
  return (
    <input
      aria-label={app.rename}
      value={typed ?? name}
      spellCheck={false}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(undefined);
      }}
      className="field-sizing-content h-9 min-w-12 max-w-[40vw] truncate rounded-small bg-transparent px-2 text-body hover:bg-sunken"
    />
  );
}
