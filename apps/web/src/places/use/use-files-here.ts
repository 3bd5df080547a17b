'use client';
/** Files that are dropped anywhere or pasted while a view is shown. */
import { useEffect, useRef } from 'react';
import { type FileSource, filesOfTransfer, hasFiles } from '../../adding/dropped.ts';
import { useWindowDrop } from '../../adding/use-drop.ts';

/** Whether something is dragged over the window. */
export function useFilesHere(onFiles: (source: FileSource) => void): boolean {
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
  return useWindowDrop((transfer) => onFiles(filesOfTransfer(transfer)), 'view');
}
