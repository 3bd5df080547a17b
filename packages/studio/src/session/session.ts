/** A project that is open: what a page shows, changes, takes back, and never loses. */
import { type Change, changed } from '../project/change.ts';
import { type History, recorded, redone, undone } from '../project/history.ts';
import type { Project } from '../project/project.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** What is so now. A new object at every change, of which the unchanged parts are the same as before. */
export interface SessionState {
  readonly project: Project;
  readonly history: History;
  /** Whether all of it is in the storage; or what the storage said last, while the next change tries again. */
  readonly saved: true | 'saving' | Error;
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
}

/** A change is written so many milliseconds after it, with those that come meanwhile. */
const patience = 400;

/** What a session begins with. */
export interface OpenSession {
  readonly store: Pick<ProjectStore, 'save'>;
  readonly project: Project;
  readonly history: History;
}

/** A session on a project that was opened or is new; it is written from the first change on. */
export function createSession({ store, project, history }: OpenSession): Session {
  let state: SessionState = { project, history, saved: true };
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;

  const set = (next: Partial<SessionState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };

  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    for (;;) {
      const { project, history } = state;
      await store.save(project, history);
      if (state.project === project && state.history === history) return;
    }
  };

  const save = (): Promise<void> => {
    writing ??= write()
      .then(
        () => set({ saved: true }),
        (error: unknown) => {
          set({ saved: error instanceof Error ? error : new Error(String(error)) });
          throw error;
        },
      )
      .finally(() => {
        writing = undefined;
      });
    return writing;
  };

  const become = (next: Pick<SessionState, 'project' | 'history'>) => {
    set({ ...next, saved: 'saving' });
    clearTimeout(timer);
    // The state says what went wrong.
    timer = setTimeout(() => save().catch(() => {}), patience);
  };

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
      const next = changed(project, change);
      if (next === project) return;
      become({ project: next, history: silent ? history : recorded(history, project, next, change.type, joins) });
    },
    undo() {
      const before = undone(state.project, state.history);
      if (before) become(before);
      return before !== undefined;
    },
    redo() {
      const after = redone(state.project, state.history);
      if (after) become(after);
      return after !== undefined;
    },
    save: () => (timer === undefined && !writing && state.saved === true ? Promise.resolve() : save()),
  };
}
