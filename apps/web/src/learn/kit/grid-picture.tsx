'use client';
/** A square of pixels, and what is drawn over it in units of a pixel. */
import type { ReactNode } from 'react';
import { Pixels, type PixelsProps } from './pixels.tsx';

export interface GridPictureProps extends Pick<PixelsProps, 'paint' | 'of' | 'isSmooth'> {
  readonly size: number;
  /** Pixels of padding around it, shown as empty. */
  readonly before?: number;
  readonly after?: number;
  readonly title?: ReactNode;
  readonly label: string;
  readonly children?: ReactNode;
}

export function GridPicture({ size, before = 0, after = 0, title, label, children, ...pixels }: GridPictureProps) {
  const all = before + size + after;
  const percent = (part: number) => `${(100 * part) / all}%`;
  return (
    <figure className="min-w-0">
      {title && <figcaption className="mb-1 truncate text-small">{title}</figcaption>}
      <div
        role="img"
        aria-label={label}
        className="relative aspect-square w-full overflow-hidden rounded-[4px] bg-sunken"
      >
        <div
          className="absolute"
          style={{ left: percent(before), top: percent(before), width: percent(size), height: percent(size) }}
        >
          <Pixels width={size} height={size} {...pixels} />
        </div>
        {children && (
          <svg viewBox={`${-before} ${-before} ${all} ${all}`} className="absolute inset-0 size-full" aria-hidden>
            {children}
          </svg>
        )}
      </div>
    </figure>
  );
}
