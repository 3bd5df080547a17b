'use client';
/** The answers, as they come: by class, with what is unsure or broken apart. */
import type { SortedRow } from '@graftml/studio';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useModelClasses } from '../../../state/model-classes.ts';
import { useText } from '../../../text/text.tsx';
import { ClassName } from '../../../ui/class-name.tsx';
import { SortedLine } from './sorted-line.tsx';
import type { Sorted } from './use-sorting.ts';

export interface SortedListProps {
  readonly sorted: Sorted;
  readonly running: boolean;
}

const height = 60;

/** A label, or what has none. */
const groupOf = ({ answer }: SortedRow): string => (answer ? (answer.unsure ? '\0unsure' : answer.label) : '\0broken');

export function SortedList({ sorted: { files, rows, total, ended }, running }: SortedListProps) {
  const { app, use } = useText();
  const classes = useModelClasses();
  const [only, setOnly] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const counts = useMemo(() => {
    const all = new Map<string, number>();
    for (const row of rows) all.set(groupOf(row), (all.get(groupOf(row)) ?? 0) + 1);
    return all;
  }, [rows]);
  const blobs = useMemo(() => new Map(files.map(({ path, blob }) => [path, blob])), [files]);
  const shown = useMemo(() => (only === undefined ? rows : rows.filter((row) => groupOf(row) === only)), [rows, only]);
  const list = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 6,
  });
  const chips = [
    { group: undefined, name: use.folder.all, index: undefined, n: rows.length },
    ...classes.map(({ label, name, index }) => ({ group: label, name, index, n: counts.get(label) ?? 0 })),
    { group: '\0unsure', name: use.try.unsure, index: -1, n: counts.get('\0unsure') ?? 0 },
    { group: '\0broken', name: use.try.broken, index: undefined, n: counts.get('\0broken') ?? 0 },
  ].filter(({ group, n }) => group === undefined || n > 0);
  return (
    <>
      <output className="text-small text-soft">
        {running || ended ? use.folder.done(rows.length) : use.folder.stopped(rows.length, total)}
      </output>
      <div className="flex flex-wrap gap-1.5">
        {chips.map(({ group, name, index, n }) => (
          <button
            key={group ?? ''}
            type="button"
            aria-pressed={only === group}
            onClick={() => setOnly(group)}
            className="inline-flex h-8 max-w-56 items-center gap-2 rounded-full border border-line bg-surface px-3 text-small hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            {index === undefined ? <span className="truncate">{name}</span> : <ClassName index={index} name={name} />}
            <span className="counts text-soft">{n.toLocaleString()}</span>
          </button>
        ))}
      </div>
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows scroll it
        tabIndex={0}
        className="min-h-40 flex-1 overflow-y-auto rounded-card border border-line bg-surface"
      >
        <ul aria-label={app.photos(shown.length)} className="relative" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const row = shown[index]!;
            return (
              <li
                key={row.path}
                style={{ transform: `translateY(${start}px)`, height }}
                className="absolute inset-x-0 top-0 border-line border-b"
              >
                <SortedLine row={row} blob={blobs.get(row.path)} classes={classes} />
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}
