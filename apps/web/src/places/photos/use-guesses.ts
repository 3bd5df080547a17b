'use client';
/** What a head that is learnt anew after each label says of the photos that have none. */
import type { ClassId, Guess, Photo, PhotoId, Project } from '@graftml/studio';
import { useEffect, useMemo, useState } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';
import { useIsUnderWay, useTasks } from '../../state/use-tasks.tsx';

export interface GuessesNow {
  /** Of photos that are still unsorted. */
  readonly of: ReadonlyMap<PhotoId, Guess>;
  /** Cross-validated. */
  readonly accuracy?: number | undefined;
}

const none: GuessesNow = { of: new Map() };
/** So long nothing is labelled before it learns, in milliseconds: labels often come many at a time. */
const pause = 250;

/** None before two classes have a photo each. */
export function useGuesses(): GuessesNow {
  const { lab } = useStudio();
  const tasks = useTasks();
  const project = useProject((it) => it);
  const isAdding = useIsUnderWay('photos');
  const [guesses, setGuesses] = useState<GuessesNow>(none);
  const { photos, classes, settings } = project;
  const { backbone } = settings;
  const possible = useMemo(() => canGuess(photos), [photos]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these change what is guessed
  useEffect(() => {
    if (!possible || isAdding) return;
    const timer = setTimeout(async () => {
      const found = await tasks.run({ key: 'guess', label: (text) => text.photos.guessing, quiet: true }, (hooks) =>
        lab.guess({ project }, hooks),
      );
      if (found) setGuesses({ of: new Map(found.guesses.map((one) => [one.id, one])), accuracy: found.accuracy });
    }, pause);
    return () => clearTimeout(timer);
  }, [photos, classes, backbone, possible, isAdding]);
  return useMemo(() => (possible ? still(guesses, project) : none), [possible, guesses, project]);
}

function canGuess(photos: Project['photos']): boolean {
  const labels = new Set<ClassId>();
  let unsorted = false;
  for (const { label } of Object.values(photos)) {
    if (label === undefined) unsorted = true;
    else labels.add(label);
    if (unsorted && labels.size > 1) return true;
  }
  return false;
}

function still({ of, accuracy }: GuessesNow, { photos, classes }: Project): GuessesNow {
  const present = new Set(classes.map(({ id }) => id));
  const kept = [...of].filter(([id, { label }]) => photos[id] && photos[id].label === undefined && present.has(label));
  return { of: new Map(kept), accuracy };
}

/** The least certain first; those of which nothing is said yet come last. */
export function byDoubt(photos: readonly Photo[], { of }: GuessesNow): readonly Photo[] {
  if (of.size === 0) return photos;
  const certainty = ({ id }: Photo) => of.get(id)?.probability ?? 2;
  return photos.toSorted((a, b) => certainty(a) - certainty(b));
}
