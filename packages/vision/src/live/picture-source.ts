/** A picture in whatever form a program has it. */
import { UsageError } from '@graftml/core';
import type { Decode } from '../collection/examine.ts';
import type { Pixels } from '../pixels.ts';
import { type Drawable, drawnPixels, isDrawable, overBackground } from '../web/draw.ts';

/** A `Blob`, a `File` or a `Response`: whatever has bytes to give. */
export interface ByteSource {
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What a canvas gives: red, green, blue and alpha of each pixel. */
export interface RgbaPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/**
 * The bytes of a picture file, or what has them: `File`, `Blob`, `Response`; decoded `Pixels`; a canvas's `ImageData`; in a browser also
 * what can be drawn: a video, a canvas, an `<img>`, an `ImageBitmap`.
 */
export type PictureSource = Uint8Array | ArrayBuffer | ByteSource | Pixels | RgbaPixels | Drawable;

/** @throws DataError if it cannot be decoded; UsageError for what is no picture at all */
export async function pixelsOf(source: PictureSource, decode: Decode, background: number): Promise<Pixels> {
  if (source instanceof Uint8Array) return decode(source, background);
  if (source instanceof ArrayBuffer) return decode(new Uint8Array(source), background);
  if (typeof source !== 'object' || source === null) throw noPicture(source);
  if ('arrayBuffer' in source) return decode(new Uint8Array(await source.arrayBuffer()), background);
  if (isDrawable(source)) return drawnPixels(source, background);
  const { width, height, channels, data } = source as Partial<Pixels | (RgbaPixels & { channels?: undefined })>;
  const count = (width ?? 0) * (height ?? 0);
  if (data instanceof Uint8ClampedArray && data.length === 4 * count)
    return overBackground({ width: width!, height: height!, data }, background);
  if (channels && data instanceof Uint8Array && data.length === count * channels) return source as Pixels;
  throw noPicture(source);
}

const noPicture = (source: unknown): UsageError =>
  new UsageError('is no picture', {
    where: 'picture',
    expected: 'bytes, a File or Blob, Pixels or ImageData, or in a browser a video, canvas or image',
    received: source === null ? 'null' : typeof source === 'object' ? `a ${source?.constructor?.name}` : typeof source,
  });
