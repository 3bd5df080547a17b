'use client';
/** Says so where an augmentation plays no part, and offers the way to one where it does. */
import { Info } from 'lucide-react';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';

export function IdleNote() {
  const { augment: text } = useText();
  const session = useSession();
  const strategy = useProject(({ settings }) => settings.strategy);
  if (strategy !== 'head' && strategy !== 'earlier') return null;
  return (
    <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card bg-warn-soft p-4 text-small">
      <Info size={18} aria-hidden className="shrink-0 text-warn" />
      <p className="min-w-0 flex-1 basis-64">
        <strong className="font-semibold">{text.idle}</strong> {text.idleHint}
      </p>
      <Button
        size="small"
        onClick={() => session.apply({ type: 'settings', settings: { strategy: 'fine-tune', at: undefined } })}
      >
        {text.trainOn}
      </Button>
    </div>
  );
}
