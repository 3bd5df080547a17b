/** Maps of what speaks for a class, and what is found on them. */

/** How much each place speaks for a class: `[height, width]`, over the network's whole input. */
export interface HeatMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** A rectangle in pixels of what it is told of. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** From 0 (nothing, or against it) to 1 (the most on this map); all 0 where nothing speaks for the class. */
export function normalized({ width, height, data }: HeatMap): HeatMap {
  const most = data.reduce((a, b) => Math.max(a, b), 0);
  return { width, height, data: data.map((value) => (most > 0 ? Math.max(0, value) / most : 0)) };
}

/** The value at a place, from 0 to 1 across and down: bilinear between the middles of the map's cells, as PyTorch has it without `align_corners`. */
export function sample({ width, height, data }: HeatMap, across: number, down: number): number {
  const x = Math.min(Math.max(across * width - 0.5, 0), width - 1);
  const y = Math.min(Math.max(down * height - 0.5, 0), height - 1);
  const [left, top] = [
    Math.min(Math.floor(x), Math.max(width - 2, 0)),
    Math.min(Math.floor(y), Math.max(height - 2, 0)),
  ];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const [a, b] = [x - left, y - top];
  const row = (at: number) => data[at * width + left]! * (1 - a) + data[at * width + right]! * a;
  return row(top) * (1 - b) + row(bottom) * b;
}

/** The same map with so many cells. */
export function enlarged(map: HeatMap, width: number, height: number): HeatMap {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[y * width + x] = sample(map, (x + 0.5) / width, (y + 0.5) / height);
  return { width, height, data };
}

/**
 * The box around the largest connected region (cells that share a side) of what is above a share of the maximum, in cells of the map; undefined where
 * nothing is above 0. 0.2 is the share of the paper on class activation maps (Zhou et al. 2016).
 */
export function hotRegion({ width, data }: HeatMap, share = 0.2): Box | undefined {
  const most = data.reduce((a, b) => Math.max(a, b), 0);
  if (most <= 0) return undefined;
  const open = Uint8Array.from(data, (value) => (value > share * most ? 1 : 0));
  let largest: { readonly cells: number; readonly box: Box } | undefined;
  for (let start = 0; start < open.length; start++) {
    if (!open[start]) continue;
    const region = regionAt(start, open, width);
    if (!largest || region.cells > largest.cells) largest = region;
  }
  return largest?.box;
}

/** Closes what it goes through. */
function regionAt(start: number, open: Uint8Array, width: number): { cells: number; box: Box } {
  let [left, right, top, bottom] = [width, -1, Number.POSITIVE_INFINITY, -1];
  let cells = 0;
  const waiting = [start];
  open[start] = 0;
  const enter = (cell: number) => {
    if (!open[cell]) return;
    open[cell] = 0;
    waiting.push(cell);
  };
  for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
    const [x, y] = [cell % width, Math.floor(cell / width)];
    cells++;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    if (x > 0) enter(cell - 1);
    if (x < width - 1) enter(cell + 1);
    enter(cell - width);
    enter(cell + width);
  }
  return { cells, box: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}
