'use client';
/** Which project is open: named in the address, locked against other tabs, saved before it is left. */
import { createSession, newProject, noHistory, type ProjectStore, type Session } from '@graftml/studio';
import { useCallback, useEffect, useRef, useState } from 'react';
import { nameProject, projectInAddress, useAddress } from './address.ts';
import { lockProject, type ProjectLock } from './project-lock.ts';

export type Opened =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening'; readonly id: string }
  | { readonly kind: 'open'; readonly session: Session }
  /** Another tab has it, or has just taken it. */
  | { readonly kind: 'elsewhere'; readonly id: string; readonly taken: boolean }
  | { readonly kind: 'trouble'; readonly id: string; readonly error: unknown };

export function useOpened(store: ProjectStore) {
  const [opened, setOpened] = useState<Opened>({ kind: 'none' });
  const current = useRef<{ readonly session: Session; readonly lock: Promise<ProjectLock | undefined> }>(undefined);

  const leave = useCallback(async () => {
    const left = current.current;
    current.current = undefined;
    await left?.session.save().catch(() => {});
    (await left?.lock)?.release();
  }, []);
  const taken = useCallback(
    (id: string) => async () => {
      const { session } = current.current ?? {};
      if (session?.get().project.id !== id) return;
      current.current = undefined;
      setOpened({ kind: 'elsewhere', id, taken: true });
      await session.save().catch(() => {});
    },
    [],
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
      const project = newProject(crypto.randomUUID(), name, new Date().toISOString());
      const session = createSession({ store, project, history: noHistory });
      show(session, lockProject({ id: project.id, onTaken: taken(project.id) }));
      nameProject(project.id);
      return session;
    },
    [store, show, taken],
  );
  const close = useCallback(async () => {
    nameProject(undefined);
    await leave();
    setOpened({ kind: 'none' });
  }, [leave]);

  useAddress((id) => void (id === undefined ? close() : open(id)));
  useEffect(() => {
    const id = projectInAddress();
    if (id !== undefined) void open(id);
  }, [open]);
  useUnsaved(current);
  return { opened, open, begin, close };
}

/** Writes what is not written when the page is left, and asks the person to wait where that takes longer. */
function useUnsaved(current: { readonly current: { readonly session: Session } | undefined }): void {
  useEffect(() => {
    const save = () => void current.current?.session.save().catch(() => {});
    const ask = (event: BeforeUnloadEvent) => {
      const session = current.current?.session;
      if (!session || session.get().saved === true) return;
      save();
      event.preventDefault();
    };
    document.addEventListener('visibilitychange', save);
    window.addEventListener('beforeunload', ask);
    return () => {
      document.removeEventListener('visibilitychange', save);
      window.removeEventListener('beforeunload', ask);
    };
  }, [current]);
}
