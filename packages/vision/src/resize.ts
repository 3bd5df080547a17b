/**
 * Resizing, antialiased when shrinking, as Pillow does it on 8-bit pictures, bit for bit: a horizontal pass, then
 * a vertical one, each in fixed point with 22 fractional bits and rounded back to bytes (Pillow, `Resample.c`).
 */
import { type Pixels, placement, withChannels } from './pixels.ts';
import type { Preprocessing } from './preprocessing.ts';

/** The picture with the channels, then the size of its preprocessing. One that has both already comes back as it is. */
export function fitPicture(pixels: Pixels, preprocessing: Preprocessing): Pixels {
  const { width, height, channels } = preprocessing;
  const picture = withChannels(pixels, channels);
  const { left, top, ...size } = placement(pixels, preprocessing);
  // Only what is seen of the resized picture is worked out.
  const columns = visible(left, size.width, width);
  const rows = visible(top, size.height, height);
  const seen = resize(picture, size, columns, rows);
  if (seen.width === width && seen.height === height) return seen;
  const data = new Uint8Array(width * height * channels).fill(preprocessing.background);
  const length = seen.width * channels;
  for (let y = 0; y < seen.height; y++) {
    const to = ((y + Math.max(0, top)) * width + Math.max(0, left)) * channels;
    data.set(seen.data.subarray(y * length, (y + 1) * length), to);
  }
  return { width, height, channels, data };
}

/** How much a pixel counts by its distance, which `support` bounds; both in pixels of the larger grid. */
export interface Filter {
  readonly support: number;
  weight(distance: number): number;
}

/** Pillow's `BILINEAR`: what preprocessing resizes with. */
const bilinear: Filter = { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) };

/** Pillow's `LANCZOS`, of three lobes. */
export const lanczos: Filter = {
  support: 3,
  weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0),
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** The whole picture at another size. */
export const resized = (
  pixels: Pixels,
  { width, height }: { readonly width: number; readonly height: number },
  filter = bilinear,
): Pixels => resize(pixels, { width, height }, { start: 0, end: width }, { start: 0, end: height }, filter);

/** Output positions from `start` up to but not including `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

const visible = (offset: number, size: number, frame: number): Span => ({
  start: Math.max(0, -offset),
  end: Math.min(size, frame - offset),
});

/** The part `columns` x `rows` of the picture resized to `size`. */
function resize(
  pixels: Pixels,
  size: { readonly width: number; readonly height: number },
  columns: Span,
  rows: Span,
  filter = bilinear,
): Pixels {
  const horizontal = weights(pixels.width, size.width, columns, filter);
  const vertical = weights(pixels.height, size.height, rows, filter);
  return resizeRows(resizeColumns(pixels, horizontal, vertical), vertical);
}

/** For each output position: the first input, how many, and their weights. Absent if nothing changes. */
interface Weights {
  readonly count: number;
  readonly first: Int32Array;
  readonly taps: Int32Array;
  readonly width: number;
  /** `[count, width]`, in units of 2^-22. */
  readonly values: Int32Array;
}

const fractionBits = 22;
/** What is added so that cutting the fraction off rounds. */
const half = 1 << (fractionBits - 1);

function weights(from: number, to: number, { start, end }: Span, filter: Filter): Weights | undefined {
  if (from === to && start === 0 && end === to) return undefined;
  const scale = from / to;
  const wider = Math.max(scale, 1);
  const support = filter.support * wider;
  const count = end - start;
  const width = Math.ceil(support) * 2 + 1;
  const table = {
    count,
    width,
    first: new Int32Array(count),
    taps: new Int32Array(count),
    values: new Int32Array(count * width),
  };
  for (let i = 0; i < count; i++) {
    const centre = (start + i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const taps = Math.min(from, Math.trunc(centre + support + 0.5)) - first;
    const weight = (k: number) => filter.weight((k + first - centre + 0.5) * (1 / wider));
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += weight(k);
    table.first[i] = first;
    table.taps[i] = taps;
    for (let k = 0; k < taps; k++) {
      const exact = (weight(k) / sum) * 2 ** fractionBits;
      table.values[i * width + k] = Math.trunc(exact < 0 ? exact - 0.5 : exact + 0.5);
    }
  }
  return table;
}

/** Resizes every row that the vertical pass will read; the others stay zero. */
function resizeColumns(pixels: Pixels, table: Weights | undefined, vertical: Weights | undefined): Pixels {
  if (!table) return pixels;
  const { height, channels, data: from } = pixels;
  const { count } = table;
  const [top, bottom] = rowsRead(vertical, height);
  const data = new Uint8Array(count * height * channels);
  const resizeRow = channels === 3 ? resizeColourRow : resizeGreyRow;
  for (let y = top; y < bottom; y++) resizeRow(from, y * pixels.width * channels, data, y * count * channels, table);
  return { width: count, height, channels, data };
}

type ResizeRow = (from: Uint8Array, fromAt: number, to: Uint8Array, toAt: number, table: Weights) => void;

const resizeColourRow: ResizeRow = (from, fromAt, to, toAt, { count, first, taps, width, values }) => {
  for (let x = 0, out = toAt; x < count; x++) {
    let red = half;
    let green = half;
    let blue = half;
    let at = fromAt + first[x]! * 3;
    for (let k = x * width, end = k + taps[x]!; k < end; k++) {
      const weight = values[k]!;
      red = (red + from[at++]! * weight) | 0;
      green = (green + from[at++]! * weight) | 0;
      blue = (blue + from[at++]! * weight) | 0;
    }
    to[out++] = toByte(red);
    to[out++] = toByte(green);
    to[out++] = toByte(blue);
  }
};

const resizeGreyRow: ResizeRow = (from, fromAt, to, toAt, { count, first, taps, width, values }) => {
  for (let x = 0; x < count; x++) {
    let sum = half;
    let at = fromAt + first[x]!;
    for (let k = x * width, end = k + taps[x]!; k < end; k++) sum = (sum + from[at++]! * values[k]!) | 0;
    to[toAt + x] = toByte(sum);
  }
};

function resizeRows(pixels: Pixels, table: Weights | undefined): Pixels {
  if (!table) return pixels;
  const { width, channels, data: from } = pixels;
  const { count, first, taps, width: stride, values } = table;
  const length = width * channels;
  const data = new Uint8Array(count * length);
  const sums = new Int32Array(length);
  for (let y = 0; y < count; y++) {
    sums.fill(half);
    for (let k = 0; k < taps[y]!; k++) addRow(sums, from, (first[y]! + k) * length, values[y * stride + k]!);
    for (let x = 0, at = y * length; x < length; x++, at++) data[at] = toByte(sums[x]!);
  }
  return { width, height: count, channels, data };
}

/** Row by row, as memory lies: five times as fast as down each column. */
function addRow(sums: Int32Array, from: Uint8Array, at: number, weight: number): void {
  for (let x = 0; x < sums.length; x++) sums[x] = sums[x]! + from[at + x]! * weight;
}

function rowsRead(vertical: Weights | undefined, height: number): [number, number] {
  if (!vertical) return [0, height];
  const last = vertical.count - 1;
  return [vertical.first[0]!, vertical.first[last]! + vertical.taps[last]!];
}

/** Rounded weights may add up to a little more than one, and those of `lanczos` overshoot. */
const toByte = (sum: number): number => Math.max(0, Math.min(255, sum >> fractionBits));
