'use client';
/** The contact sheet of an augmentation, drawn by the lab; the one before stays until the next is there. */
import { type PhotoId, type Project, photosOf } from '@graftml/studio';
import { useEffect, useMemo, useState } from 'react';
import { useProject, useSession, useStudio } from '../../state/studio.tsx';
import { rgbIn, useThemeChanges } from '../../ui/canvas-colours.ts';

const rows = 5;
/** Milliseconds without a change. */
const pause = 120;

/** Some photos of all classes in turn. */
function someOf(project: Project): readonly PhotoId[] {
  const lists = [...project.classes.map(({ id }) => photosOf(project, id)), photosOf(project, undefined)];
  const longest = Math.max(...lists.map((list) => list.length));
  const inTurn = Array.from({ length: Math.min(longest, rows) }, (_, i) => lists.flatMap((list) => list[i] ?? []));
  return inTurn
    .flat()
    .slice(0, rows)
    .map(({ id }) => id);
}

export interface Sheet {
  readonly url?: string;
  /** While the next one is being drawn. */
  readonly isOld: boolean;
  readonly error?: unknown;
}

/** @param epoch another one draws anew */
export function useSheet(augmentation: string, epoch: number): readonly [Sheet, retry: () => void] {
  const { lab } = useStudio();
  const session = useSession();
  const photos = useProject((project) => project.photos);
  const backbone = useProject(({ settings }) => settings.backbone);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other photos are a reason to choose again
  const ids = useMemo(() => someOf(session.get().project), [session, photos]);
  const [sheet, setSheet] = useState<Sheet>({ isOld: true });
  const [tries, setTries] = useState(0);
  const theme = useThemeChanges();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another backbone sees photos otherwise, and another try or theme is a reason
  useEffect(() => {
    if (ids.length === 0) return;
    let isShown = true;
    setSheet(({ error: _, ...before }) => ({ ...before, isOld: true }));
    const timer = setTimeout(() => {
      const ground = rgbIn(document.body, '--surface');
      lab.sheet({ project: session.get().project, ids, augmentation, epoch, ground }).then(
        (blob) => isShown && setSheet({ url: URL.createObjectURL(blob), isOld: false }),
        (error: unknown) => isShown && setSheet((before) => ({ ...before, isOld: false, error })),
      );
    }, pause);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [lab, session, ids, backbone, augmentation, epoch, theme, tries]);
  const { url } = sheet;
  useEffect(() => () => void (url && URL.revokeObjectURL(url)), [url]);
  return [sheet, () => setTries((n) => n + 1)];
}
