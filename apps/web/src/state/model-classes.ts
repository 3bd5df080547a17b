'use client';
import type { ClassId, Project } from '@graftml/studio';
import { useMemo } from 'react';
import { useProject } from './studio.tsx';

/** A class that the model can say. */
export interface ModelClass {
  readonly id: ClassId;
  /** As the model calls it. */
  readonly label: string;
  /** As it is called now. */
  readonly name: string;
  /** Among the project's classes, for its colour and number; -1 where it is gone. */
  readonly index: number;
}

export const modelClassesOf = ({
  trained,
  imported,
  classes,
}: Pick<Project, 'trained' | 'imported' | 'classes'>): readonly ModelClass[] =>
  ((trained ?? imported)?.classes ?? []).map(({ id, name: label }) => {
    const index = classes.findIndex((one) => one.id === id);
    return { id, label, name: classes[index]?.name ?? label, index };
  });

/** In the order of its outputs. */
export function useModelClasses(): readonly ModelClass[] {
  const trained = useProject((project) => project.trained);
  const imported = useProject((project) => project.imported);
  const classes = useProject((project) => project.classes);
  return useMemo(
    () => modelClassesOf({ classes, ...(trained && { trained }), ...(imported && { imported }) }),
    [trained, imported, classes],
  );
}
