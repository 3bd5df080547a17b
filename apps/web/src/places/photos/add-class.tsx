'use client';
import type { ClassId } from '@graftml/studio';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { EditableName } from './editable-name.tsx';

/** A class that is not there yet. */
export function AddClass({ onAdded }: { readonly onAdded?: (id: ClassId) => void }) {
  const { photos: text } = useText();
  const session = useSession();
  const [naming, setNaming] = useState(false);
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
          onDone={() => setNaming(false)}
        />
      </div>
    );
  return (
    <button
      type="button"
      onClick={() => setNaming(true)}
      className="flex h-12 w-full items-center justify-center gap-2 rounded-card border border-line-strong border-dashed text-small text-soft transition-colors duration-150 hover:border-accent hover:text-accent"
    >
      <Plus size={18} aria-hidden />
      {text.addClass}
    </button>
  );
}
