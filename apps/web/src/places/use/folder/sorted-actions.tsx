'use client';
import { FileSpreadsheet, FolderTree, RotateCcw } from 'lucide-react';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { useSortedFiles } from './use-sorted-files.ts';
import type { Sorted } from './use-sorting.ts';
import { canWriteFolders } from './write-folders.ts';

export interface SortedActionsProps {
  readonly sorted: Sorted;
  readonly onAgain: () => void;
}

export function SortedActions({ sorted, onAgain }: SortedActionsProps) {
  const { folder } = useText().use;
  const { saveTable, copy, zip } = useSortedFiles(sorted);
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button kind="quiet" onClick={onAgain}>
        <RotateCcw size={18} aria-hidden />
        {folder.again}
      </Button>
      <Button onClick={canWriteFolders() ? copy : zip}>
        <FolderTree size={18} aria-hidden />
        {canWriteFolders() ? folder.folders : folder.zip}
      </Button>
      <Button kind="primary" onClick={saveTable}>
        <FileSpreadsheet size={18} aria-hidden />
        {folder.table}
      </Button>
    </div>
  );
}
