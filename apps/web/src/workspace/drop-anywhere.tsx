'use client';
/** Files that are dropped, or pictures that are pasted, wherever in the workspace: they become photos of the project. */
import { ImagePlus } from 'lucide-react';
import { useEffect } from 'react';
import { useAdd } from '../adding/add.ts';
import { filesOfTransfer, hasFiles } from '../adding/dropped.ts';
import { useWindowDrop } from '../adding/use-drop.ts';
import { useText } from '../text/text.tsx';
import { useToast } from '../ui/toast.tsx';
import { type Place, usePlace } from './place.ts';

/** These take files for something else. */
const others: readonly Place[] = ['use', 'backbone'];

export function DropAnywhere() {
  const [place] = usePlace();
  return others.includes(place) ? <Refuses /> : <Takes />;
}

/** What is dropped beside the places that take it shall not be opened by the browser in place of this page. */
function Refuses() {
  const { photos: text } = useText();
  const toast = useToast();
  useWindowDrop(() => toast({ text: text.dropBeside }));
  return null;
}

function Takes() {
  const { photos: text } = useText();
  const [place, go] = usePlace();
  const add = useAdd();
  const take = (transfer: DataTransfer) => {
    void add(filesOfTransfer(transfer));
    if (place !== 'photos') go('photos');
  };
  const over = useWindowDrop(take);
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.clipboardData && hasFiles(event.clipboardData) && !event.defaultPrevented) take(event.clipboardData);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  });
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 top-3 z-40 flex justify-center">
      <p className="toast flex items-center gap-2 rounded-card bg-accent px-4 py-2.5 font-medium text-on-accent text-small shadow-sheet">
        <ImagePlus size={18} aria-hidden />
        {text.dropAnywhere}
      </p>
    </div>
  );
}
