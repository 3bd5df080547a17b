/** A map of heat over its picture: pixels, for whatever shows or writes them. */
import { UsageError } from '@graftml/core';
import { grey, type Pixels, withChannels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { resized } from '../resize.ts';
import { type Box, type HeatMap, normalized, sample } from './heat-map.ts';
import { viewOf } from './view.ts';

/** Options of `overlay`. */
export interface OverlayOptions {
  readonly preprocessing: Preprocessing;
  /** How much of the colour covers the picture where it is hottest, from 0 to 1; 0.7 unless given. */
  readonly blend?: number;
  /** A box to draw, in pixels of the picture, as `hotBox` finds it. */
  readonly box?: Box | undefined;
  /** Pictures whose longer side has more pixels are made smaller; 1024 unless given. */
  readonly most?: number;
}

/** From nothing to the most, lighter all the way, so that it can be read without colours too. */
const stops = [
  [26, 21, 74],
  [94, 28, 138],
  [196, 42, 116],
  [247, 122, 48],
  [255, 232, 112],
] as const;

/** The colour of heat from 0 to 1: red, green, blue, 0 to 255. */
export function heatColour(heat: number): readonly [red: number, green: number, blue: number] {
  const place = (heat > 0 ? Math.min(heat, 1) : 0) * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  const mix = (i: 0 | 1 | 2) => Math.round(stops[low]![i] + (stops[low + 1]![i] - stops[low]![i]) * (place - low));
  return [mix(0), mix(1), mix(2)];
}

/** How much light is left of what the network does not see. */
const unseen = 0.4;

/**
 * The picture in grey, coloured by how much each place speaks for the class. What the network does not see of it is dark.
 * @throws UsageError for a blend that is none
 */
export function overlay(picture: Pixels, map: HeatMap, options: OverlayOptions): Pixels {
  const { preprocessing, blend = 0.7, box, most = 1024 } = options;
  if (!(blend >= 0 && blend <= 1))
    throw new UsageError('must be from 0 to 1', { where: 'blend', received: `${blend}` });
  const shrunk = withChannels(atMost(picture, most), 3);
  const { width, height, data: from } = shrunk;
  const heat = normalized(map);
  const view = viewOf({ width, height }, preprocessing);
  const colours = Array.from({ length: 256 }, (_, i) => heatColour(i / 255));
  const data = new Uint8Array(width * height * 3);
  const columns = Float64Array.from({ length: width }, (_, x) => view.across(x + 0.5));
  for (let y = 0; y < height; y++) {
    const down = view.down(y + 0.5);
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const light = grey(from[at]!, from[at + 1]!, from[at + 2]!);
      const across = columns[x]!;
      if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1)) {
        data.fill(light * unseen, at, at + 3);
        continue;
      }
      const hot = sample(heat, across, down);
      const colour = colours[Math.round(hot * 255)]!;
      const cover = blend * Math.min(1, 1.6 * hot);
      for (let c = 0; c < 3; c++) data[at + c] = Math.round(light * (1 - cover) + colour[c]! * cover);
    }
  }
  const result: Pixels = { width, height, channels: 3, data };
  if (box) drawBox(result, scaled(box, width / picture.width, height / picture.height));
  return result;
}

/** No side longer than `most`. */
export function atMost(picture: Pixels, most: number): Pixels {
  const times = most / Math.max(picture.width, picture.height);
  if (times >= 1) return picture;
  const size = (pixels: number) => Math.max(1, Math.round(pixels * times));
  return resized(picture, { width: size(picture.width), height: size(picture.height) });
}

const scaled = ({ left, top, width, height }: Box, across: number, down: number): Box => ({
  left: left * across,
  top: top * down,
  width: width * across,
  height: height * down,
});

/** White between black lines, to be seen on anything. */
function drawBox({ width, height, data }: Pixels, box: Box): void {
  const thick = Math.max(1, Math.round(Math.max(width, height) / 320));
  const [left, top] = [Math.round(box.left), Math.round(box.top)];
  const [right, bottom] = [Math.round(box.left + box.width) - 1, Math.round(box.top + box.height) - 1];
  const ring = (inset: number, value: number) => {
    const put = (x: number, y: number) => {
      if (x >= 0 && x < width && y >= 0 && y < height) data.fill(value, (y * width + x) * 3, (y * width + x) * 3 + 3);
    };
    for (let x = left + inset; x <= right - inset; x++) for (const y of [top + inset, bottom - inset]) put(x, y);
    for (let y = top + inset; y <= bottom - inset; y++) for (const x of [left + inset, right - inset]) put(x, y);
  };
  for (let i = 0; i < thick; i++) {
    ring(i - thick, 0);
    ring(i, 255);
    ring(i + thick, 0);
  }
}

/** With a fourth channel, opaque: what a canvas takes as `ImageData`. */
export function toRgba(pixels: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const { data } = withChannels(pixels, 3);
  const rgba = new Uint8ClampedArray((data.length / 3) * 4).fill(255);
  for (let i = 0, to = 0; i < data.length; i += 3, to += 4) rgba.set(data.subarray(i, i + 3), to);
  return rgba;
}
