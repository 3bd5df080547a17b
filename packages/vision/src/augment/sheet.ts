/** Pictures side by side in one. */
import { UsageError } from '@graftml/core';
import type { Pixels } from '../pixels.ts';
import { withChannels } from '../pixels.ts';

/** Options of `contactSheet`. */
export interface SheetOptions {
  /** Pixels between pictures and around them; 8 unless given. */
  readonly gap?: number;
  /** Pixels between the first column and the others; twice the gap unless given. */
  readonly firstGap?: number;
  /** What is between them, red, green and blue from 0 to 255; white unless given. */
  readonly ground?: readonly [number, number, number];
  /** Small pictures are enlarged, each pixel a square, until their longer side has at least so many pixels; 96 unless given. */
  readonly least?: number;
}

/** Rows of pictures, all of one size: RGB. The first column, of originals, stands a little apart. */
export function contactSheet(rows: readonly (readonly Pixels[])[], options: SheetOptions = {}): Pixels {
  const { gap = 8, firstGap = 2 * gap, least = 96, ground = [255, 255, 255] } = options;
  const first = rows[0]?.[0];
  if (!first) throw new UsageError('needs at least one picture', { where: 'contactSheet' });
  const { width, height } = first;
  const times = Math.max(1, Math.ceil(least / Math.max(width, height)));
  const [cellWidth, cellHeight] = [width * times, height * times];
  const columns = Math.max(...rows.map((row) => row.length));
  const left = (column: number) => gap + column * (cellWidth + gap) + (column > 0 ? firstGap - gap : 0);
  const sheet = {
    width: left(columns - 1) + cellWidth + gap,
    height: gap + rows.length * (cellHeight + gap),
    channels: 3,
  } as const;
  const data = new Uint8Array(sheet.width * sheet.height * 3);
  for (let at = 0; at < data.length; at += 3) data.set(ground, at);
  rows.forEach((row, r) => {
    row.forEach((picture, column) => {
      if (picture.width !== width || picture.height !== height)
        throw new UsageError('pictures of a sheet must be of one size', {
          where: 'contactSheet',
          expected: `${width} x ${height}`,
          received: `${picture.width} x ${picture.height}`,
        });
      const { data: from } = withChannels(picture, 3);
      for (let y = 0; y < cellHeight; y++) {
        let at = ((gap + r * (cellHeight + gap) + y) * sheet.width + left(column)) * 3;
        const line = Math.floor(y / times) * width;
        for (let x = 0; x < cellWidth; x++) {
          const pixel = (line + Math.floor(x / times)) * 3;
          data[at++] = from[pixel]!;
          data[at++] = from[pixel + 1]!;
          data[at++] = from[pixel + 2]!;
        }
      }
    });
  });
  return { ...sheet, data };
}
