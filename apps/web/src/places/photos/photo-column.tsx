'use client';
/** A class and its photos; files and photos are dropped onto it. */
import type { Photo, PhotoId } from '@graftml/studio';
import type { ReactNode } from 'react';
import { useAdd } from '../../adding/add.ts';
import { filesOfTransfer, hasFiles } from '../../adding/dropped.ts';
import { useDropTarget } from '../../adding/use-drop.ts';
import { useText } from '../../text/text.tsx';
import { classes } from '../../ui/classes.ts';
import type { Column } from './groups.ts';
import { PhotoGrid } from './photo-grid.tsx';
import { photosType } from './photo-tile.tsx';
import type { Selection } from './selection.ts';

export interface PhotoColumnProps {
  readonly column: Column;
  readonly width: number;
  readonly head: ReactNode;
  readonly tile: number;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (id: PhotoId) => void;
  /** Selected photos were dropped onto it. */
  readonly onDropPhotos: (column: Column) => void;
  readonly badge: (photo: Photo) => ReactNode;
}

export function PhotoColumn(props: PhotoColumnProps) {
  const { column, width, head, tile, selection, onSelect, onOpen, onDropPhotos, badge } = props;
  const { photos: text } = useText();
  const add = useAdd();
  const { over, handlers } = useDropTarget(
    (transfer) => hasFiles(transfer) || transfer.types.includes(photosType),
    (transfer) => {
      if (hasFiles(transfer)) void add(filesOfTransfer(transfer), { className: column.of?.name ?? null });
      else onDropPhotos(column);
    },
  );
  const name = column.of?.name ?? text.unsorted;
  return (
    <section
      aria-label={name}
      {...handlers}
      className={classes(
        'flex min-h-0 flex-1 flex-col rounded-card border bg-surface shadow-rest transition-colors duration-150',
        over ? 'border-accent bg-accent-soft' : 'border-line',
      )}
    >
      {head}
      {column.photos.length === 0 ? (
        <p className="m-auto max-w-48 p-4 text-center text-small text-soft">{text.emptyClass}</p>
      ) : (
        <PhotoGrid
          label={name}
          photos={column.photos}
          width={width}
          tile={tile}
          selection={selection}
          onSelect={onSelect}
          onOpen={onOpen}
          badge={badge}
        />
      )}
    </section>
  );
}
