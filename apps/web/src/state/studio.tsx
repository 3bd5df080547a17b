'use client';
/** What all of the application shares: the lab, the store, and the project that is open. */
import {
  browserStore,
  connectLab,
  type Lab,
  type Project,
  type ProjectStore,
  type Session,
  type SessionState,
} from '@graftml/studio';
import { createContext, type ReactNode, useContext, useMemo, useState, useSyncExternalStore } from 'react';
import { type Opened, useOpened } from './opened.ts';
import { useTasks } from './use-tasks.tsx';

export interface Studio {
  readonly store: ProjectStore;
  /** Begins to load when it is asked for first. */
  readonly lab: Lab;
  /** The project that is open, or why it is not. */
  readonly opened: Opened;
  /** That of the project that is open. */
  readonly session: Session | undefined;
  /** Opens one that is there; what comes of it is in `opened`. @param take from the tab in which it is open */
  open(id: string, take?: boolean): Promise<void>;
  /** Begins one, which is kept from now on. */
  begin(name: string): Session;
  /** Back to the list, when all is saved. */
  close(): Promise<void>;
}

const Studio = createContext<Studio | undefined>(undefined);

function startLab(): Lab {
  const worker = new Worker(new URL('../lab/worker.ts', import.meta.url), { type: 'module', name: 'graft-lab' });
  return connectLab(worker);
}

export function StudioProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => browserStore());
  const [lab] = useState(startLab);
  const tasks = useTasks();
  const { opened, open, begin, close } = useOpened(store, tasks);
  const session = opened.kind === 'open' ? opened.session : undefined;
  const studio = useMemo(
    () => ({ store, lab, opened, session, open, begin, close }),
    [store, lab, opened, session, open, begin, close],
  );
  return <Studio value={studio}>{children}</Studio>;
}

export function useStudio(): Studio {
  const studio = useContext(Studio);
  if (!studio) throw new Error('there is no StudioProvider around this');
  return studio;
}

/** The session of the project that is open; only for what is shown in a workspace. */
export function useSession(): Session {
  const { session } = useStudio();
  if (!session) throw new Error('no project is open');
  return session;
}

/** A part of the open project; the component is drawn again when that part is another object. */
export const useProject = <Part,>(part: (project: Project) => Part): Part =>
  useSessionState(({ project }) => part(project));

/** A part of how the open project stands: its history, whether it is saved. */
export function useSessionState<Part>(part: (state: SessionState) => Part): Part {
  const session = useSession();
  return useSyncExternalStore(
    session.subscribe,
    () => part(session.get()),
    () => part(session.get()),
  );
}
