'use client';
/** What is done to photos, said and taken back. */
import type { ClassId, Photo, PhotoId } from '@graftml/studio';
import { useMemo } from 'react';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { useDone } from './use-done.ts';

export interface PhotoActions {
  readonly label: (ids: readonly PhotoId[], label: ClassId | undefined) => void;
  readonly pin: (ids: readonly PhotoId[], split: Photo['split']) => void;
  readonly remove: (ids: readonly PhotoId[]) => void;
}

export function usePhotoActions(): PhotoActions {
  const session = useSession();
  const { photos: text } = useText();
  const done = useDone();
  return useMemo(
    () => ({
      label(ids, label) {
        if (ids.length === 0) return;
        const { classes } = session.get().project;
        const name = classes.find(({ id }) => id === label)?.name;
        session.apply({ type: 'label', ids, ...(label !== undefined && { label }) });
        done(name === undefined ? text.unsortedNow(ids.length) : text.named(ids.length, name));
      },
      pin(ids, split) {
        if (ids.length === 0) return;
        session.apply({ type: 'split', ids, ...(split && { split }) });
        done(text.pinned(ids.length, text.pinTo[split ?? 'any']));
      },
      remove(ids) {
        if (ids.length === 0) return;
        session.apply({ type: 'remove-photos', ids });
        done(text.removed(ids.length));
      },
    }),
    [session, text, done],
  );
}
