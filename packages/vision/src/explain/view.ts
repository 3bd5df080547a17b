/** Where the places of a network's input lie on the picture that it was made of. */
import { placement } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { type Box, enlarged, type HeatMap, hotRegion } from './heat-map.ts';

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From pixels of a picture to places of the network's input, from 0 to 1 where it sees them. */
export interface View {
  across(x: number): number;
  down(y: number): number;
}

/** How the network sees a picture of this size. */
export function viewOf(picture: Size, preprocessing: Preprocessing): View {
  const { width, height, left, top } = placement(picture, preprocessing);
  return {
    across: (x) => ((x * width) / picture.width + left) / preprocessing.width,
    down: (y) => ((y * height) / picture.height + top) / preprocessing.height,
  };
}

/**
 * `hotRegion` on the picture itself: found on the map at the size of the network's input, in pixels of the picture, as far as they are on it.
 * @param share of the maximum, above which a place is hot; 0.2 unless given, as in the paper on class activation maps
 */
export function hotBox(map: HeatMap, picture: Size, preprocessing: Preprocessing, share?: number): Box | undefined {
  const region = hotRegion(enlarged(map, preprocessing.width, preprocessing.height), share);
  if (!region) return undefined;
  const { width, height, left, top } = placement(picture, preprocessing);
  const along = (at: number, offset: number, resized: number, whole: number) =>
    Math.min(Math.max(Math.round(((at - offset) * whole) / resized), 0), whole);
  const [x, y] = [along(region.left, left, width, picture.width), along(region.top, top, height, picture.height)];
  const right = along(region.left + region.width, left, width, picture.width);
  const bottom = along(region.top + region.height, top, height, picture.height);
  if (right <= x || bottom <= y) return undefined;
  return { left: x, top: y, width: right - x, height: bottom - y };
}
