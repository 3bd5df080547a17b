'use client';
/** Columns of photos side by side; as wide as there is room, else scrolled sideways. Only those that are seen are there. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

export interface BoardProps {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  readonly children: (index: number, width: number) => ReactNode;
  /** After the last one. */
  readonly last?: ReactNode;
  readonly lastWidth: number;
}

const gap = 12;
const least = 220;

export function Board({ count, keyOf, children, last, lastWidth }: BoardProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    setRoom(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  const forColumns = room - (last ? lastWidth + gap : 0);
  // On a phone one column is nearly all that is seen, and the next one peeps in.
  const width =
    room < 600
      ? Math.round(room * (count > 1 || last ? 0.86 : 1))
      : Math.max(least, Math.floor((forColumns - gap * (count - 1)) / Math.max(1, count)));
  const columns = useVirtualizer({
    horizontal: true,
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => width,
    getItemKey: keyOf,
    gap,
    overscan: 1,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns have another width
  useEffect(() => columns.measure(), [width, columns]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-x-auto overflow-y-hidden">
      <div
        className="relative h-full"
        style={{ width: columns.getTotalSize() + (last ? lastWidth + gap : 0), minWidth: '100%' }}
      >
        {room > 0 &&
          columns.getVirtualItems().map(({ key, index, start }) => (
            <div key={key} className="absolute inset-y-0 flex flex-col" style={{ left: start, width }}>
              {children(index, width)}
            </div>
          ))}
        {last && (
          <div
            className="absolute inset-y-0"
            style={{ left: columns.getTotalSize() + (count > 0 ? gap : 0), width: lastWidth }}
          >
            {last}
          </div>
        )}
      </div>
    </div>
  );
}
