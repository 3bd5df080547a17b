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
  const grey = kind === 'brightness' ? undefined : withChannels(pixels, 1).data;
  const middle =
    kind === 'contrast' ? Math.floor(grey!.reduce((sum, value) => sum + value, 0) / grey!.length + 0.5) : 0;
  const f = Math.fround(factor);
  return withData(
    pixels,
    data.map((value, i) => {
      const from = kind === 'saturation' ? grey![Math.floor(i / channels)]! : middle;
      return clipped(Math.fround(from + Math.fround(f * (value - from))));
    }),
  );
}

const clipped = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.trunc(value));

/** The hue of each pixel moved by `turn` of the circle, which has 256 places. */
function turned(pixels: Pixels, turn: number): Pixels {
  if (pixels.channels === 1) return pixels;
  const steps = Math.trunc(turn * 255);
  if (steps === 0) return pixels;
  const data = new Uint8Array(pixels.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const [r, g, b] = [pixels.data[i]!, pixels.data[i + 1]!, pixels.data[i + 2]!];
    const [hue, saturation, value] = toHsv(r, g, b);
    data.set(toRgb((hue + steps) & 255, saturation, value), i);
  }
  return withData(pixels, data);
}

function toHsv(r: number, g: number, b: number): readonly [number, number, number] {
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)];
  if (most === least) return [0, 0, most];
  const f = Math.fround;
  const range = most - least;
  const [rc, gc, bc] = [r, g, b].map((value) => f((most - value) / range)) as [number, number, number];
  const sector = r === most ? f(bc - gc) : g === most ? f(2 + rc - bc) : f(4 + gc - rc);
  const hue = f((sector / 6 + 1) % 1);
  return [clipped(hue * 255), clipped(f(range / most) * 255), most];
}

function toRgb(hue: number, saturation: number, value: number): readonly [number, number, number] {
  if (saturation === 0) return [value, value, value];
  const f = Math.fround;
  const place = f((hue * 6) / 255);
  const part = f(saturation / 255);
  const sector = Math.floor(place);
  const rest = f(place - sector);
  const shade = (share: number) => Math.min(255, Math.round(value * share));
  const p = shade(1 - part);
  const q = shade(1 - part * rest);
  const t = shade(1 - part * (1 - rest));
  switch (sector % 6) {
    case 0:
      return [value, t, p];
    case 1:
      return [q, value, p];
    case 2:
      return [p, value, t];
    case 3:
      return [p, q, value];
    case 4:
      return [t, p, value];
    default:
      return [value, p, q];
  }
}
