/** What happens to one picture: drawn by chance, and done. The two are apart, so that either can be looked at alone. */
import { type Place, uniforms } from '@graftml/core';
import { type Pixels, withData } from '../pixels.ts';
import { type Affine, applyAffine } from './affine.ts';
import { applyColors, blend, type ColorChanges, drawColors, eachValue } from './color.ts';
import { applyCrop, type Crop, drawCrop } from './crop.ts';
import type { Augmentation } from './options.ts';

/** One drawing of everything that an augmentation may do to a picture. */
export interface Transform extends Affine {
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Added to every value. */
  readonly channelShift: number;
  /** What every value is multiplied by. */
  readonly brightness: number;
  /** The grey square: its middle and its side, in pixels; it may reach over the edge. */
  readonly cutout: { readonly x: number; readonly y: number; readonly side: number };
  readonly crop: Crop | undefined;
  readonly colors: ColorChanges;
}

type Size = Pick<Pixels, 'width' | 'height'>;

/** The same place draws the same, and each parameter has its own number: an option changes nothing of what another does. */
export function drawTransform(options: Augmentation, { width, height }: Size, place: Place): Transform {
  const numbers = uniforms(place, 12);
  const apart = (what: string): Place => ({ ...place, purpose: `${place.purpose}, ${what}` });
  const between = (i: number, low: number, high: number) => low + (high - low) * numbers[i]!;
  // Not -0 where there is no range.
  const either = (i: number, range: number) => (range === 0 ? 0 : between(i, -range, range));
  const pixels = (amount: number, side: number) => (amount < 1 ? amount * side : amount);
  return {
    theta: either(0, options.rotationRange),
    shiftX: either(1, pixels(options.widthShiftRange, width)),
    shiftY: either(2, pixels(options.heightShiftRange, height)),
    shear: either(3, options.shearRange),
    zoomX: between(4, ...options.zoomRange),
    zoomY: between(5, ...options.zoomRange),
    flipHorizontal: options.horizontalFlip && numbers[6]! < 0.5,
    flipVertical: options.verticalFlip && numbers[7]! < 0.5,
    channelShift: either(8, options.channelShiftRange),
    brightness: between(9, ...options.brightnessRange),
    cutout: {
      x: Math.floor(between(10, 0, width)),
      y: Math.floor(between(11, 0, height)),
      side: Math.round(pixels(options.cutout, Math.min(width, height))),
    },
    crop: options.randomResizedCrop && drawCrop(options.randomResizedCrop, { width, height }, apart('crop')),
    colors: options.colorJitter ? drawColors(options.colorJitter, apart('colors')) : [],
  };
}

/**
 * The crop; then in Keras's order affine, channel shift, flips, brightness; then colours and the cutout. The picture itself
 * stays as it is.
 */
export function applyTransform(
  picture: Pixels,
  transform: Transform,
  { fillMode, cval }: Pick<Augmentation, 'fillMode' | 'cval'>,
): Pixels {
  let pixels = transform.crop ? applyCrop(picture, transform.crop) : picture;
  pixels = applyAffine(pixels, transform, fillMode, cval);
  pixels = shiftChannels(pixels, transform.channelShift);
  if (transform.flipHorizontal || transform.flipVertical) pixels = flip(pixels, transform);
  pixels = blend(pixels, 'brightness', transform.brightness);
  pixels = applyColors(pixels, transform.colors);
  return cutOut(pixels, transform.cutout);
}

/** Keras's `apply_channel_shift`: within the least and the greatest value of the whole picture. */
function shiftChannels(pixels: Pixels, intensity: number): Pixels {
  if (intensity === 0) return pixels;
  let [least, most] = [255, 0];
  for (let i = 0; i < pixels.data.length; i++) {
    const value = pixels.data[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return eachValue(pixels, (value) => Math.floor(Math.min(most, Math.max(least, value + intensity)) + 0.5));
}

function flip(pixels: Pixels, { flipHorizontal, flipVertical }: Transform): Pixels {
  const { width, height, channels, data: from } = pixels;
  const data = new Uint8Array(from.length);
  const length = width * channels;
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = (flipVertical ? height - 1 - y : y) * length;
    if (flipHorizontal)
      for (let x = row + length - channels; x >= row; x -= channels)
        for (let c = 0; c < channels; c++) data[at++] = from[x + c]!;
    else data.set(from.subarray(row, row + length), y * length);
  }
  return withData(pixels, data);
}

/** DeVries & Taylor 2017; the square is mid-grey, 128. */
function cutOut(pixels: Pixels, { x, y, side }: Transform['cutout']): Pixels {
  if (side === 0) return pixels;
  const { width, height, channels } = pixels;
  const [left, top] = [x - Math.floor(side / 2), y - Math.floor(side / 2)];
  const data = pixels.data.slice();
  for (let row = Math.max(0, top); row < Math.min(height, top + side); row++)
    data.fill(
      128,
      (row * width + Math.max(0, left)) * channels,
      (row * width + Math.min(width, left + side)) * channels,
    );
  return withData(pixels, data);
}
