/**
 * Turning, moving, shearing and zooming in one step, as Keras's `apply_affine_transform` does it: every pixel is read from
 * where it came from, mixed of the four pixels that lie around that place (SciPy's `affine_transform`, order 1).
 */
import { type Pixels, withData } from '../pixels.ts';

/** What is beyond the edge of `abcd`: `kkkk` (`cval`), `aaaa`, `dcba`; `wrap` repeats with a period of one pixel less, as SciPy's. */
export const fillModes = ['constant', 'nearest', 'reflect', 'wrap'] as const;
/** `'constant'`, `'nearest'`, `'reflect'` or `'wrap'`. */
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
  const places = matrix(affine, pixels.width, pixels.height);
  const apply = affine.theta === 0 && affine.shear === 0 ? upright : slanted;
  return withData(pixels, apply(pixels, places, fillMode, Math.round(cval)));
}

type Apply = (pixels: Pixels, places: Matrix, fillMode: FillMode, fill: number) => Uint8Array;

const slanted: Apply = ({ width, height, channels, data: from }, { xx, xy, x0, yx, yy, y0 }, fillMode, fill) => {
  const data = new Uint8Array(from.length);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const column = inside(xx * x + xy * y + x0, width, fillMode);
      const row = inside(yx * x + yy * y + y0, height, fillMode);
      if (Number.isNaN(column) || Number.isNaN(row)) {
        for (let c = 0; c < channels; c++) data[at++] = fill;
        continue;
      }
      const left = column | 0;
      const top = row | 0;
      const partX = column - left;
      const partY = row - top;
      const step = left + 1 < width ? channels : 0;
      let upper = (top * width + left) * channels;
      let lower = top + 1 < height ? upper + width * channels : upper;
      for (let c = 0; c < channels; c++, upper++, lower++) {
        const above = from[upper]! * (1 - partX) + from[upper + step]! * partX;
        const below = from[lower]! * (1 - partX) + from[lower + step]! * partX;
        data[at++] = above * (1 - partY) + below * partY + 0.5;
      }
    }
  return data;
};

/** The same numbers where a column's place depends on `x` alone, and a row's on `y`: each row is mixed across only once. */
const upright: Apply = ({ width, height, channels, data: from }, { xx, x0, yy, y0 }, fillMode, fill) => {
  const columns = axis(xx, x0, width, fillMode);
  const rows = axis(yy, y0, height, fillMode);
  const length = width * channels;
  // Two neighbours are needed at a time: an even row and an odd one.
  const lines = [new Float64Array(length), new Float64Array(length)] as const;
  const held = [-1, -1];
  const across = (row: number): Float64Array => {
    const line = lines[(row & 1) as 0 | 1];
    if (held[row & 1] !== row) mixAcross(from.subarray(row * length, (row + 1) * length), columns, channels, line);
    held[row & 1] = row;
    return line;
  };
  const data = new Uint8Array(from.length);
  for (let y = 0; y < height; y++) {
    const top = rows.first[y]!;
    if (Number.isNaN(rows.parts[y]!)) data.fill(fill, y * length, (y + 1) * length);
    else mixDown(across(top), across(Math.min(top + 1, height - 1)), rows.parts[y]!, data, y * length);
  }
  for (let x = 0; x < width; x++)
    if (Number.isNaN(columns.parts[x]!))
      for (let at = x * channels; at < data.length; at += length) data.fill(fill, at, at + channels);
  return data;
};

function mixAcross(row: Uint8Array, { first, parts }: Axis, channels: number, out: Float64Array): void {
  const width = first.length;
  for (let x = 0, at = 0; x < width; x++) {
    const left = first[x]!;
    const part = parts[x]!;
    const step = left + 1 < width ? channels : 0;
    for (let i = left * channels, end = i + channels; i < end; i++)
      out[at++] = row[i]! * (1 - part) + row[i + step]! * part;
  }
}

function mixDown(above: Float64Array, below: Float64Array, part: number, out: Uint8Array, at: number): void {
  for (let i = 0; i < above.length; i++) out[at + i] = above[i]! * (1 - part) + below[i]! * part + 0.5;
}

/** For each place along an axis the pixel before it, and the part of the next one: NaN where nothing is seen. */
interface Axis {
  readonly first: Int32Array;
  readonly parts: Float64Array;
}

function axis(scale: number, offset: number, size: number, fillMode: FillMode): Axis {
  const first = new Int32Array(size);
  const parts = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const place = inside(scale * i + offset, size, fillMode);
    first[i] = place; // NaN becomes 0
    parts[i] = place - first[i]!;
  }
  return { first, parts };
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
