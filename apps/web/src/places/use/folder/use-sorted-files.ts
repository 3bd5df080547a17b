'use client';
/** What is made of the answers: a table, folders, or a zip of folders. */
import { type Done, type DroppedFile, type MadeFile, sortedCsv, sortedPlaces } from '@graftml/studio';
import { useStudio } from '../../../state/studio.tsx';
import { useTasks } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { saveFile } from '../save-file.ts';
import type { Sorted } from './use-sorting.ts';
import { askForFolder, writeFolders } from './write-folders.ts';

export interface SortedFiles {
  readonly saveTable: () => void;
  readonly copy: () => void;
  readonly zip: () => void;
}

export function useSortedFiles({ name, files, rows }: Sorted): SortedFiles {
  const { use } = useText();
  const { lab } = useStudio();
  const tasks = useTasks();
  const toast = useToast();
  const base = name || 'pictures';

  const placed = (): DroppedFile[] => {
    const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
    return sortedPlaces(rows, { unsureFolder: use.folder.unsureFolder }).flatMap(({ path, to }) => {
      const blob = blobs.get(path);
      return blob ? [{ path: to, blob }] : [];
    });
  };
  const copy = async () => {
    const folder = await askForFolder();
    if (!folder) return;
    const count = await tasks.run<number, Done>(
      { key: 'sorted', label: (text) => text.use.folder.copying, retry: () => void copy() },
      (hooks) => writeFolders(folder, placed(), hooks),
    );
    if (count !== undefined) toast({ text: use.folder.copied(count) });
  };
  const zip = async () => {
    const made = await tasks.run<MadeFile, Done>(
      { key: 'sorted', label: (text) => text.use.folder.packing, retry: () => void zip() },
      (hooks) => lab.pack({ name: `${base}-sorted.zip`, files: placed() }, hooks),
    );
    if (made) saveFile(made);
  };
  return {
    // A spreadsheet takes the signature for a sign that it is UTF-8.
    saveTable: () =>
      saveFile({
        name: `${base}.csv`,
        blob: new Blob(['\ufeff', sortedCsv(rows)], { type: 'text/csv;charset=utf-8' }),
      }),
    copy: () => void copy(),
    zip: () => void zip(),
  };
}
