'use client';
/** The name of a class, how many photos it has, and what can be done with it. */
import { Camera, Ellipsis, FolderPlus, ImagePlus, Maximize2, Merge, Minimize2, Trash2, Undo2 } from 'lucide-react';
import { useAdd } from '../../adding/add.ts';
import { usePicker } from '../../adding/pick.tsx';
import { useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { EditableName } from './editable-name.tsx';
import type { Column } from './groups.ts';
import { useDone } from './use-done.ts';

export interface ClassHeadProps {
  readonly column: Column;
  readonly alone: boolean;
  /** How many go into which part, in words, if that is shown. */
  readonly parts?: string | undefined;
  readonly onAlone: () => void;
  readonly onCamera: () => void;
  readonly onMerge: () => void;
}

export function ClassHead({ column, alone, parts, onAlone, onCamera, onMerge }: ClassHeadProps) {
  const { app, photos: text } = useText();
  const session = useSession();
  const done = useDone();
  const add = useAdd();
  const { of, index, photos } = column;
  const { pickFiles, pickFolder, inputs } = usePicker((source) => void add(source, { className: of?.name ?? null }));
  if (!of) return null;
  const remove = (what: 'remove' | 'unsort') => {
    session.apply({ type: 'remove-class', id: of.id, photos: what });
    done(text.classRemoved(of.name));
  };
  return (
    <header className="flex shrink-0 flex-col gap-0.5 p-2 pl-3">
      <div className="flex items-start gap-1">
        <ClassMark index={index} className="mt-1.5" />
        <EditableName
          label={text.nameOfClass}
          value={of.name}
          onChange={(name) => session.apply({ type: 'rename-class', id: of.id, name })}
        />
        <span className="-my-0.5 flex">
          <IconButton icon={Camera} label={text.record} onClick={onCamera} />
          <Menu trigger={<IconButton icon={Ellipsis} label={text.menuOf(of.name)} />}>
            <MenuItem icon={alone ? Minimize2 : Maximize2} onSelect={onAlone}>
              {alone ? text.allClasses : text.alone}
            </MenuItem>
            <MenuItem icon={ImagePlus} onSelect={pickFiles}>
              {text.addFiles}
            </MenuItem>
            <MenuItem icon={FolderPlus} onSelect={pickFolder}>
              {text.addFolder}
            </MenuItem>
            <MenuItem icon={Merge} onSelect={onMerge}>
              {text.merge}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={Undo2} onSelect={() => remove('unsort')}>
              {text.removeClass}
            </MenuItem>
            <MenuItem icon={Trash2} danger onSelect={() => remove('remove')} disabled={photos.length === 0}>
              {text.removeClassToo(photos.length)}
            </MenuItem>
          </Menu>
        </span>
      </div>
      <p className="counts truncate pb-1 pl-7 text-small text-soft">{parts ?? app.photos(photos.length)}</p>
      {inputs}
    </header>
  );
}
