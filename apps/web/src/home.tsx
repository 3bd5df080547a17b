'use client';
/** The first page: the projects that there are, or the one that is open. */
import { Copy, FolderX } from 'lucide-react';
import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { Start } from './start/start.tsx';
import { StudioProvider, useStudio } from './state/studio.tsx';
import { useText } from './text/text.tsx';
import { Button } from './ui/button.tsx';
import { saidOf } from './ui/said.ts';
import { Empty, Skeleton } from './ui/states.tsx';

const loadWorkspace = () => import('./workspace/workspace.tsx');
/** Most of the program, and not needed to show the first page: it comes while that is looked at. */
const Workspace = lazy(async () => ({ default: (await loadWorkspace()).Workspace }));

/** There is nothing to show of projects before there is a browser. */
export function Home() {
  const here = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  return here ? (
    <StudioProvider>
      <Open />
    </StudioProvider>
  ) : null;
}

function Open() {
  const { app, start } = useText();
  const { opened, open, close } = useStudio();
  useEffect(() => void loadWorkspace().catch(() => {}), []);
  const back = <Button onClick={() => void close()}>{app.back}</Button>;
  switch (opened.kind) {
    case 'none':
      return <Start />;
    case 'opening':
      return <Opening label={start.opening} />;
    case 'open':
      return (
        <Suspense fallback={<Opening label={start.opening} />}>
          <Workspace key={opened.session.get().project.id} />
        </Suspense>
      );
    case 'elsewhere':
      return (
        <main className="flex min-h-dvh">
          <Empty icon={Copy} title={app.elsewhere.title} hint={opened.taken ? app.elsewhere.taken : app.elsewhere.hint}>
            {back}
            <Button kind="primary" onClick={() => void open(opened.id, true)}>
              {app.elsewhere.take}
            </Button>
          </Empty>
        </main>
      );
    case 'trouble':
      return (
        <main className="flex min-h-dvh">
          <Empty icon={FolderX} title={start.cannotOpen} hint={saidOf(opened.error).statement}>
            {back}
            <Button kind="primary" onClick={() => void open(opened.id)}>
              {app.retry}
            </Button>
          </Empty>
        </main>
      );
  }
}

/** As the workspace will stand. */
const Opening = ({ label }: { readonly label: string }) => (
  <main aria-label={label} aria-busy className="flex h-dvh flex-col">
    <div className="h-14 border-line border-b bg-surface" />
    <div className="flex flex-1">
      <div className="hidden w-56 flex-col gap-4 border-line border-r bg-surface p-4 sm:flex">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
          <Skeleton key={key} className="h-10" />
        ))}
      </div>
      <div className="flex-1 p-8">
        <Skeleton className="h-9 w-48" />
      </div>
    </div>
  </main>
);
