'use client';
/** What the person says of a photo: another class, or that it shall go. */
import type { Photo } from '@graftml/studio';
import { Trash2 } from 'lucide-react';
import { useKeys } from '../../state/keys.tsx';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';

/** With more classes, a menu. */
const mostChips = 8;

export interface PhotoActionsProps {
  readonly photo: Photo;
  /** It was decided about; the next one, please. */
  readonly onDone: () => void;
}

export function PhotoActions({ photo, onDone }: PhotoActionsProps) {
  const { app, understand } = useText();
  const session = useSession();
  const toast = useToast();
  const classes = useProject((project) => project.classes);
  const undo = { label: app.undo, act: () => void session.undo() };
  const label = (index: number) => {
    const one = classes[index];
    if (!one) return;
    if (photo.label !== one.id) {
      session.apply({ type: 'label', ids: [photo.id], label: one.id });
      toast({ text: understand.relabelled(1, one.name), action: undo });
    }
    onDone();
  };
  const remove = () => {
    session.apply({ type: 'remove-photos', ids: [photo.id] });
    toast({ text: understand.removed(1), action: undo });
    onDone();
  };
  useKeys([
    ...classes.slice(0, 9).map((one, i) => ({
      keys: `${i + 1}`,
      says: understand.itIsOne(one.name),
      act: () => label(i),
    })),
    { keys: 'delete', says: understand.remove, act: remove },
  ]);
  const chips = classes.length <= mostChips;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <span className="mr-1 text-small text-soft">{understand.itIs}</span>
      {chips ? (
        classes.map((one, i) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one.id === photo.label}
            onClick={() => label(i)}
            className="inline-flex h-8 max-w-40 items-center gap-1.5 rounded-full border border-line bg-surface pr-3 pl-1.5 text-small transition-colors duration-150 hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <ClassMark index={i} className="rounded-full" />
            <span className="truncate">{one.name}</span>
          </button>
        ))
      ) : (
        <Menu
          align="start"
          trigger={<Button size="small">{classes.find((one) => one.id === photo.label)?.name ?? '…'}</Button>}
        >
          {classes.map((one, i) => (
            <MenuItem key={one.id} onSelect={() => label(i)}>
              {one.name}
            </MenuItem>
          ))}
        </Menu>
      )}
      <IconButton icon={Trash2} label={understand.remove} keys="delete" onClick={remove} className="ml-auto" />
    </div>
  );
}
