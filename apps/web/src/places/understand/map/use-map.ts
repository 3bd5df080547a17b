'use client';
/** The map of a project: asked for once, and drawn as it pulls apart. */
import type { MapEvent, PhotoId, Session } from '@graftml/studio';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useProject, useSession, useStudio } from '../../../state/studio.tsx';
import { useTask, useTasks } from '../../../state/use-tasks.tsx';
import { drawnAtOnce, whichPhotos } from './which-photos.ts';

export interface PhotoMap {
  readonly ids: readonly PhotoId[];
  /** Between 0 and 1, x and y of each in turn. */
  readonly points: Float32Array;
}

/** For as long as the project is open; it costs too much to be made at every visit. */
const kept = new WeakMap<Session, PhotoMap>();

export interface MapState {
  readonly map: PhotoMap | undefined;
  readonly drawing: boolean;
  /** Photos that a map would show, and all that there are. */
  readonly count: number;
  readonly all: number;
  readonly draw: () => void;
}

export function useMap(): MapState {
  const session = useSession();
  const { lab } = useStudio();
  const tasks = useTasks();
  const task = useTask('map');
  const photos = useProject((project) => project.photos);
  const judged = useProject((project) => project.trained?.judged);
  const ids = useMemo(() => whichPhotos(photos, judged ?? []), [photos, judged]);
  const [map, setMap] = useState(() => kept.get(session));

  const draw = useCallback(async () => {
    const show = (points: Float32Array) => setMap({ ids, points });
    const points = await tasks.run<Float32Array, MapEvent>(
      {
        key: 'map',
        quiet: true,
        label: ({ understand }) => understand.map.drawing,
        onEvent: ({ points }) => show(points),
        retry: () => void draw(),
      },
      (hooks) => lab.map({ project: session.get().project, ids }, hooks),
    );
    if (!points) return;
    kept.set(session, { ids, points });
    show(points);
  }, [tasks, lab, session, ids]);

  const few = ids.length >= 4 && ids.length <= drawnAtOnce;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when one comes here
  useEffect(() => {
    if (!kept.has(session) && few) void draw();
  }, []);
  return {
    map,
    drawing: task !== undefined && task.status !== 'failed',
    count: ids.length,
    all: Object.keys(photos).length,
    draw: () => void draw(),
  };
}
