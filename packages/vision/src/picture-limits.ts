/** How large a picture may be. */
import { DataError } from '@graftml/core';

/** What the largest cameras make is below; what is above is a mistake, or made to fill the memory. */
export const mostPixels = 200_000_000;
const mostSide = 20_000;

/** @throws DataError if it is larger */
export function checkExtent({ width, height }: { readonly width: number; readonly height: number }): void {
  if (Math.max(width, height) <= mostSide && width * height <= mostPixels) return;
  throw new DataError(`has ${width}x${height} pixels`, {
    expected: `at most ${mostSide} on a side and ${mostPixels / 1e6} million in all`,
    hint: 'scale it down, or cut it into pieces',
  });
}
