'use client';
/** The training of the project: begun, gone on with, shown, stopped; it runs on while another place is shown. */
import type { Done, TrainEvent, Unfinished } from '@graftml/studio';
import { useEffect, useRef, useState } from 'react';
import { useKept } from '../../state/kept.tsx';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';
import { useTask, useTasks } from '../../state/use-tasks.tsx';
import { beginning, type Show, shownAfter } from './show.ts';

export const trainTask = 'train';

export function useTraining() {
  const { lab } = useStudio();
  const session = useSession();
  const tasks = useTasks();
  const [show, setShow] = useKept<Show | undefined>(trainTask, undefined);
  const status = useTask(trainTask)?.status;

  const start = (from?: Unfinished, goOn = from !== undefined): void => {
    const { project } = session.get();
    setShow(() => beginning(from?.history));
    // Where it is not known how far it was, what there is still counts.
    const again = async () =>
      start(await lab.unfinished({ project: session.get().project }).catch(() => undefined), true);
    void tasks
      .run(
        {
          key: trainTask,
          label: ({ train }) => train.task,
          retry: () => void again(),
          onEvent: (event: TrainEvent) =>
            setShow((before) => shownAfter(before ?? beginning(), event, project.settings)),
        },
        ({ signal, onEvent }) =>
          lab.train(
            { project, ...(goOn && { goOn }) },
            { signal, onEvent: (event) => onEvent({ ...event, ...countedOf(event) }) },
          ),
      )
      .then((trained) => {
        if (trained) session.apply({ type: 'trained', trained }, { silent: true });
        setShow(() => undefined);
      });
  };

  const startHere = (): void => {
    session.apply({ type: 'settings', settings: { device: 'auto' } });
    start();
  };

  return {
    start: (from?: Unfinished) => start(from),
    /** In the browser, whatever the server does. */
    startHere,
    stop: () => tasks.stop(trainTask),
    isRunning: status === 'running' || status === 'stopping',
    isStopping: status === 'stopping',
    hasFailed: status === 'failed',
    show,
  };
}

/** A training that a server has gone on with while the page was away is shown again. */
export function useReturn(): void {
  const { lab } = useStudio();
  const session = useSession();
  const { start } = useTraining();
  const latest = useRef(start);
  latest.current = start;
  useEffect(() => {
    const { project } = session.get();
    if (project.settings.device !== 'server') return;
    let isShown = true;
    lab.unfinished({ project }).then(
      (found) => isShown && found?.server === 'there' && latest.current(found),
      // The place says so where it is asked for.
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [lab, session]);
}

/** How far the training of a network is, for the bar in the frame. */
function countedOf(event: TrainEvent): Partial<Done> {
  const training = event.phase === 'network' || event.phase === 'head' ? event.training : undefined;
  if (!training) return {};
  const { epoch, epochs, batch, batches } = training;
  return { done: (epoch - 1) * batches + batch, total: epochs * batches };
}

/** A training that was broken off and can go on; asked again whenever the settings or photos are others, and a training has ended. */
export function useUnfinished(isRunning: boolean): Unfinished | undefined {
  const { lab } = useStudio();
  const session = useSession();
  const photos = useProject((project) => project.photos);
  const settings = useProject((project) => project.settings);
  const [unfinished, setUnfinished] = useState<Unfinished>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: other photos or settings are a reason to ask again
  useEffect(() => {
    if (isRunning) return setUnfinished(undefined);
    let isShown = true;
    lab.unfinished({ project: session.get().project }).then(
      (found) => isShown && setUnfinished(found),
      // Where it is not known, a training begins anew.
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [lab, session, photos, settings, isRunning]);
  return unfinished;
}
