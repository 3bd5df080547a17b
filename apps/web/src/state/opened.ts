'use client';
/** Which project is open: named in the address, locked against other tabs, saved before it is left. */
import {
  createSession,
  newId,
  newProject,
  noHistory,
  type ProjectStore,
  type Session,
  type SessionState,
} from '@graftml/studio';
import { useCallback, useEffect, useRef, useState } from 'react';
import { forgetPlace, nameProject, projectInAddress, useAddress } from './address.ts';
import { lockProject, type ProjectLock } from './project-lock.ts';
import type { Tasks } from './tasks.ts';

export type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly id: string }
  | { readonly kind: 'open'; readonly session: Session }
  /** Another tab has it, or has just taken it. */
  | { readonly kind: 'elsewhere'; readonly id: string; readonly taken: boolean }
  | { readonly kind: 'trouble'; readonly id: string; readonly error: unknown };

export function useOpened(store: ProjectStore, tasks: Tasks) {
  const [opened, setOpened] = useState<Opened>({ kind: 'none' });
  const current = useRef<{ readonly session: Session; readonly lock: Promise<ProjectLock | undefined> }>(undefined);

  const leave = useCallback(async () => {
    const left = current.current;
    if (!left) return;
    current.current = undefined;
    await tasks.leave();
    await left.session.close().catch(() => {});
    if (isUntouched(left.session.get())) await store.remove(left.session.get().project.id).catch(() => {});
    (await left.lock)?.release();
  }, [store, tasks]);
  const taken = useCallback(
    (id: string) => async () => {
      const { session } = current.current ?? {};
      if (session?.get().project.id !== id) return;
      current.current = undefined;
      setOpened({ kind: 'elsewhere', id, taken: true });
      await tasks.leave();
      await session.close().catch(() => {});
    },
    [tasks],
  );
  const show = useCallback((session: Session, lock: Promise<ProjectLock | undefined>) => {
    current.current = { session, lock };
    setOpened({ kind: 'open', session });
  }, []);

  const open = useCallback(
    async (id: string, take = false) => {
      await leave();
      setOpened({ kind: 'opening', id });
      nameProject(id);
      try {
        const lock = await lockProject({ id, take, onTaken: taken(id) });
        if (!lock) return setOpened({ kind: 'elsewhere', id, taken: false });
        try {
          show(createSession({ store, ...(await store.open(id)) }), Promise.resolve(lock));
        } catch (error) {
          lock.release();
          throw error;
        }
      } catch (error) {
        setOpened({ kind: 'trouble', id, error });
      }
    },
    [store, leave, taken, show],
  );
  const begin = useCallback(
    (name: string) => {
      forgetPlace();
      const project = newProject(newId(), name, new Date().toISOString());
      const session = createSession({ store, project, history: noHistory, isNew: true });
      show(session, lockProject({ id: project.id, onTaken: taken(project.id) }));
      // What the address names is there.
      whenKept(session, () => {
        if (current.current?.session === session) nameProject(project.id, window.location.hash || undefined);
      });
      return session;
    },
    [store, show, taken],
  );
  const close = useCallback(async () => {
    nameProject(undefined);
    await leave();
    setOpened({ kind: 'none' });
  }, [leave]);

  useAddress((id) => {
    // Another place of the same project is a step of the address, too.
    if (id !== current.current?.session.get().project.id) void (id === undefined ? close() : open(id));
  });
  useEffect(() => {
    const id = projectInAddress();
    if (id !== undefined) void open(id);
  }, [open]);
  useUnsaved(current, tasks);
  return { opened, open, begin, close };
}

/** Calls once, as soon as it is in the storage. */
function whenKept(session: Session, call: () => void): void {
  const look = () => {
    if (!session.get().isKept) return;
    leave();
    call();
  };
  const leave = session.subscribe(look);
}

/** Nobody did anything there: it is not worth a place in the list. */
const isUntouched = ({ project, history }: SessionState): boolean =>
  [...history.done, ...history.undone, ...Object.keys(project.photos), ...project.broken].length === 0 &&
  project.reading === undefined;

/** These would have to be begun again. */
const reading = ['photos', 'camera', 'import'];

/** Writes what is not written when the page is left, and asks the person to wait where that takes longer, or something is being read in. */
function useUnsaved(current: { readonly current: { readonly session: Session } | undefined }, tasks: Tasks): void {
  useEffect(() => {
    const save = () => void current.current?.session.save().catch(() => {});
    const ask = (event: BeforeUnloadEvent) => {
      const saved = current.current?.session.get().saved ?? true;
      const reads = tasks.get().some(({ key, status }) => reading.includes(key) && status === 'running');
      if (saved === true && !reads) return;
      save();
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', save);
    window.addEventListener('beforeunload', ask);
    return () => {
      document.removeEventListener('visibilitychange', save);
      window.removeEventListener('beforeunload', ask);
    };
  }, [current, tasks]);
}
