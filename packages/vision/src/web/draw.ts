/** Pictures through a canvas, in a browser. */
import { DataError, UnsupportedError } from '@graftml/core';
import type { Pixels } from '../pixels.ts';

/** A video, a canvas, an `<img>`, an `ImageBitmap` or a `VideoFrame`. */
export interface Drawable {
  readonly width?: number;
  readonly height?: number;
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

interface Canvas {
  getContext(
    kind: '2d',
    options: { readonly willReadFrequently: boolean; readonly colorSpace: 'srgb' },
  ): {
    drawImage(source: unknown, left: number, top: number, width: number, height: number): void;
    getImageData(left: number, top: number, width: number, height: number): Rgba;
  } | null;
}

declare const OffscreenCanvas: (new (width: number, height: number) => Canvas) | undefined;

const drawables = [
  'ImageBitmap',
  'HTMLVideoElement',
  'HTMLCanvasElement',
  'OffscreenCanvas',
  'HTMLImageElement',
  'SVGImageElement',
  'VideoFrame',
] as const;

/** Whether a canvas can take it. */
export const isDrawable = (source: object): source is Drawable =>
  drawables.some((name) => {
    const known = (globalThis as Readonly<Record<string, unknown>>)[name];
    return typeof known === 'function' && source instanceof known;
  });

/** What is to be seen of it now, over `background`. @throws DataError if there is nothing to be seen */
export function drawnPixels(source: Drawable, background = 255): Pixels {
  if (typeof OffscreenCanvas === 'undefined')
    throw new UnsupportedError('has no OffscreenCanvas to read pictures with', { where: 'this browser' });
  const { naturalWidth, naturalHeight, videoWidth, videoHeight, displayWidth, displayHeight } = source as Readonly<
    Record<string, number | undefined>
  >;
  const width = naturalWidth ?? videoWidth ?? displayWidth ?? source.width ?? 0;
  const height = naturalHeight ?? videoHeight ?? displayHeight ?? source.height ?? 0;
  if (!(width > 0 && height > 0))
    throw new DataError('shows nothing yet', { where: 'picture', hint: 'wait until it is loaded, or plays' });
  const canvas = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (!canvas) throw new DataError(`has ${width}x${height} pixels, more than the browser can draw`);
  canvas.drawImage(source, 0, 0, width, height);
  return overBackground(canvas.getImageData(0, 0, width, height), background);
}

/** Without its alpha. */
export function overBackground({ width, height, data: from }: Rgba, background: number): Pixels {
  const count = width * height;
  const data = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    const alpha = from[4 * i + 3]!;
    for (let c = 0; c < 3; c++) {
      const value = from[4 * i + c]!;
      data[3 * i + c] = alpha === 255 ? value : Math.round((value * alpha + background * (255 - alpha)) / 255);
    }
  }
  return { width, height, channels: 3, data };
}
