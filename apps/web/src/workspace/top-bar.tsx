'use client';
import { lastSteps } from '@graftml/studio';
/** The project's name, undo and redo, whether all is saved, keys, and how the page looks and speaks. */
import { CircleHelp, FolderOpen, Redo2, SlidersHorizontal, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useKeys } from '../state/keys.tsx';
import { useSession, useSessionState, useStudio } from '../state/studio.tsx';
import { useTasks } from '../state/use-tasks.tsx';
import { useText } from '../text/text.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { KeySheet } from '../ui/key-sheet.tsx';
import { LookMenu } from '../ui/look-menu.tsx';
import { Mark } from '../ui/mark.tsx';
import { Tip } from '../ui/tip.tsx';
import { useToast } from '../ui/toast.tsx';
import { ProjectName } from './project-name.tsx';
import { Saved } from './saved.tsx';

export function TopBar() {
  const { app } = useText();
  const { close } = useStudio();
  const [keys, showKeys] = useState(false);
  const { undo, redo, canUndo, canRedo } = useUndo();
  useKeys([
    { keys: 'mod+z', says: app.undo, act: canUndo && undo },
    { keys: 'mod+shift+z mod+y', says: app.redo, act: canRedo && redo },
    { keys: '?', says: app.keys, act: () => showKeys(true) },
  ]);
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b bg-surface px-2 sm:px-3">
      <Tip text={app.back}>
        <a
          href="?"
          aria-label={`${app.name}: ${app.back}`}
          onClick={(event) => {
            event.preventDefault();
            void close();
          }}
          className="flex h-9 items-center gap-2 rounded-small px-2 font-semibold text-ink hover:bg-sunken"
        >
          <Mark />
          <span className="hidden sm:inline">{app.name}</span>
        </a>
      </Tip>
      <span aria-hidden className="text-line-strong">
        /
      </span>
      <ProjectName />
      <div className="ml-auto flex items-center gap-0.5">
        <Saved />
        <IconButton icon={Undo2} label={app.undo} keys="mod+z" disabled={!canUndo} onClick={undo} />
        <IconButton icon={Redo2} label={app.redo} keys="mod+shift+z" disabled={!canRedo} onClick={redo} />
        <IconButton icon={CircleHelp} label={app.keys} keys="?" onClick={() => showKeys(true)} />
        <LookMenu
          trigger={<IconButton icon={SlidersHorizontal} label={app.menu} />}
          extra={{ icon: FolderOpen, label: app.back, act: () => void close() }}
        />
      </div>
      <KeySheet open={keys} onClose={() => showKeys(false)} />
    </header>
  );
}

/** The last step taken back, or done again, and said. */
function useUndo() {
  const { app } = useText();
  const session = useSession();
  const toast = useToast();
  const tasks = useTasks();
  const { done, undone } = useSessionState(({ history }) => history);
  const said = (steps: typeof done): string => {
    const words = (app.steps as Readonly<Record<string, (n: number) => string>>)[steps.at(-1)?.what ?? ''];
    return words ? words(steps.reduce((sum, { photos }) => sum + photos, 0)) : '';
  };
  return {
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    undo() {
      const steps = lastSteps(done);
      // What comes after what is taken back would be without its beginning.
      if (steps.at(-1)?.what === 'add-photos') tasks.stop('photos');
      if (session.undo())
        toast({ text: app.undone(said(steps)), action: { label: app.redo, act: () => session.redo() } });
    },
    redo() {
      const steps = lastSteps(undone);
      if (session.redo())
        toast({ text: app.redone(said(steps)), action: { label: app.undo, act: () => session.undo() } });
    },
  };
}
