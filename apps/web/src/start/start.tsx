'use client';
/** The first screen: drop photos, or go on with a project. */
import { Lock } from 'lucide-react';
import { useStudio } from '../state/studio.tsx';
import { useText } from '../text/text.tsx';
import { Button } from '../ui/button.tsx';

export function Start() {
  const { begin } = useStudio();
  const { app, start } = useText();
  return (
    <main className="mx-auto flex min-h-dvh max-w-3xl flex-col items-center justify-center gap-6 p-6 text-center">
      <h1 className="text-display font-semibold tracking-tight">{app.promise}</h1>
      <p className="text-soft">{start.dropHint}</p>
      <Button kind="primary" onClick={() => begin(start.samples)}>
        {start.samples}
      </Button>
      <p className="flex items-center gap-2 text-small text-soft">
        <Lock size={16} aria-hidden />
        {start.here}
      </p>
    </main>
  );
}
