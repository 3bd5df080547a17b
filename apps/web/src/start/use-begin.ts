'use client';
import { newId } from '@graftml/studio';
import { useCallback } from 'react';
import { addedInWords, addPhotos } from '../adding/add.ts';
import type { FileSource } from '../adding/dropped.ts';
import { useStudio } from '../state/studio.tsx';
import { useTasks } from '../state/use-tasks.tsx';
import { useText } from '../text/text.tsx';
import { useToast } from '../ui/toast.tsx';

/** Dropping is beginning: a project with what came. A project's zip, or a model of `graft train`, is opened. */
export function useBegin() {
  const { start, photos } = useText();
  const toast = useToast();
  const { lab, begin: newProject, open } = useStudio();
  const tasks = useTasks();
  const begin = useCallback(
    async (source: FileSource, name?: string): Promise<void> => {
      const files = await source();
      const [only] = files.length === 1 ? files : [];
      if (only && (/\.onnx$/i.test(only.path) || (await lab.isProject({ file: only })))) {
        const id = newId();
        const project = await tasks.run({ key: 'import', label: (text) => text.start.importing }, (hooks) =>
          lab.importProject({ file: only, id }, hooks),
        );
        if (project) await open(project.id);
        return;
      }
      const session = newProject(name ?? start.unnamed);
      const added = await addPhotos({ lab, tasks, session }, () => Promise.resolve(files));
      if (added) toast({ text: addedInWords(added, photos) });
    },
    [lab, tasks, newProject, open, start, toast, photos],
  );
  const beginSamples = useCallback(() => {
    const session = newProject(start.samplesName);
    void addPhotos({ lab, tasks, session }, () => lab.samples({ seed: 1 }), { samples: true });
  }, [lab, tasks, newProject, start]);
  return { begin, beginSamples };
}
