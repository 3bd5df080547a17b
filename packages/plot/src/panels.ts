/** Several pictures in one. */
import { UsageError } from '@graftml/core';
import type { Frame } from './style.ts';
import { document, heading, sizeOf, withIds } from './svg.ts';

/** Options of `panels`. */
export interface PanelsOptions extends Omit<Frame, 'width' | 'height'> {
  /** What the other functions gave. */
  readonly pictures: readonly string[];
  /** How many stand in a row; 2 unless given. */
  readonly columns?: number;
}

const gap = 8;

/** Row by row, each column as wide as its widest picture. */
export function panels(options: PanelsOptions): string {
  const { pictures, title } = options;
  if (pictures.length === 0) throw new UsageError('there is nothing to draw', { where: 'panels' });
  const columns = Math.min(options.columns ?? 2, pictures.length);
  if (!(Number.isInteger(columns) && columns > 0))
    throw new UsageError('columns must be a whole number above 0', { where: 'panels', received: String(columns) });
  const head = heading(options);
  const sizes = pictures.map(sizeOf);
  const widths = largest(sizes.map(({ width }, i) => [i % columns, width]));
  const heights = largest(sizes.map(({ height }, i) => [Math.floor(i / columns), height]));
  const lefts = ends(0, widths);
  const tops = ends(head.height, heights);
  const content = pictures.map((svg, i) => {
    const [x, y] = [lefts[i % columns]!, tops[Math.floor(i / columns)]!];
    return withIds(svg.trim(), `p${i + 1}-`).replace('<svg ', `<svg x="${x}" y="${y}" `);
  });
  const width = lefts.at(-1)! - gap;
  const height = tops.at(-1)! - gap;
  return document(width, height, title, [head.content, ...content].filter(Boolean).join('\n'));
}

/** The largest number of each group. */
function largest(pairs: readonly (readonly number[])[]): number[] {
  const found: number[] = [];
  for (const [group, value] of pairs) found[group!] = Math.max(found[group!] ?? 0, value!);
  return found;
}

/** Where each begins, with a gap between, and where one more would. */
function ends(start: number, lengths: readonly number[]): number[] {
  const places = [start];
  for (const length of lengths) places.push(places.at(-1)! + length + gap);
  return places;
}
