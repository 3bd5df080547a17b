'use client';
/** The measurement that recommends one of the four cases. */
import { useKept } from '../../state/kept.tsx';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';
import { useTasks } from '../../state/use-tasks.tsx';
import type { Measured } from './reasons.ts';

export const measureTask = 'measure';

interface Kept {
  readonly result: Measured;
  /** What it was made of: the same object while nothing changed. */
  readonly photos: unknown;
  readonly backbone: unknown;
}

export function useMeasured() {
  const { lab } = useStudio();
  const session = useSession();
  const tasks = useTasks();
  const [kept, setKept] = useKept<Kept | undefined>(measureTask, undefined);
  const photos = useProject((project) => project.photos);
  const backbone = useProject(({ settings }) => settings.backbone);
  const missing = useProject(({ classes }) => classes.length < 2);
  const measured = kept?.backbone === backbone ? kept : undefined;
  const measure = () => {
    const { project } = session.get();
    void tasks
      .run({ key: measureTask, label: (text) => text.backbone.measuring, retry: measure }, (hooks) =>
        lab.measure({ project }, hooks),
      )
      .then((result) => {
        if (!result) return;
        setKept(() => ({ result, photos: project.photos, backbone: project.settings.backbone }));
      });
  };
  return { measured, measure, missing, isStale: measured !== undefined && measured.photos !== photos };
}
