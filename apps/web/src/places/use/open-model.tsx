'use client';
import type { DroppedFile } from '@graftml/studio';
/** A model of `graft train`, or a project's zip, opened as a project of its own. */
import { newId } from '@graftml/studio';
import { type ReactNode, useRef } from 'react';
import { useStudio } from '../../state/studio.tsx';
import { useTasks } from '../../state/use-tasks.tsx';

export interface OpenModel {
  readonly pick: () => void;
  readonly read: (file: DroppedFile) => void;
  /** To be put anywhere. */
  readonly input: ReactNode;
}

export const isModel = ({ path }: DroppedFile): boolean => /\.onnx$/i.test(path);

export function useOpenModel(): OpenModel {
  const { lab, open, close } = useStudio();
  const tasks = useTasks();
  const field = useRef<HTMLInputElement>(null);
  const read = async (file: DroppedFile) => {
    const id = newId();
    const project = await tasks.run(
      { key: 'import', label: ({ use }) => use.opening, retry: () => void read(file) },
      (hooks) => lab.importProject({ file, id }, hooks),
    );
    if (!project) return;
    await close();
    await open(project.id);
  };
  return {
    pick: () => field.current?.click(),
    read: (file) => void read(file),
    input: (
      <input
        ref={field}
        type="file"
        hidden
        tabIndex={-1}
        accept=".onnx,.zip"
        onChange={({ currentTarget: input }) => {
          const file = input.files?.[0];
          input.value = '';
          if (file) void read({ path: file.name, blob: file });
        }}
      />
    ),
  };
}
