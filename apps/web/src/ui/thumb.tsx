'use client';
/** A photo, small. */
import type { PhotoId } from '@graftml/studio';
import { ImageOff } from 'lucide-react';
import { useThumbnail } from '../state/thumbnails.tsx';
import { classes } from './classes.ts';

export interface ThumbProps {
  readonly id: PhotoId;
  /** What it shows; empty where a text beside it says so. */
  readonly alt: string;
  /** Its size: `size-24`, say. It fills its parent unless given. */
  readonly className?: string;
  /** The whole picture, not its middle. */
  readonly whole?: boolean;
}

export function Thumb({ id, alt, className = 'size-full', whole }: ThumbProps) {
  const url = useThumbnail(id);
  if (url === 'loading')
    return <span aria-hidden className={classes('skeleton block rounded-small bg-sunken', className)} />;
  if (url === 'gone')
    return (
      <span
        role="img"
        aria-label={alt}
        className={classes('flex items-center justify-center rounded-small bg-sunken text-faint', className)}
      >
        <ImageOff size={18} aria-hidden />
      </span>
    );
  return (
    // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
    <img
      src={url}
      alt={alt}
      draggable={false}
      decoding="async"
      className={classes('rounded-small bg-sunken', whole ? 'object-contain' : 'object-cover', className)}
    />
  );
}
