/** Long work that is under way: shown in the frame and in its place, wherever the person is meanwhile. */
import { type Done, type Hooks, leftName } from '@graftml/studio';
import type { Texts } from '../text/en.ts';

export interface Task {
  /** What it is about; there is one of each at a time. */
  readonly key: string;
  /** In the language of the moment. */
  readonly label: (text: Texts) => string;
  readonly done: number;
  readonly total?: number | undefined;
  readonly status: 'running' | 'stopping' | 'failed';
  /** Why it failed. */
  readonly error?: unknown;
  /** Not shown in the frame while it runs. */
  readonly quiet: boolean;
  /** The same once more; where it failed. */
  readonly retry?: (() => void) | undefined;
}

export interface TaskOptions<Event> {
  readonly key: string;
  readonly label: (text: Texts) => string;
  /** What else an event is for; `done` and `total` are taken from it anyway. */
  readonly onEvent?: (event: Event) => void;
  /** Offered where it failed. */
  readonly retry?: () => void;
  /** Not shown in the frame. */
  readonly quiet?: boolean;
  /** It waits until the one of the same key has ended, which is not stopped. */
  readonly queue?: boolean;
}

export interface Tasks {
  get(): readonly Task[];
  subscribe(listener: () => void): () => void;
  /**
   * Runs one; another of the same key is stopped first, unless this one waits for it. Never throws: undefined where it was stopped, or failed, which is shown until
   * `dismiss`. Work that has a result though it was stopped gives it.
   */
  run<Result, Event = Done>(
    options: TaskOptions<Event>,
    work: (hooks: Required<Hooks<Event>>) => Promise<Result>,
  ): Promise<Result | undefined>;
  stop(key: string): void;
  /** Takes away what failed. */
  dismiss(key: string): void;
  /** Ends all of it, also what waits: the project that it is about is left. Ends when it has ended, or takes too long to do so. */
  leave(): Promise<void>;
}

/** Why work was ended that nobody has stopped. */
export const left = new DOMException('the project was left', leftName);
/** So long, in milliseconds, work may take to end. */
const farewell = 2000;

/** A change is told after so many milliseconds, with those that come meanwhile. */
const pause = 60;

export function createTasks(): Tasks {
  interface Entry {
    task: Task;
    readonly controller: AbortController;
    readonly ended: Promise<void>;
  }
  const all = new Map<string, Entry>();
  /** How often a project was left. */
  let times = 0;
  /** The last of those that wait for each other. */
  const turns = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  let shown: readonly Task[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    clearTimeout(timer);
    timer = undefined;
    shown = [...all.values()].map(({ task }) => task);
    for (const listener of listeners) listener();
  };
  const stop = (key: string, why = new DOMException('stopped', 'AbortError')) => {
    const running = all.get(key);
    if (running?.task.status !== 'running') return;
    running.task = { ...running.task, status: 'stopping' };
    tell();
    running.controller.abort(why);
  };

  const runNow: Tasks['run'] = async ({ key, label, onEvent, retry, quiet = false }, work) => {
    stop(key);
    const controller = new AbortController();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const entry: Entry = { task: { key, label, done: 0, status: 'running', quiet }, controller, ended };
    all.set(key, entry);
    tell();
    const isCurrent = () => all.get(key) === entry;
    try {
      const result = await work({
        signal: controller.signal,
        onEvent: (event) => {
          const { done, total } = event as Partial<Done>;
          if (typeof done === 'number') entry.task = { ...entry.task, done, total };
          timer ??= setTimeout(tell, pause);
          onEvent?.(event);
        },
      });
      if (isCurrent()) all.delete(key);
      return result;
    } catch (error) {
      if (!isCurrent()) return undefined;
      if (controller.signal.aborted) all.delete(key);
      else entry.task = { ...entry.task, status: 'failed', error, retry };
      return undefined;
    } finally {
      end();
      tell();
    }
  };

  return {
    get: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    stop: (key) => stop(key),
    dismiss(key) {
      if (all.get(key)?.task.status === 'failed') all.delete(key);
      tell();
    },
    run(options, work) {
      if (!options.queue) return runNow(options, work);
      const now = times;
      const turn = (turns.get(options.key) ?? Promise.resolve()).then(() =>
        now === times ? runNow(options, work) : undefined,
      );
      turns.set(options.key, turn);
      return turn;
    },
    async leave() {
      times++;
      const ended = [...all.values()].map((entry) => entry.ended);
      for (const key of all.keys()) stop(key, left);
      await Promise.race([Promise.all(ended), new Promise((resolve) => setTimeout(resolve, farewell))]);
      // Whoever waits for a result has its turn first.
      await new Promise((resolve) => setTimeout(resolve));
      all.clear();
      turns.clear();
      tell();
    },
  };
}
