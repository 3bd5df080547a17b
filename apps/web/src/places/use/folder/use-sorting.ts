'use client';
/** The model on a whole folder. What was found stays while other places are shown. */
import { askedUnsure, type Done, type DroppedFile, type SortedRow } from '@graftml/studio';
import { useCallback, useMemo } from 'react';
import type { FileSource } from '../../../adding/dropped.ts';
import { useKept } from '../../../state/kept.tsx';
import { useSession, useStudio } from '../../../state/studio.tsx';
import { useTask, useTasks } from '../../../state/use-tasks.tsx';

export interface Sorted {
  /** Of the folder, or what was dropped. */
  readonly name: string;
  readonly files: readonly DroppedFile[];
  readonly rows: readonly SortedRow[];
  /** How many there were to look at, and whether that came to its end. */
  readonly total: number;
  readonly ended: boolean;
}

export interface Sorting {
  readonly sorted: Sorted | undefined;
  readonly running: boolean;
  readonly sort: (source: FileSource, name?: string) => void;
  readonly clear: () => void;
}

const namesPicture = ({ path, blob }: DroppedFile): boolean =>
  !/(^|\/)\./.test(path) &&
  (blob.type.startsWith('image/') || /\.(jpe?g|png|webp|gif|bmp|avif|heic|tiff?|zip|tar|tgz|tar\.gz)$/i.test(path));

export function useSorting(): Sorting {
  const session = useSession();
  const { lab } = useStudio();
  const tasks = useTasks();
  const task = useTask('sort');
  const [sorted, setSorted] = useKept<Sorted | undefined>('sorted', undefined);

  const sort = useCallback(
    async (source: FileSource, name?: string) => {
      const files = await tasks.run<readonly DroppedFile[]>(
        { key: 'sort', label: ({ use }) => use.folder.reading },
        (hooks) => source(hooks),
      );
      const pictures = (files ?? []).filter(namesPicture);
      if (!files) return;
      setSorted(() => ({ name: name ?? '', files: pictures, rows: [], total: pictures.length, ended: false }));
      if (pictures.length === 0) return;
      const { project } = session.get();
      const unsure = askedUnsure(project);
      const ended = await tasks.run<Done, Done & { readonly rows: readonly SortedRow[] }>(
        {
          key: 'sort',
          label: ({ use }) => use.folder.sorting,
          onEvent: ({ rows, total }) =>
            setSorted(
              (before) => before && { ...before, rows: [...before.rows, ...rows], total: total ?? before.total },
            ),
          retry: () => void sort(source, name),
        },
        (hooks) => lab.sort({ projectId: project.id, files: pictures, ...(unsure !== undefined && { unsure }) }, hooks),
      );
      if (ended) setSorted((before) => before && { ...before, ended: true });
    },
    [session, lab, tasks, setSorted],
  );
  const running = task !== undefined && task.status !== 'failed';
  return useMemo(
    () => ({
      sorted,
      running,
      sort: (source, name) => void sort(source, name),
      clear: () => setSorted(() => undefined),
    }),
    [sorted, running, sort, setSorted],
  );
}
