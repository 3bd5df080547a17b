/**
 * Turning, moving, shearing and zooming in one step, as Keras's `apply_affine_transform` does it: every pixel is read from
 * where it came from, mixed of the four pixels that lie around that place (SciPy's `affine_transform`, order 1).
 */
import { type Pixels, withData } from '../pixels.ts';

/** What is beyond the edge of `abcd`: `kkkk` (`cval`), `aaaa`, `dcba`; `wrap` repeats with a period of one pixel less, as SciPy's. */
export const fillModes = ['constant', 'nearest', 'reflect', 'wrap'] as const;
export type FillMode = (typeof fillModes)[number];

/** A pixel shows what lay at `rotation · shift · shear · zoom` of its place, counted from the picture's centre. */
export interface Affine {
  /** Degrees. */
  readonly theta: number;
  /** Pixels to the right and down that a pixel is read from: the picture moves the other way. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Degrees. */
  readonly shear: number;
  /** Below 1 enlarges. */
  readonly zoomX: number;
  readonly zoomY: number;
}

/** The place that the pixel (`x`, `y`) is read from is (`xx x + xy y + x0`, `yx x + yy y + y0`). */
interface Matrix {
  readonly xx: number;
  readonly xy: number;
  readonly x0: number;
  readonly yx: number;
  readonly yy: number;
  readonly y0: number;
}

const changesNothing = ({ theta, shiftX, shiftY, shear, zoomX, zoomY }: Affine): boolean =>
  theta === 0 && shiftX === 0 && shiftY === 0 && shear === 0 && zoomX === 1 && zoomY === 1;

/** The transformed picture, each value rounded to the nearest byte; the picture itself if nothing changes. */
export function applyAffine(pixels: Pixels, affine: Affine, fillMode: FillMode, cval: number): Pixels {
  if (changesNothing(affine)) return pixels;
  const { width, height, channels, data: from } = pixels;
  const { xx, xy, x0, yx, yy, y0 } = matrix(affine, width, height);
  const data = new Uint8Array(from.length);
  const fill = Math.round(cval);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const column = inside(xx * x + xy * y + x0, width, fillMode);
      const row = inside(yx * x + yy * y + y0, height, fillMode);
      if (Number.isNaN(column) || Number.isNaN(row)) {
        data.fill(fill, at, at + channels);
        at += channels;
        continue;
      }
      const left = Math.floor(column);
      const top = Math.floor(row);
      const bottom = Math.min(top + 1, height - 1);
      const partX = column - left;
      const partY = row - top;
      const step = left + 1 < width ? channels : 0;
      let upper = (top * width + left) * channels;
      let lower = (bottom * width + left) * channels;
      for (let c = 0; c < channels; c++, upper++, lower++) {
        const above = from[upper]! * (1 - partX) + from[upper + step]! * partX;
        const below = from[lower]! * (1 - partX) + from[lower + step]! * partX;
        data[at++] = Math.floor(above * (1 - partY) + below * partY + 0.5);
      }
    }
  return withData(pixels, data);
}

/** About the centre, `((width - 1) / 2, (height - 1) / 2)`. */
function matrix({ theta, shiftX, shiftY, shear, zoomX, zoomY }: Affine, width: number, height: number): Matrix {
  const [turn, lean] = [radians(theta), radians(shear)];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  // rotation · shear: [cos -sin; sin cos] · [1 -sin(lean); 0 cos(lean)]
  const xx = cos * zoomX;
  const xy = (-cos * Math.sin(lean) - sin * Math.cos(lean)) * zoomY;
  const yx = sin * zoomX;
  const yy = (-sin * Math.sin(lean) + cos * Math.cos(lean)) * zoomY;
  const [centreX, centreY] = [(width - 1) / 2, (height - 1) / 2];
  return {
    xx,
    xy,
    x0: centreX - xx * centreX - xy * centreY + cos * shiftX - sin * shiftY,
    yx,
    yy,
    y0: centreY - yx * centreX - yy * centreY + sin * shiftX + cos * shiftY,
  };
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The place in `[0, size - 1]` that is seen at `place`; NaN where nothing is. SciPy, `ni_interpolation.c`, `map_coordinate`. */
function inside(place: number, size: number, mode: FillMode): number {
  const last = size - 1;
  if (place >= 0 && place <= last) return place;
  switch (mode) {
    case 'constant':
      return Number.NaN;
    case 'nearest':
      return place < 0 ? 0 : last;
    case 'reflect': {
      // Between a picture and its mirror image lies a pixel that is the edge on both sides.
      const once = modulo(place + 0.5, 2 * size);
      const mirrored = (once < size ? once : 2 * size - once) - 0.5;
      return Math.min(Math.max(mirrored, 0), last);
    }
    case 'wrap':
      return last === 0 ? 0 : modulo(place, last);
  }
}

const modulo = (n: number, period: number): number => n - period * Math.floor(n / period);
