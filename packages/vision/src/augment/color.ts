/**
 * Colours that vary: PyTorch's `ColorJitter`, whose arithmetic is Pillow's (`ImageEnhance`, `Image.blend`, and its conversions
 * to grey and to HSV, `Convert.c`).
 */
import { type Place, permutation, uniforms } from '@graftml/core';
import { grey, type Pixels, withData } from '../pixels.ts';

/** How far colours may go. */
export interface ColorJitterOptions {
  /** Factors from `1 - x` (not below 0) to `1 + x`; 0 if absent. */
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
  /** The colour circle is turned by up to this part of it, either way; at most 0.5, and 0 if absent. */
  readonly hue: number;
}

const kinds = ['brightness', 'contrast', 'saturation', 'hue'] as const;

/** What happens, one after another. */
export type ColorChanges = readonly { readonly kind: (typeof kinds)[number]; readonly amount: number }[];

/** Amounts even in their ranges, in an order that is drawn too. */
export function drawColors(options: ColorJitterOptions, place: Place): ColorChanges {
  const numbers = uniforms(place, kinds.length);
  const order = permutation({ ...place, purpose: `${place.purpose}, order` }, kinds.length);
  return Array.from(order, (i) => {
    const kind = kinds[i]!;
    const range = options[kind];
    const [low, high] = kind === 'hue' ? [-range, range] : [Math.max(0, 1 - range), 1 + range];
    return { kind, amount: low + (high - low) * numbers[i]! };
  }).filter(({ kind }) => options[kind] > 0);
}

/** Of a grey picture, saturation and hue change nothing. */
export const applyColors = (pixels: Pixels, changes: ColorChanges): Pixels =>
  changes.reduce(
    (before, { kind, amount }) => (kind === 'hue' ? turned(before, amount) : blend(before, kind, amount)),
    pixels,
  );

/** Away from black, from the mean grey, or from the picture's own grey. */
export function blend(pixels: Pixels, kind: 'brightness' | 'contrast' | 'saturation', factor: number): Pixels {
  const { data, channels } = pixels;
  if (factor === 1 || (kind === 'saturation' && channels === 1)) return pixels;
  const f = Math.fround(factor);
  if (kind === 'saturation') return withData(pixels, awayFromGrey(data, f));
  const middle = kind === 'contrast' ? meanGrey(pixels) : 0;
  return eachValue(pixels, (value) => clipped(Math.fround(middle + Math.fround(f * (value - middle)))));
}

/** The picture of what `change` makes of each of the 256 values. */
export function eachValue(pixels: Pixels, change: (value: number) => number): Pixels {
  const { data: from } = pixels;
  const table = new Uint8Array(256);
  for (let value = 0; value < 256; value++) table[value] = change(value);
  const data = new Uint8Array(from.length);
  for (let i = 0; i < data.length; i++) data[i] = table[from[i]!]!;
  return withData(pixels, data);
}

function meanGrey({ data, channels }: Pixels): number {
  let sum = 0;
  if (channels === 1) for (let i = 0; i < data.length; i++) sum += data[i]!;
  else for (let i = 0; i < data.length; i += 3) sum += grey(data[i]!, data[i + 1]!, data[i + 2]!);
  return Math.floor(sum / (data.length / channels) + 0.5);
}

/** `own grey + f · (value - own grey)` for each value of three channels, in float32. */
function awayFromGrey(values: Uint8Array, f: number): Uint8Array {
  const data = new Uint8Array(values.length);
  for (let i = 0; i < data.length; i += 3) {
    const from = grey(values[i]!, values[i + 1]!, values[i + 2]!);
    for (let c = i; c < i + 3; c++) data[c] = clipped(Math.fround(from + Math.fround(f * (values[c]! - from))));
  }
  return data;
}

const clipped = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value));

/** The hue of each pixel moved by `turn` of the circle, which has 256 places: to HSV, 8 bits each, and back. */
function turned(pixels: Pixels, turn: number): Pixels {
  if (pixels.channels === 1) return pixels;
  const steps = Math.trunc(turn * 255);
  if (steps === 0) return pixels;
  const f = Math.fround;
  const { sectors, rests } = circle();
  const { data: from } = pixels;
  const data = new Uint8Array(from.length);
  for (let i = 0; i < data.length; i += 3) {
    const r = from[i]!;
    const g = from[i + 1]!;
    const b = from[i + 2]!;
    const most = Math.max(r, g, b);
    const range = most - Math.min(r, g, b);
    const saturation = range === 0 ? 0 : clipped(f(range / most) * 255);
    if (saturation === 0) {
      data[i] = data[i + 1] = data[i + 2] = most;
      continue;
    }
    const rc = f((most - r) / range);
    const gc = f((most - g) / range);
    const bc = f((most - b) / range);
    const sixths = r === most ? f(bc - gc) : g === most ? f(2 + rc - bc) : f(4 + gc - rc);
    const turns = sixths / 6 + 1; // from 5/6 to 11/6
    const hue = (clipped(f(turns < 1 ? turns : turns - 1) * 255) + steps) & 255;
    const part = f(saturation / 255);
    const sector = sectors[hue]!;
    const least = shade(most, 1 - part);
    // Falls in the odd sectors, and rises in the even ones.
    const middle = shade(most, 1 - part * (sector & 1 ? rests[hue]! : 1 - rests[hue]!));
    data[i] = sector === 0 || sector === 5 ? most : sector === 1 || sector === 4 ? middle : least;
    data[i + 1] = sector === 1 || sector === 2 ? most : sector === 0 || sector === 3 ? middle : least;
    data[i + 2] = sector === 3 || sector === 4 ? most : sector === 2 || sector === 5 ? middle : least;
  }
  return withData(pixels, data);
}

/** For each of the 256 hues: in which sixth of the circle it lies, and how far into it. */
function circle() {
  const sectors = new Uint8Array(256);
  const rests = new Float32Array(256);
  for (let hue = 0; hue < 256; hue++) {
    const place = Math.fround((hue * 6) / 255);
    sectors[hue] = Math.floor(place) % 6;
    rests[hue] = place - Math.floor(place);
  }
  return { sectors, rests };
}

/** Rounded; `share` is from 0 to 1. */
const shade = (value: number, share: number): number => (value * share + 0.5) | 0;
