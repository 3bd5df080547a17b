'use client';
/** The first screen: drop photos, and it has begun; or go on with a project. */
import { BookOpen, Images, Lock, SlidersHorizontal } from 'lucide-react';
import { useEffect } from 'react';
import { filesOfTransfer, hasFiles, nameOfTransfer } from '../adding/dropped.ts';
import { usePicker } from '../adding/pick.tsx';
import { useWindowDrop } from '../adding/use-drop.ts';
import { learnLink } from '../learn/links.ts';
import { TaskLine } from '../state/use-tasks.tsx';
import { useText } from '../text/text.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { LookMenu } from '../ui/look-menu.tsx';
import { Mark } from '../ui/mark.tsx';
import { ProjectList } from './project-list.tsx';
import { useBegin } from './use-begin.ts';

export function Start() {
  const { app, start } = useText();
  const { begin, beginSamples } = useBegin();
  const over = useWindowDrop((transfer) => begin(filesOfTransfer(transfer), nameOfTransfer(transfer)));
  const { pickFolder, pickFiles, inputs } = usePicker(begin);
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => {
      if (clipboardData && hasFiles(clipboardData)) begin(filesOfTransfer(clipboardData));
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [begin]);
  return (
    <div className="flex min-h-dvh flex-col p-3 sm:p-4">
      <header className="flex items-center gap-2 pb-3 pl-1 font-semibold">
        <Mark />
        {app.name}
        <span className="ml-auto">
          <LookMenu trigger={<IconButton icon={SlidersHorizontal} label={app.menu} />} />
        </span>
      </header>
      <main
        className={classes(
          'flex flex-1 flex-col rounded-sheet border-2 border-dashed transition-colors duration-150 ease-calm',
          over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
        )}
      >
        <div className="m-auto flex w-full max-w-3xl flex-col items-center gap-4 px-5 py-12 text-center">
          <span
            className={classes(
              'mb-2 flex size-20 items-center justify-center rounded-full transition-transform duration-200 ease-calm',
              over ? 'scale-110 bg-accent text-on-accent' : 'bg-accent-soft text-accent',
            )}
          >
            <Images size={36} strokeWidth={1.5} aria-hidden />
          </span>
          <h1 className="text-balance font-semibold text-display tracking-tight sm:text-[2.5rem] sm:leading-tight">
            {app.promise}
          </h1>
          <p className="text-balance text-body text-soft">
            <strong className="font-medium text-ink">{over ? start.letGo : start.drop}</strong>
            <br />
            {start.dropHint}
          </p>
          <div className="mt-3 flex flex-wrap justify-center gap-2">
            <Button kind="primary" onClick={beginSamples}>
              {start.samples}
            </Button>
            <Button onClick={pickFolder}>{start.choose}</Button>
            <Button kind="quiet" onClick={pickFiles}>
              {start.chooseFiles}
            </Button>
          </div>
          <p className="mt-4 flex items-center gap-2 text-small text-soft">
            <Lock size={16} aria-hidden className="shrink-0" />
            {start.here}
          </p>
          <a
            href={learnLink()}
            className="flex items-center gap-2 rounded-small px-2 py-1 text-small text-soft hover:text-accent"
          >
            <BookOpen size={16} aria-hidden className="shrink-0" />
            {start.learn}
          </a>
          <div className="w-full max-w-md text-left">
            <TaskLine of="import" />
          </div>
        </div>
        <ProjectList />
      </main>
      {inputs}
    </div>
  );
}
