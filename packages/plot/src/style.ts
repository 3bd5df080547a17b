/** The one look of all pictures: sizes in pixels, colours, fonts. */

/** What every picture may say. */
export interface Frame {
  readonly title?: string;
  /** One line below the title. */
  readonly subtitle?: string;
  /** Pixels; 640 unless given. */
  readonly width?: number;
  /** Pixels; 400 unless given. */
  readonly height?: number;
}

/** Okabe & Ito 2008, told apart by the colour-blind too; their yellow, hard to see on white, is left out. */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#5c5c5c'] as const;

export const colors = {
  background: '#ffffff',
  text: '#222222',
  faint: '#666666',
  axis: '#888888',
  grid: '#e6e6e6',
} as const;

/** From the smallest to the largest value. */
export const scales = {
  /** Light to dark blue, for amounts. */
  sequential: ['#f7fbff', '#d4e4f2', '#a3c8e4', '#64a4d0', '#2f7ab7', '#0d4c91', '#08305f'],
  /** White to grey, to draw upon. */
  faint: ['#ffffff', '#f1f1f1', '#e2e2e2', '#d2d2d2', '#c1c1c1', '#afafaf', '#9c9c9c'],
  /** Orange over white to blue, for what has two sides. */
  diverging: ['#a63d00', '#d9782f', '#f2bd92', '#f7f7f7', '#9ec9e2', '#3d8fc0', '#00527f'],
} as const;

/** `'sequential'` for amounts, `'faint'` to draw upon, `'diverging'` for what has two sides. */
export type Scale = keyof typeof scales;

export const fontFamily = 'Helvetica, Arial, sans-serif';
export const fontSize = { title: 16, subtitle: 13, text: 13, small: 12 } as const;

/** About how wide a line of text is, rather too wide: no canvas is there to measure with, and nobody knows the font. */
export const textWidth = (text: string, size: number = fontSize.text): number => text.length * size * 0.6;

/** The color at `t`, from 0 (also for NaN) to 1, as red, green and blue from 0 to 255. */
export function colorAt(scale: Scale, t: number): readonly [number, number, number] {
  const stops = scales[scale];
  const place = (t > 0 ? Math.min(t, 1) : 0) * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  const [a, b] = [channels(stops[low]!), channels(stops[low + 1]!)];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (place - low));
  return [mix(0), mix(1), mix(2)];
}

/** A light tone of a colour of the palette, to stand behind. */
export function classColor(index: number): readonly [number, number, number] {
  const [red, green, blue] = channels(palette[index % palette.length]!);
  const light = (value: number) => Math.round(255 - (255 - value) * 0.3);
  return [light(red), light(green), light(blue)];
}

const channels = (hex: string): readonly [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
];

/** Text that can be read on this colour (its relative luminance, ITU-R BT.709, decides). */
export const textOn = ([red, green, blue]: readonly [number, number, number]): string =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue > 140 ? colors.text : colors.background;

/** `0.25`, `1,200`, `3e-5`: short, and never `-0`. */
export function showNumber(value: number, digits = 4): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 1).replace(/\.?0*e\+?/, 'e');
  const rounded = Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size)))));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 10 });
}
