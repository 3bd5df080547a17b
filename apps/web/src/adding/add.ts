'use client';
import type { AddEvent, Added, Done, Lab, Reading, Session } from '@graftml/studio';
/** Photos come into a project: told while they come, taken back in one step. */
import { newId } from '@graftml/studio';
import { useCallback } from 'react';
import { useStudio } from '../state/studio.tsx';
import { left, type Tasks } from '../state/tasks.ts';
import { useTasks } from '../state/use-tasks.tsx';
import type { Texts } from '../text/en.ts';
import { useText } from '../text/text.tsx';
import { useToast } from '../ui/toast.tsx';
import type { FileSource } from './dropped.ts';

export interface AddOptions {
  /** The class of all of them; null: unsorted; as their folders say unless given. */
  readonly className?: string | null;
  /** What is added with the same is taken back together. */
  readonly joins?: string;
  /** Of the task; `photos` unless given. What comes by another one is not missed where the page is closed in the midst of it. */
  readonly key?: string;
  /** They are the samples of the package. */
  readonly samples?: boolean;
  /** They were taken in one go. */
  readonly group?: string;
}

export interface AddingTo {
  readonly lab: Lab;
  readonly tasks: Tasks;
  readonly session: Session;
}

/** Ends when all are in; undefined where it was stopped (those until then stay) or failed (the task `photos` says why). */
export function addPhotos(
  { lab, tasks, session }: AddingTo,
  source: FileSource,
  options: AddOptions = {},
): Promise<Added | undefined> {
  const { className, joins = newId(), key = 'photos', samples = false, group } = options;
  const projectId = session.get().project.id;
  keepStorage();
  const reading = ({ done, total }: Done): Reading | undefined =>
    key === 'photos'
      ? // Folders are being walked through as long as there is no list of photos.
        { ...(total === undefined ? { done: 0 } : { done, total }), ...(samples && { samples: true }) }
      : undefined;
  const take = ({ photos = [], broken = [], ...done }: Partial<AddEvent> & Done) => {
    // The last that come after their step was taken back.
    if (session.get().history.undone.some((step) => step.joins === joins)) return;
    const how = reading(done);
    if (photos.length > 0 || broken.length > 0)
      session.apply({ type: 'add-photos', photos, broken, ...(how && { reading: how }) }, { joins });
    else if (how) session.apply({ type: 'reading', reading: how }, { silent: true });
  };
  const end = () => key === 'photos' && session.apply({ type: 'reading' }, { silent: true });
  return tasks.run<Added, Partial<AddEvent> & Done>(
    {
      ...{ key, label: (text) => text.photos.adding, queue: true, onEvent: take },
      // What is in already is told from what is not.
      retry: () => void addPhotos({ lab, tasks, session }, source, { ...options, joins, key }),
    },
    async (hooks) => {
      const { signal } = hooks;
      take({ done: 0 });
      try {
        const files = await source(hooks);
        const known = Object.keys(session.get().project.photos);
        const added = await lab.add(
          {
            ...{ projectId, files, known },
            ...(className !== undefined && { className }),
            ...(group !== undefined && { group }),
          },
          hooks,
        );
        end();
        return added;
      } catch (error) {
        // Who stops it knows; all other ends are still there to be told when the project is opened again.
        if (signal.aborted && signal.reason !== left) end();
        throw error;
      }
    },
  );
}

/** Asks the browser not to clear the photos away when it needs room; it may say no without asking the person. */
const keepStorage = (): void => void navigator.storage?.persist?.().catch(() => {});

/** Adds to the project that is open, and says what came of it unless that is `quiet`. */
export function useAdd(): (source: FileSource, options?: AddOptions & { readonly quiet?: boolean }) => Promise<void> {
  const { photos: text } = useText();
  const { lab, session } = useStudio();
  const tasks = useTasks();
  const toast = useToast();
  return useCallback(
    async (source, { quiet = false, ...options } = {}) => {
      if (!session) return;
      const added = await addPhotos({ lab, tasks, session }, source, options);
      if (added && !quiet) toast({ text: addedInWords(added, text) });
    },
    [lab, tasks, session, toast, text],
  );
}

/** "Added 214 photos · 3 were here already". */
export const addedInWords = ({ photos, again, broken, ignored }: Added, text: Texts['photos']): string =>
  [
    text.added(photos),
    again > 0 && text.again(again),
    broken.length > 0 && text.remarks.broken(broken.length),
    ignored > 0 && text.ignored(ignored),
  ]
    .filter(Boolean)
    .join(' · ');
