'use client';
/** The selected photos, and the keys that do something with them. */
import type { ClassId, Photo, PhotoId } from '@graftml/studio';
import { useMemo, useState } from 'react';
import { useKeys } from '../../state/keys.tsx';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import type { Column } from './groups.ts';
import { after, nothing, present, type Selection } from './selection.ts';
import { usePhotoActions } from './use-photo-actions.ts';

export interface Selecting {
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  /** The photos of the column that the focus is in. */
  readonly order: readonly PhotoId[];
  readonly actions: {
    readonly label: (label: ClassId | undefined) => void;
    readonly pin: (split: Photo['split']) => void;
    readonly remove: () => void;
    readonly clear: () => void;
  };
}

export function useSelection(columns: readonly Column[]): Selecting {
  const { photos: text } = useText();
  const photos = useProject((project) => project.photos);
  const classes = useProject((project) => project.classes);
  const done = usePhotoActions();
  const [chosen, select] = useState(nothing);
  const selection = useMemo(() => present(chosen, (id) => photos[id] !== undefined), [chosen, photos]);
  const order = useMemo(() => {
    const column = columns.find((one) => one.photos.some(({ id }) => id === selection.focus));
    return column?.photos.map(({ id }) => id) ?? [];
  }, [columns, selection.focus]);
  const ids = [...selection.ids];
  const some = ids.length > 0;
  const actions: Selecting['actions'] = {
    label(label) {
      const moving = ids.filter((id) => photos[id]?.label !== label);
      done.label(moving, label);
      select(moving.length > 0 ? after(selection, order) : selection);
    },
    pin: (split) => done.pin(ids, split),
    remove() {
      done.remove(ids);
      select(after(selection, order));
    },
    clear: () => select(nothing),
  };
  useKeys([
    ...classes.slice(0, 9).map(({ id, name }, i) => ({
      keys: `${i + 1}`,
      says: text.nameThem(name),
      act: some && (() => actions.label(id)),
    })),
    { keys: '0', says: text.unsort, act: some && (() => actions.label(undefined)) },
    { keys: 'delete', says: text.remove, act: some && actions.remove },
    { keys: 'escape', says: text.selectNone, act: some && actions.clear },
    {
      keys: 'mod+a',
      says: text.selectAll,
      act: order.length > 0 && (() => select({ ...selection, ids: new Set(order) })),
    },
    // Heard by the column that has the focus; here so that they are told.
    { keys: 'arrowleft arrowright arrowup arrowdown', says: text.keyMove, act: some },
    { keys: 'shift+arrowright', says: text.keyExtend, act: some },
    { keys: 'enter', says: text.keyOpen, act: some },
  ]);
  return { selection, select, order, actions };
}
