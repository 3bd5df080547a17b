'use client';
/** What can be done with photos that were chosen on the map. */
import type { PhotoId } from '@graftml/studio';
import { Tag, Trash2, X } from 'lucide-react';
import { useProject, useSession } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { ClassName } from '../../../ui/class-name.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { useToast } from '../../../ui/toast.tsx';

export interface MapActionsProps {
  readonly chosen: readonly PhotoId[];
  readonly onChoose: (ids: readonly PhotoId[]) => void;
}

export function MapActions({ chosen, onChoose }: MapActionsProps) {
  const { app, understand } = useText();
  const { map } = understand;
  const session = useSession();
  const toast = useToast();
  const classes = useProject((project) => project.classes);
  const photos = useProject((project) => project.photos);
  const ids = chosen.filter((id) => photos[id]);
  const undo = { label: app.undo, act: () => void session.undo() };
  if (ids.length === 0) return <p className="text-faint text-small">{map.lasso}</p>;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <output className="counts mr-1 text-small">{map.chosen(ids.length)}</output>
      <Menu
        align="start"
        trigger={
          <Button size="small">
            <Tag size={15} aria-hidden />
            {map.labelAs}
          </Button>
        }
      >
        {classes.map(({ id, name }, index) => (
          <MenuItem
            key={id}
            onSelect={() => {
              session.apply({ type: 'label', ids, label: id });
              toast({ text: understand.relabelled(ids.length, name), action: undo });
              onChoose([]);
            }}
          >
            <ClassName index={index} name={name} />
          </MenuItem>
        ))}
      </Menu>
      <Button
        size="small"
        kind="danger"
        onClick={() => {
          session.apply({ type: 'remove-photos', ids });
          toast({ text: understand.removed(ids.length), action: undo });
          onChoose([]);
        }}
      >
        <Trash2 size={15} aria-hidden />
        {map.removeThem}
      </Button>
      <IconButton icon={X} label={map.letGo} onClick={() => onChoose([])} />
    </div>
  );
}
