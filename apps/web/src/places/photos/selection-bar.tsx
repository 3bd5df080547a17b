'use client';
/** What can be done with the selected photos. */
import type { ClassId, Photo } from '@graftml/studio';
import { ChevronUp, Inbox, Pin, Trash2, X } from 'lucide-react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Tip } from '../../ui/tip.tsx';

export interface SelectionBarProps {
  readonly count: number;
  readonly onLabel: (label: ClassId | undefined) => void;
  readonly onPin: (split: Photo['split']) => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
}

const mostButtons = 9;

export function SelectionBar({ count, onLabel, onPin, onRemove, onClear }: SelectionBarProps) {
  const { app, photos: text } = useText();
  const classes = useProject((project) => project.classes);
  return (
    <div
      role="toolbar"
      aria-label={text.selected(count)}
      className="toast pointer-events-auto flex max-w-full items-center gap-1 overflow-x-auto rounded-card border border-line bg-surface p-1.5 shadow-sheet"
    >
      <span className="counts px-2 text-small whitespace-nowrap">{text.selected(count)}</span>
      <span className="hidden items-center sm:flex">
        {classes.slice(0, mostButtons).map(({ id, name }, i) => (
          <Tip key={id} text={name} keys={`${i + 1}`} side="top">
            <button
              type="button"
              aria-label={text.nameThem(name)}
              onClick={() => onLabel(id)}
              className="flex h-9 max-w-32 items-center gap-1.5 rounded-small px-2 text-small hover:bg-sunken"
            >
              <ClassMark index={i} />
              {classes.length <= 5 && <span className="truncate">{name}</span>}
            </button>
          </Tip>
        ))}
      </span>
      <Menu
        align="start"
        trigger={
          <Button kind="quiet" size="small" className={classes.length > mostButtons ? '' : 'sm:hidden'}>
            {text.move}
            <ChevronUp size={16} aria-hidden />
          </Button>
        }
      >
        {classes.map(({ id, name }, i) => (
          <MenuItem key={id} onSelect={() => onLabel(id)}>
            <span className="flex items-center gap-2">
              <ClassMark index={i} />
              {name}
            </span>
          </MenuItem>
        ))}
      </Menu>
      <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line" />
      <IconButton icon={Inbox} label={text.unsort} keys="0" onClick={() => onLabel(undefined)} />
      <Menu align="start" trigger={<IconButton icon={Pin} label={text.pin} />}>
        {(['train', 'validation', 'test'] as const).map((split) => (
          <MenuItem key={split} onSelect={() => onPin(split)}>
            {text.pinTo[split]}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => onPin(undefined)}>{text.pinTo.any}</MenuItem>
      </Menu>
      <IconButton icon={Trash2} label={text.remove} keys="delete" onClick={onRemove} />
      <IconButton icon={X} label={app.close} keys="escape" onClick={onClear} />
    </div>
  );
}
