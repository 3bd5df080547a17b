'use client';
import { asFileName, type Done, type MadeFile } from '@graftml/studio';
import { useProject, useSession, useStudio } from '../../../state/studio.tsx';
import { useTask, useTasks } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { saveFile } from '../save-file.ts';

export type Exported = 'model' | 'project' | 'report';

export interface Exports {
  readonly save: (what: Exported) => void;
  readonly running: boolean;
  /** What the model's file is called. */
  readonly modelName: string;
}

export function useExports(): Exports {
  const { use } = useText();
  const session = useSession();
  const { lab } = useStudio();
  const tasks = useTasks();
  const task = useTask('export');
  const toast = useToast();
  const name = useProject((project) => project.name);
  const save = async (what: Exported) => {
    const { project } = session.get();
    const made = await tasks.run<MadeFile, Done>(
      { key: 'export', label: (text) => text.use.take.making[what], retry: () => void save(what) },
      (hooks) => {
        if (what === 'project') return lab.exportProject({ project }, hooks);
        if (what === 'report') return lab.exportReport({ project }, hooks);
        return lab.exportModel({ projectId: project.id, project });
      },
    );
    if (!made) return;
    saveFile(made);
    toast({ text: use.take.saved(made.name) });
  };
  return {
    save: (what) => void save(what),
    running: task !== undefined && task.status !== 'failed',
    modelName: `${asFileName(name)}.onnx`,
  };
}
