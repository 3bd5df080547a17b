'use client';
import { FileClock, X } from 'lucide-react';
import { useAdd } from '../../adding/add.ts';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';
import { useIsUnderWay } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** That the project was closed while files were being read, how far that was, and how to go on. */
export function ReadingNote() {
  const { app, photos: text } = useText();
  const { lab } = useStudio();
  const session = useSession();
  const add = useAdd();
  const reading = useProject((project) => project.reading);
  const isAdding = useIsUnderWay('photos');
  if (!reading || isAdding) return null;
  const { done, total, samples } = reading;
  return (
    <p role="status" className="flex items-center gap-2 rounded-card bg-warn-soft py-2 pr-2 pl-3 text-small">
      <FileClock size={16} aria-hidden className="shrink-0 text-warn" />
      <span className="flex-1">
        {total === undefined ? text.reading.before : text.reading.midst(done, total)}{' '}
        {samples ? '' : text.reading.again}
      </span>
      {samples && (
        <Button size="small" onClick={() => void add(() => lab.samples({ seed: 1 }), { samples })}>
          {text.reading.rest}
        </Button>
      )}
      <IconButton icon={X} label={app.close} onClick={() => session.apply({ type: 'reading' }, { silent: true })} />
    </p>
  );
}
