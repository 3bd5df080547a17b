'use client';
/** All that are looked at, small, in one line. */
import type { PhotoId } from '@graftml/studio';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useProject } from '../../state/studio.tsx';
import { classes } from '../../ui/classes.ts';
import { Thumb } from '../../ui/thumb.tsx';

export interface PhotoStripProps {
  readonly ids: readonly PhotoId[];
  readonly at: number;
  readonly onGo: (at: number) => void;
}

const size = 64;

export function PhotoStrip({ ids, at, onGo }: PhotoStripProps) {
  const box = useRef<HTMLDivElement>(null);
  const photos = useProject((project) => project.photos);
  const row = useVirtualizer({
    horizontal: true,
    count: ids.length,
    getScrollElement: () => box.current,
    estimateSize: () => size,
    overscan: 4,
  });
  useEffect(() => {
    if (at < ids.length) row.scrollToIndex(at, { align: 'auto' });
  }, [at, ids, row]);
  return (
    <div ref={box} className="-mx-1 overflow-x-auto px-1 py-1">
      <div className="relative h-14" style={{ width: row.getTotalSize() }}>
        {row.getVirtualItems().map(({ index, start }) => {
          const id = ids[index]!;
          const name = photos[id]?.name;
          return (
            <button
              key={id}
              type="button"
              aria-label={name ?? '?'}
              aria-current={index === at}
              tabIndex={index === at ? 0 : -1}
              onClick={() => onGo(index)}
              style={{ transform: `translateX(${start}px)` }}
              className={classes(
                'absolute top-0 left-0 size-14 overflow-hidden rounded-small',
                index === at ? 'outline-2 outline-accent outline-offset-2' : 'opacity-75 hover:opacity-100',
                name === undefined && 'opacity-20',
              )}
            >
              <Thumb id={id} alt="" />
            </button>
          );
        })}
      </div>
    </div>
  );
}
