'use client';
/** Files that are dropped on a part of the page, or pasted while it is shown. */
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { type FileSource, filesOfTransfer, hasFiles } from '../../adding/dropped.ts';

export function useFilesHere(onFiles: (source: FileSource) => void) {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (!event.clipboardData || !hasFiles(event.clipboardData)) return;
      event.preventDefault();
      latest.current(filesOfTransfer(event.clipboardData));
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
  return {
    over,
    onDragOver(event: DragEvent) {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current(filesOfTransfer(event.dataTransfer));
    },
  };
}
