'use client';
/** What all of the application shares: the lab, the store, and the project that is open. */
import {
  browserStore,
  connectLab,
  createSession,
  type Lab,
  newProject,
  noHistory,
  type Project,
  type ProjectStore,
  type Session,
  type SessionState,
} from '@graftml/studio';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState, useSyncExternalStore } from 'react';

export interface Studio {
  readonly store: ProjectStore;
  /** Begins to load when it is asked for first. */
  readonly lab: Lab;
  readonly session: Session | undefined;
  /** Opens one that is there. @throws FileError as `ProjectStore.open` */
  open(id: string): Promise<void>;
  /** Begins one; it is kept from the first change on. */
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
  const [session, setSession] = useState<Session>();

  const open = useCallback(
    async (id: string) => setSession(createSession({ store, ...(await store.open(id)) })),
    [store],
  );
  const begin = useCallback(
    (name: string) => {
      const project = newProject(crypto.randomUUID(), name, new Date().toISOString());
      const begun = createSession({ store, project, history: noHistory });
      setSession(begun);
      return begun;
    },
    [store],
  );
  const close = useCallback(async () => {
    await session?.save();
    setSession(undefined);
  }, [session]);
  const studio = useMemo(
    () => ({ store, lab, session, open, begin, close }),
    [store, lab, session, open, begin, close],
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
export function useProject<Part>(part: (project: Project) => Part): Part {
  const session = useSession();
  return useSyncExternalStore(
    session.subscribe,
    () => part(session.get().project),
    () => part(session.get().project),
  );
}

/** A part of how the open project stands: its history, whether it is saved. */
export function useSessionState<Part>(part: (state: SessionState) => Part): Part {
  const session = useSession();
  return useSyncExternalStore(
    session.subscribe,
    () => part(session.get()),
    () => part(session.get()),
  );
}
