'use client';
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';
import { useText } from '../text/text.tsx';
import { Progress } from '../ui/progress.tsx';
import { Trouble } from '../ui/states.tsx';
import { createTasks, type Task, type Tasks } from './tasks.ts';

const TasksContext = createContext<Tasks | undefined>(undefined);

export function TasksProvider({ children }: { readonly children: ReactNode }) {
  const [tasks] = useState(createTasks);
  return <TasksContext value={tasks}>{children}</TasksContext>;
}

export function useTasks(): Tasks {
  const tasks = useContext(TasksContext);
  if (!tasks) throw new Error('there is no TasksProvider around this');
  return tasks;
}

const none: readonly Task[] = [];

/** All that are under way or have failed. */
export function useAllTasks(): readonly Task[] {
  const tasks = useTasks();
  return useSyncExternalStore(tasks.subscribe, tasks.get, () => none);
}

/** The one of that key, while it runs and where it has failed. */
export function useTask(key: string): Task | undefined {
  const tasks = useTasks();
  const find = () => tasks.get().find((task) => task.key === key);
  return useSyncExternalStore(tasks.subscribe, find, () => undefined);
}

/** Only whether it is there: who asks this is not drawn again at each step. */
export function useIsUnderWay(key: string): boolean {
  const tasks = useTasks();
  const isThere = () => tasks.get().some((task) => task.key === key);
  return useSyncExternalStore(tasks.subscribe, isThere, () => false);
}

export interface TaskLineProps {
  readonly of: string;
  /** See `Progress`. */
  readonly unit?: string;
  /** Instead of "3 of 10". */
  readonly detail?: (done: number, total: number | undefined) => string;
  /** Another way on, where it has failed. */
  readonly children?: ReactNode;
}

/** A task where it belongs: how far it is, or why it failed and how to go on. Nothing where there is none. */
export function TaskLine({ of, unit, detail, children }: TaskLineProps) {
  const text = useText();
  const tasks = useTasks();
  const task = useTask(of);
  if (!task) return null;
  const { label, done, total, status, error, retry } = task;
  if (status === 'failed')
    return (
      <Trouble error={error} title={text.app.failed(label(text))} onRetry={retry} onClose={() => tasks.dismiss(of)}>
        {children}
      </Trouble>
    );
  return (
    <Progress
      label={label(text)}
      done={done}
      total={total}
      {...(unit !== undefined && { unit })}
      {...(detail && { detail: detail(done, total) })}
      onStop={() => tasks.stop(of)}
      stopping={status === 'stopping'}
    />
  );
}
