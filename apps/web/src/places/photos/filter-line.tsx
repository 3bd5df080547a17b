'use client';
import { Trash2, X } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import type { Remark } from './remarks.ts';
import { usePhotoActions } from './use-photo-actions.ts';

export interface FilterLineProps {
  readonly remark: Remark;
  readonly onClose: () => void;
}

/** That only those photos are shown which a remark is about; and what can be done with them. */
export function FilterLine({ remark, onClose }: FilterLineProps) {
  const { photos: text } = useText();
  const { remove } = usePhotoActions();
  const copies = remark.kind === 'alike' ? remark.groups.flatMap((group) => group.slice(1)) : [];
  return (
    <div className="mb-3 flex shrink-0 flex-wrap items-center gap-2 self-start rounded-small bg-accent-soft py-1 pr-1 pl-3 text-small">
      {text.showing(remark.text)}
      {copies.length > 0 && (
        <Button
          size="small"
          onClick={() => {
            remove(copies);
            onClose();
          }}
        >
          <Trash2 size={16} aria-hidden />
          {text.removeCopies(copies.length)}
        </Button>
      )}
      <Button size="small" kind="quiet" onClick={onClose}>
        <X size={16} aria-hidden />
        {text.showAll}
      </Button>
    </div>
  );
}
