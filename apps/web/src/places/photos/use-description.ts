'use client';
import type { Described } from '@graftml/studio';
import { useEffect, useState } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';
import { useIsUnderWay } from '../../state/use-tasks.tsx';

/** Nothing changed for so long, in milliseconds. */
const pause = 600;

/** What should be known of the photos, once they stand still. */
export function useDescription(): Described | undefined {
  const { lab } = useStudio();
  const project = useProject((it) => it);
  const isAdding = useIsUnderWay('photos');
  const [described, setDescribed] = useState<Described>();
  const { photos, classes, broken } = project;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only these change what is said
  useEffect(() => {
    if (isAdding) return;
    let left = false;
    const timer = setTimeout(async () => {
      const found = await lab.describe({ project }).catch(() => undefined);
      if (!left && found) setDescribed(found);
    }, pause);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [photos, classes, broken, isAdding]);
  return described;
}
