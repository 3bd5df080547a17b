'use client';
/** Labels that a person corrects here are learnt at once, where learning takes a moment. */
import { isUpToDate, type Project, type TrainEvent, type Trained } from '@graftml/studio';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';
import { useTask, useTasks } from '../../state/use-tasks.tsx';

/** A person who corrects one photo is likely to correct another. */
const patience = 900;

export interface Relearning {
  readonly running: boolean;
  /** Photos or settings have changed since, and it does not learn by itself. */
  readonly stale: boolean;
  /** The share that was right before it learnt again; absent until it has. */
  readonly before?: number;
  readonly learn: () => void;
}

/** A linear head on features that are kept. */
const learnsAtOnce = ({ strategy, settings }: Trained): boolean => strategy === 'head' && settings.head === 'linear';

/** As it was trained, on the photos as they are now; only what does not touch training is as it is set now. */
const asBefore = (project: Project, { settings }: Trained): Project => {
  const { unsure: _, ...rest } = settings;
  const { unsure, device } = project.settings;
  return { ...project, settings: { ...rest, device, ...(unsure !== undefined && { unsure }) } };
};

export function useRelearn(): Relearning {
  const session = useSession();
  const { lab } = useStudio();
  const tasks = useTasks();
  const task = useTask('train');
  const photos = useProject((project) => project.photos);
  const stale = useProject((project) => !isUpToDate(project));
  const [before, setBefore] = useState<number>();
  const [waits, setWaits] = useState(false);
  const seen = useRef(photos);

  const learn = useCallback(async () => {
    const { project } = session.get();
    const { trained } = project;
    if (!trained) return;
    const next = await tasks.run<Trained, TrainEvent>(
      { key: 'train', label: ({ understand }) => understand.relearning, retry: () => void learn() },
      (hooks) => lab.train({ project: asBefore(project, trained) }, hooks),
    );
    if (!next) return;
    setBefore(trained.evaluation.accuracy);
    // It follows from the labels, so undoing goes from label to label.
    session.apply({ type: 'trained', trained: next }, { silent: true });
  }, [session, lab, tasks]);

  useEffect(() => {
    if (seen.current === photos) return;
    seen.current = photos;
    const { project } = session.get();
    const { trained } = project;
    if (!trained || !learnsAtOnce(trained) || isUpToDate(asBefore(project, trained))) return;
    setWaits(true);
    const timer = setTimeout(() => {
      setWaits(false);
      void learn();
    }, patience);
    return () => {
      setWaits(false);
      clearTimeout(timer);
    };
  }, [photos, session, learn]);

  const running = waits || (task !== undefined && task.status !== 'failed');
  return { running, stale: stale && !running, ...(before !== undefined && { before }), learn: () => void learn() };
}
