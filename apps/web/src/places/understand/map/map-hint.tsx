'use client';
import type { PhotoId } from '@graftml/studio';
import { useProject } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { ClassName } from '../../../ui/class-name.tsx';
import { Thumb } from '../../../ui/thumb.tsx';
import type { MapMark } from './draw-map.ts';

export interface MapHintProps {
  readonly id: PhotoId;
  readonly mark: MapMark;
  /** Where its point is, and how large the map. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const wide = 144;
const high = 200;

/** The photo that is pointed at. */
export function MapHint({ id, mark, x, y, width, height }: MapHintProps) {
  const { map } = useText().understand;
  const classes = useProject((project) => project.classes);
  const name = useProject((project) => project.photos[id]?.name ?? '');
  const left = Math.max(4, Math.min(x + 16, width - wide - 4));
  const top = Math.max(4, Math.min(y - high / 2, height - high - 4));
  // Never over the point itself.
  const beside = left < x + 12 && left + wide > x - 12 ? Math.max(4, x - wide - 16) : left;
  return (
    <div
      role="status"
      className="pointer-events-none absolute flex flex-col gap-1.5 rounded-card border border-line bg-surface p-2 text-small shadow-lift"
      style={{ left: beside, top, width: wide }}
    >
      <Thumb id={id} alt={name} className="h-28 w-full" />
      <ClassName index={mark.index} name={classes[mark.index]?.name ?? map.unsorted} />
      {mark.taken !== undefined && <span className="text-wrong">{map.taken(classes[mark.taken]?.name ?? '?')}</span>}
    </div>
  );
}
