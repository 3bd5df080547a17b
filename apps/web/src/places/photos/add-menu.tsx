'use client';
import { Camera, FolderPlus, ImagePlus, Plus } from 'lucide-react';
import { useAdd } from '../../adding/add.ts';
import { usePicker } from '../../adding/pick.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';

/** More photos, from wherever. */
export function AddMenu({ onCamera }: { readonly onCamera: () => void }) {
  const { photos: text } = useText();
  const add = useAdd();
  const { pickFiles, pickFolder, inputs } = usePicker((source) => void add(source));
  return (
    <>
      <Menu
        trigger={
          <Button size="small">
            <Plus size={16} aria-hidden />
            {text.add}
          </Button>
        }
      >
        <MenuItem icon={FolderPlus} onSelect={pickFolder}>
          {text.addFolder}
        </MenuItem>
        <MenuItem icon={ImagePlus} onSelect={pickFiles}>
          {text.addFiles}
        </MenuItem>
        <MenuItem icon={Camera} onSelect={onCamera}>
          {text.camera}
        </MenuItem>
        <p className="max-w-56 px-2.5 pt-1.5 pb-1 text-faint text-small">{text.addHint}</p>
      </Menu>
      {inputs}
    </>
  );
}
