'use client';
/** A photo in a column. */
import type { Photo, PhotoId } from '@graftml/studio';
import { type DragEvent, type MouseEvent, memo, type ReactNode } from 'react';
import { classes } from '../../ui/classes.ts';
import { Thumb } from '../../ui/thumb.tsx';

/** What is dragged: photos of this page. */
export const photosType = 'application/x-graft-photos';

export interface PhotoTileProps {
  readonly photo: Photo;
  readonly size: number;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly position: number;
  readonly total: number;
  /** In its lower corners. */
  readonly badge?: ReactNode;
  readonly onClick: (id: PhotoId, event: MouseEvent) => void;
  readonly onOpen: (id: PhotoId) => void;
  readonly onDragStart: (id: PhotoId) => void;
}

export const PhotoTile = memo(function PhotoTile(props: PhotoTileProps) {
  const { photo, size, selected, focused, position, total, badge, onClick, onOpen, onDragStart } = props;
  const { id, name } = photo;
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(photosType, id);
    event.dataTransfer.effectAllowed = 'move';
    onDragStart(id);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: its list hears the keys
    <div
      id={`photo-${id}`}
      role="option"
      aria-label={name}
      aria-selected={selected}
      aria-posinset={position + 1}
      aria-setsize={total}
      // The list has the focus; its active descendant is this.
      tabIndex={-1}
      draggable
      onDragStart={drag}
      onClick={(event) => onClick(id, event)}
      onDoubleClick={() => onOpen(id)}
      style={{ width: size, height: size }}
      className={classes(
        'arrive group/tile relative shrink-0 cursor-default overflow-hidden rounded-small outline-offset-1',
        selected && 'outline-3 outline-accent',
        focused && !selected && 'outline-2 outline-line-strong',
      )}
    >
      <Thumb id={id} alt="" />
      {badge}
    </div>
  );
});
