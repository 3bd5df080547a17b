'use client';
import type { CollectionFacts } from '@graftml/vision';
import { useEffect, useState } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';
import { useTask } from '../../state/use-tasks.tsx';

/** Nothing changed for so long, in milliseconds. */
const pause = 600;

/** What should be known of the photos, once they stand still. */
export function useDescription(): CollectionFacts | undefined {
  const { lab } = useStudio();
  const project = useProject((it) => it);
  const isAdding = useTask('photos') !== undefined;
  const [facts, setFacts] = useState<CollectionFacts>();
  const { photos, classes, broken } = project;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these change what is said
  useEffect(() => {
    if (isAdding) return;
    let left = false;
    const timer = setTimeout(async () => {
      const found = await lab.describe({ project }).catch(() => undefined);
      if (!left && found) setFacts(found.facts);
    }, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [photos, classes, broken, isAdding]);
  return facts;
}
