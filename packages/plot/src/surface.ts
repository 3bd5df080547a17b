/** A function of two numbers as bands of colour, like the heights on a map. */
import { UsageError } from '@graftml/core';
import type { AxisOptions } from './axes.ts';
import { encodePng, toDataUrl } from './png.ts';
import { classColor, colorAt, type Scale } from './style.ts';

/** A function of two coordinates, as values on a grid. */
export interface Surface {
  /** From where to where, along each axis. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Values at evenly spaced places from edge to edge: `values[row][column]`, rows along y, columns along x. */
  readonly values: readonly ArrayLike<number>[];
  /** Off for numbers of classes, between which there is nothing: each place is then a square of its own. */
  readonly smooth?: boolean;
  /** How many bands, each holding as many places as the others; or where one band ends and the next begins. 14 unless given. */
  readonly levels?: number | readonly number[];
  /** `'classes'`: light tones of the colours that the series have, one for each band. */
  readonly scale?: Scale | 'classes';
}

export function requireSurface(where: string, surface: Surface, axes: readonly AxisOptions[]): void {
  const { x, y, values } = surface;
  const width = values[0]?.length ?? 0;
  if (axes.some(({ log }) => log)) throw new UsageError('a surface needs axes that are not logarithmic', { where });
  if (!(x[0] < x[1] && y[0] < y[1]))
    throw new UsageError('a surface must begin before it ends', { where, received: `x ${x}, y ${y}` });
  if (values.length < 2 || width < 2 || values.some((row) => row.length !== width))
    throw new UsageError('a surface needs rows of the same length, two or more of two or more', {
      where,
      received: values.map((row) => row.length).join(', '),
    });
}

/** Pixels along each side: enough for smooth edges between bands. */
const resolution = 240;

export function surfaceSeries(surface: Surface): object {
  const { x, y } = surface;
  const image = toDataUrl(encodePng(bands(surface)));
  return {
    type: 'custom',
    silent: true,
    z: 1,
    clip: true,
    data: [[x[0], y[0]]],
    renderItem: (_: unknown, api: { coord(at: readonly number[]): [number, number] }) => {
      const [left, top] = api.coord([x[0], y[1]]);
      const [right, bottom] = api.coord([x[1], y[0]]);
      return {
        type: 'image',
        style: { image, x: left, y: top, width: right - left, height: bottom - top },
      };
    },
  };
}

/** The picture of the surface, its first row at the largest y. */
function bands({ values, levels = 14, scale = 'sequential', smooth = true }: Surface) {
  const valueAt = smooth ? between : nearest;
  const edges = typeof levels === 'number' ? quantiles(values, levels) : levels;
  const colors = Array.from({ length: edges.length + 1 }, (_, band) =>
    scale === 'classes' ? classColor(band) : colorAt(scale, band / edges.length),
  );
  const data = new Uint8Array(resolution * resolution);
  for (let row = 0; row < resolution; row++)
    for (let column = 0; column < resolution; column++) {
      const value = valueAt(values, 1 - (row + 0.5) / resolution, (column + 0.5) / resolution);
      let band = 0;
      while (band < edges.length && value >= edges[band]!) band++;
      data[row * resolution + column] = band;
    }
  return { width: resolution, height: resolution, palette: colors, data };
}

function quantiles(values: readonly ArrayLike<number>[], bandCount: number): number[] {
  const sorted = values
    .flatMap((row) => Array.from(row))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return Array.from({ length: bandCount - 1 }, (_, i) => sorted[Math.floor(((i + 1) / bandCount) * sorted.length)]!);
}

function nearest(values: readonly ArrayLike<number>[], v: number, u: number): number {
  const row = values[Math.round(v * (values.length - 1))]!;
  return row[Math.round(u * (row.length - 1))]!;
}

/** Bilinear between the four places around, `v` of the way along y and `u` along x. */
function between(values: readonly ArrayLike<number>[], v: number, u: number): number {
  const y = v * (values.length - 1);
  const x = u * (values[0]!.length - 1);
  const row = Math.min(Math.floor(y), values.length - 2);
  const column = Math.min(Math.floor(x), values[0]!.length - 2);
  const along = (r: number) => {
    const [a, b] = [values[r]![column]!, values[r]![column + 1]!];
    return a + (b - a) * (x - column);
  };
  return along(row) + (along(row + 1) - along(row)) * (y - row);
}
