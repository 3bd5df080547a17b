/** A part of the picture at the size of the whole: PyTorch's `RandomResizedCrop`, after Szegedy et al. 2014. */
import { type Place, uniforms } from '@graftml/core';
import { type Pixels, withData } from '../pixels.ts';
import { resized } from '../resize.ts';
import type { Range } from './options.ts';

/** In pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How much of a picture may be left out. */
export interface CropOptions {
  /** How much of the picture's area is seen; `[0.08, 1]` if absent. */
  readonly scale: Range;
  /** Width to height of what is seen, before it is brought to the picture's own; `[3/4, 4/3]` if absent. */
  readonly ratio: Range;
}

/** So many areas and ratios are tried; if none fits, the largest middle part of a ratio in the range is taken. */
const tries = 10;

/** Area even in `scale`, ratio even in the logarithm of `ratio`, place even among those possible. */
export function drawCrop(
  { scale, ratio }: CropOptions,
  picture: { readonly width: number; readonly height: number },
  place: Place,
): Crop {
  const numbers = uniforms(place, 2 * tries + 2);
  const between = (i: number, low: number, high: number) => low + (high - low) * numbers[i]!;
  for (let k = 0; k < tries; k++) {
    const area = picture.width * picture.height * between(2 * k, ...scale);
    const shape = Math.exp(between(2 * k + 1, Math.log(ratio[0]), Math.log(ratio[1])));
    const [width, height] = [Math.round(Math.sqrt(area * shape)), Math.round(Math.sqrt(area / shape))];
    if (width < 1 || height < 1 || width > picture.width || height > picture.height) continue;
    const left = Math.floor(numbers[2 * tries]! * (picture.width - width + 1));
    const top = Math.floor(numbers[2 * tries + 1]! * (picture.height - height + 1));
    return { left, top, width, height };
  }
  const shape = Math.min(Math.max(picture.width / picture.height, ratio[0]), ratio[1]);
  const width = Math.min(picture.width, Math.round(picture.height * shape));
  const height = Math.min(picture.height, Math.round(picture.width / shape));
  return {
    left: Math.floor((picture.width - width) / 2),
    top: Math.floor((picture.height - height) / 2),
    width,
    height,
  };
}

/** What `crop` shows, resized (bilinear, antialiased) to the size that the picture has. */
export function applyCrop(pixels: Pixels, { left, top, width, height }: Crop): Pixels {
  const { channels } = pixels;
  if (width === pixels.width && height === pixels.height) return pixels;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pixels.width + left) * channels;
    data.set(pixels.data.subarray(from, from + width * channels), y * width * channels);
  }
  return withData(pixels, resized({ width, height, channels, data }, pixels).data);
}
