/** A project that is open: what a page shows, changes, takes back, and never loses. */
import { type Change, changed } from '../project/change.ts';
import { type History, recorded, redone, undone } from '../project/history.ts';
import type { PhotoId, Project } from '../project/project.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** What is so now. A new object at every change, of which the unchanged parts are the same as before. */
export interface SessionState {
  readonly project: Project;
  readonly history: History;
  /** Whether all of it is in the storage; or what the storage said last, while the next change tries again. */
  readonly saved: true | 'saving' | Error;
  /** Whether the project is in the storage, be it as it was some changes ago. */
  readonly isKept: boolean;
}

/** See the head of this file. */
export interface Session {
  get(): SessionState;
  /** Calls after every change, until the function that it gives back is called. */
  subscribe(listener: () => void): () => void;
  /** One step. It can be taken back unless it says `silent`; with the one before if both say that they join. @throws UsageError as `changed` */
  apply(change: Change, how?: { readonly silent?: boolean; readonly joins?: string }): void;
  /** Takes the last step back; whether there was one. */
  undo(): boolean;
  redo(): boolean;
  /** Ends when everything is in the storage. @throws FileError with what the storage says */
  save(): Promise<void>;
  /** Takes no more changes: what comes late has no effect. Ends as `save` does. */
  close(): Promise<void>;
}

/** A change is written so many milliseconds after it, with those that come meanwhile; and writing takes at most a tenth of the time. */
const patience = 400;
const timesTook = 10;

/** The photos that a change is about, where it says them. */
function touched(change: Change): readonly PhotoId[] | undefined {
  if (change.type === 'add-photos') return change.photos.map(({ id }) => id);
  return 'ids' in change ? change.ids : undefined;
}

/** What a session begins with. */
export interface OpenSession {
  readonly store: Pick<ProjectStore, 'save'>;
  readonly project: Project;
  readonly history: History;
  /** It is in no storage yet, and is written at once. */
  readonly isNew?: boolean;
}

/** A session on a project. */
export function createSession({ store, project, history, isNew = false }: OpenSession): Session {
  let state: SessionState = { project, history, saved: isNew ? 'saving' : true, isKept: !isNew };
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;
  let took = 0;
  /** Somebody waits until everything is written. */
  let isAwaited = false;
  let isClosed = false;

  const set = (next: Partial<SessionState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };

  /** A moment after the first of several changes: those that go on coming shall not put it off. */
  const soon = () => {
    // The state says what went wrong.
    timer ??= setTimeout(() => void begin().catch(() => {}), Math.max(patience, timesTook * took));
  };

  const write = async (): Promise<void> => {
    for (;;) {
      clearTimeout(timer);
      timer = undefined;
      const { project, history } = state;
      const began = performance.now();
      await store.save(project, history);
      took = performance.now() - began;
      const isAll = state.project === project && state.history === history;
      if (isAll || !state.isKept) set({ isKept: true, saved: isAll || 'saving' });
      if (isAll) return;
      if (!isAwaited) return soon();
    }
  };

  const begin = (): Promise<void> => {
    writing ??= write()
      .catch((error: unknown) => {
        set({ saved: error instanceof Error ? error : new Error(String(error)) });
        throw error;
      })
      .finally(() => {
        writing = undefined;
        isAwaited = false;
      });
    return writing;
  };

  const save = async (): Promise<void> => {
    isAwaited = true;
    await begin();
  };

  const become = (next: Pick<SessionState, 'project' | 'history'>) => {
    set({ ...next, saved: 'saving' });
    soon();
  };

  const isSaved = () => timer === undefined && !writing && state.saved === true;
  // A failure is said by the state, and the next change tries again.
  if (isNew) begin().catch(() => {});

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    apply(change, { silent = false, joins } = {}) {
      const { project, history } = state;
      const next = isClosed ? project : changed(project, change);
      if (next === project) return;
      become({
        project: next,
        history: silent ? history : recorded(history, project, next, change.type, joins, touched(change)),
      });
    },
    undo() {
      const before = isClosed ? undefined : undone(state.project, state.history);
      if (before) become(before);
      return before !== undefined;
    },
    redo() {
      const after = isClosed ? undefined : redone(state.project, state.history);
      if (after) become(after);
      return after !== undefined;
    },
    save: () => (isSaved() ? Promise.resolve() : save()),
    close() {
      isClosed = true;
      return this.save();
    },
  };
}
