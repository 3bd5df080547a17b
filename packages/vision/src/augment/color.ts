/**
 * Colours that vary: PyTorch's `ColorJitter`, whose arithmetic is Pillow's (`ImageEnhance`, `Image.blend`, and its conversions
 * to grey and to HSV, `Convert.c`).
 */
import { type Place, permutation, uniforms } from '@graftml/core';
import { type Pixels, withChannels, withData } from '../pixels.ts';

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
  if (kind === 'saturation') return withData(pixels, awayFrom(withChannels(pixels, 1).data, data, f));
  const middle = kind === 'contrast' ? meanGrey(pixels) : 0;
  return eachValue(pixels, (value) => clipped(Math.fround(middle + Math.fround(f * (value - middle)))));
}

/** The picture of what `change` makes of each of the 256 values. */
export function eachValue(pixels: Pixels, change: (value: number) => number): Pixels {
  const table = Uint8Array.from({ length: 256 }, (_, value) => change(value));
  const data = new Uint8Array(pixels.data.length);
  for (let i = 0; i < data.length; i++) data[i] = table[pixels.data[i]!]!;
  return withData(pixels, data);
}

function meanGrey(pixels: Pixels): number {
  const { data } = withChannels(pixels, 1);
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]!;
  return Math.floor(sum / data.length + 0.5);
}

/** `grey + f · (value - grey)` for each value of three channels, in float32. */
function awayFrom(grey: Uint8Array, values: Uint8Array, f: number): Uint8Array {
  const data = new Uint8Array(values.length);
  for (let i = 0, at = 0; i < grey.length; i++) {
    const from = grey[i]!;
    for (let c = 0; c < 3; c++, at++) data[at] = clipped(Math.fround(from + Math.fround(f * (values[at]! - from))));
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
  const { data: from } = pixels;
  const data = new Uint8Array(from.length);
  for (let i = 0; i < data.length; i += 3) {
    const r = from[i]!;
    const g = from[i + 1]!;
    const b = from[i + 2]!;
    const most = Math.max(r, g, b);
    const range = most - Math.min(r, g, b);
    let hue = 0;
    let saturation = 0;
    if (range > 0) {
      const rc = f((most - r) / range);
      const gc = f((most - g) / range);
      const bc = f((most - b) / range);
      const sector = r === most ? f(bc - gc) : g === most ? f(2 + rc - bc) : f(4 + gc - rc);
      hue = clipped(f((sector / 6 + 1) % 1) * 255);
      saturation = clipped(f(range / most) * 255);
    }
    if (saturation === 0) {
      data[i] = data[i + 1] = data[i + 2] = most;
      continue;
    }
    const place = f((((hue + steps) & 255) * 6) / 255);
    const part = f(saturation / 255);
    const sector = Math.floor(place);
    const rest = f(place - sector);
    const p = shade(most, 1 - part);
    const q = shade(most, 1 - part * rest);
    const t = shade(most, 1 - part * (1 - rest));
    const s = sector % 6;
    data[i] = s === 0 || s === 5 ? most : s === 1 ? q : s === 4 ? t : p;
    data[i + 1] = s === 1 || s === 2 ? most : s === 0 ? t : s === 3 ? q : p;
    data[i + 2] = s === 3 || s === 4 ? most : s === 2 ? t : s === 5 ? q : p;
  }
  return withData(pixels, data);
}

const shade = (value: number, share: number): number => Math.min(255, Math.round(value * share));
