'use client';
import type { ClassId } from '@graftml/studio';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { EditableName } from './editable-name.tsx';

export interface AddClassProps {
  readonly onAdded?: (id: ClassId) => void;
  /** Only an icon. */
  readonly narrow?: boolean;
  /** It is being named, which takes room. */
  readonly onNaming?: (naming: boolean) => void;
}

/** A class that is not there yet. */
export function AddClass({ onAdded, narrow = false, onNaming }: AddClassProps) {
  const { photos: text } = useText();
  const session = useSession();
  const [naming, setNaming] = useState(false);
  const name = (begun: boolean) => {
    setNaming(begun);
    onNaming?.(begun);
  };
  if (naming)
    return (
      <div className="rounded-card border border-line border-dashed p-2">
        <EditableName
          label={text.nameOfClass}
          placeholder={text.nameOfClass}
          value=""
          autoFocus
          onChange={(name) => {
            session.apply({ type: 'add-class', name });
            const added = session.get().project.classes.at(-1);
            if (added) onAdded?.(added.id);
          }}
          onDone={() => name(false)}
        />
      </div>
    );
  return (
    <button
      type="button"
      onClick={() => name(true)}
      aria-label={text.addClass}
      className="flex h-12 w-full items-center justify-center gap-2 rounded-card border border-line-strong border-dashed text-small text-soft transition-colors duration-150 hover:border-accent hover:text-accent"
    >
      <Plus size={18} aria-hidden />
      {!narrow && text.addClass}
    </button>
  );
}
