'use client';
/** The photos of one column: only what is seen is there. */
import type { Photo, PhotoId } from '@graftml/studio';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { PhotoTile } from './photo-tile.tsx';
import { clicked, moved, type Selection } from './selection.ts';

export interface PhotoGridProps {
  readonly label: string;
  readonly photos: readonly Photo[];
  /** Of the column, pixels. */
  readonly width: number;
  /** About as wide as this. */
  readonly tile: number;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (id: PhotoId) => void;
  readonly badge: (photo: Photo) => ReactNode;
}

const gap = 6;
const padding = 12;
const bar = 10;

export function PhotoGrid({ label, photos, width, tile, selection, onSelect, onOpen, badge }: PhotoGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const inner = Math.max(1, width - 2 * padding - bar);
  const across = Math.max(1, Math.round(inner / tile));
  const size = Math.floor((inner - gap * (across - 1)) / across);
  const rows = useVirtualizer({
    count: Math.ceil(photos.length / across),
    getScrollElement: () => scroller.current,
    estimateSize: () => size + gap,
    overscan: 3,
    paddingStart: 5,
    paddingEnd: padding,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows have another height
  useEffect(() => rows.measure(), [size, rows]);

  const order = useMemo(() => photos.map(({ id }) => id), [photos]);
  const latest = useRef({ selection, onSelect, order });
  latest.current = { selection, onSelect, order };
  const click = useCallback((id: PhotoId, { shiftKey, metaKey, ctrlKey }: MouseEvent) => {
    const { selection, onSelect, order } = latest.current;
    onSelect(clicked(selection, id, { shift: shiftKey, mod: metaKey || ctrlKey }, order));
    scroller.current?.focus({ preventScroll: true });
  }, []);
  const drag = useCallback((id: PhotoId) => {
    const { selection, onSelect, order } = latest.current;
    if (!selection.ids.has(id)) onSelect(clicked(selection, id, { shift: false, mod: false }, order));
  }, []);

  const { focus } = selection;
  const at = focus === undefined ? -1 : order.indexOf(focus);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(Math.floor(at / across));
  }, [at, across, rows]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across },
      ...{ Home: -order.length, End: order.length, PageUp: -4 * across, PageDown: 4 * across },
    };
    const by = steps[event.key];
    if (by !== undefined) onSelect(moved(selection, by, event.shiftKey, order));
    else if (event.key === 'Enter' && focus !== undefined) onOpen(focus);
    else if (event.key === ' ' && focus !== undefined)
      onSelect(clicked(selection, focus, { shift: false, mod: true }, order));
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey))
      onSelect({ ...selection, ids: new Set(order) });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** By Tab; a click says itself which one. */
  const onFocus = ({ currentTarget, target }: FocusEvent) => {
    if (target === currentTarget && currentTarget.matches(':focus-visible') && at < 0 && selection.ids.size === 0)
      onSelect(moved(selection, 0, false, order));
  };
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={at >= 0 ? `photo-${focus}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      className="photo-grid min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2"
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            className="absolute flex"
            style={{ top: 0, left: padding, gap, transform: `translateY(${row.start}px)` }}
          >
            {photos.slice(row.index * across, (row.index + 1) * across).map((photo, i) => (
              <PhotoTile
                key={photo.id}
                photo={photo}
                size={size}
                selected={selection.ids.has(photo.id)}
                focused={photo.id === focus}
                position={row.index * across + i}
                total={photos.length}
                badge={badge(photo)}
                onClick={click}
                onOpen={onOpen}
                onDragStart={drag}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
