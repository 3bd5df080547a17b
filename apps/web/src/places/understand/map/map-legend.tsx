'use client';
import { useProject } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { ClassName } from '../../../ui/class-name.tsx';
import type { MapMark } from './draw-map.ts';

export interface MapLegendProps {
  readonly marks: readonly MapMark[];
  /** The only class that is seen well. */
  readonly only: number | undefined;
  readonly onOnly: (index: number | undefined) => void;
}

export function MapLegend({ marks, only, onOnly }: MapLegendProps) {
  const { map } = useText().understand;
  const classes = useProject((project) => project.classes);
  const all = [...classes.map(({ name }, index) => ({ name, index })), { name: map.unsorted, index: -1 }];
  const present = new Set(marks.map(({ index }) => index));
  return (
    <div className="flex flex-wrap items-center gap-1">
      {all
        .filter(({ index }) => present.has(index))
        .map(({ name, index }) => (
          <button
            key={index}
            type="button"
            title={map.only(name)}
            aria-pressed={only === index}
            onClick={() => onOnly(only === index ? undefined : index)}
            className="inline-flex h-8 max-w-44 items-center rounded-small px-2 text-small hover:bg-sunken aria-pressed:bg-accent-soft"
          >
            <ClassName index={index} name={name} />
          </button>
        ))}
      {marks.some(({ taken }) => taken !== undefined) && (
        <span className="ml-2 inline-flex items-center gap-2 text-small text-soft">
          <span aria-hidden className="size-4 rounded-full border-2 border-wrong p-px">
            <span className="block size-full rounded-full bg-faint" />
          </span>
          {map.crossed}
        </span>
      )}
    </div>
  );
}
