'use client';
/** The first page: the projects that there are, or the one that is open. */
import { useSyncExternalStore } from 'react';
import { Start } from './start/start.tsx';
import { StudioProvider, useStudio } from './state/studio.tsx';
import { Workspace } from './workspace/workspace.tsx';

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
  const { session } = useStudio();
  return session ? <Workspace key={session.get().project.id} /> : <Start />;
}
