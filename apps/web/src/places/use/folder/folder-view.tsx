'use client';
/** Thousands of pictures to a table, or into folders. */
import { FolderOpen } from 'lucide-react';
import type { ReactNode } from 'react';
import { usePicker } from '../../../adding/pick.tsx';
import { TaskLine } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { PlacePage } from '../../../ui/place-page.tsx';
import { useFilesHere } from '../use-files-here.ts';
import { useWarm } from '../use-warm.ts';
import { SortedActions } from './sorted-actions.tsx';
import { SortedList } from './sorted-list.tsx';
import { useSorting } from './use-sorting.ts';

export function FolderView({ tools }: { readonly tools: ReactNode }) {
  const { use } = useText();
  const { sorted, running, sort, clear } = useSorting();
  useWarm();
  const picker = usePicker(sort);
  const over = useFilesHere((source) => running || sort(source));
  const has = sorted !== undefined && sorted.files.length > 0;
  return (
    <PlacePage
      title={use.folder.title}
      hint={use.folder.hint}
      tools={tools}
      fills
      primary={
        has && !running ? (
          <SortedActions sorted={sorted} onAgain={clear} />
        ) : (
          <Button kind="primary" onClick={picker.pickFolder} disabled={running}>
            <FolderOpen size={18} aria-hidden />
            {use.folder.choose}
          </Button>
        )
      }
    >
      {picker.inputs}
      <div className="flex min-h-0 flex-1 flex-col gap-4">
        <div className="empty:hidden">
          <TaskLine of="sort" unit={use.folder.picture.toLowerCase()} />
        </div>
        <div className="empty:hidden">
          <TaskLine of="sorted" />
        </div>
        {has ? (
          <SortedList sorted={sorted} running={running} />
        ) : (
          <div
            className={`flex min-h-60 flex-1 flex-col items-center justify-center gap-2 rounded-sheet border-2 border-dashed p-6 text-center transition-colors duration-150 ${
              over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface'
            }`}
          >
            <p className="font-semibold text-title">{use.folder.drop}</p>
            {sorted && <p className="text-small text-warn">{use.folder.nothing}</p>}
          </div>
        )}
      </div>
    </PlacePage>
  );
}
