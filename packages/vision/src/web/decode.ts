/** Picture files to pixels, by the browser. */
import { DataError } from '@graftml/core';
import { isHeic, unreadable } from '../layout.ts';
import { storedExtent } from '../picture-header.ts';
import { checkExtent } from '../picture-limits.ts';
import type { Pixels } from '../pixels.ts';
import { drawnPixels } from './draw.ts';

interface Bitmap {
  readonly width: number;
  readonly height: number;
  close(): void;
}

declare const Blob: new (parts: readonly Uint8Array[]) => object;
declare function createImageBitmap(
  blob: object,
  options: { readonly imageOrientation: 'from-image'; readonly premultiplyAlpha: 'none' },
): Promise<Bitmap>;

/**
 * A picture file as 8-bit sRGB at its own size, as `decodePicture` of `@graftml/vision/node` gives it; of formats, those that the browser
 * shows. Opaque PNGs have the same pixels as in Node, and JPEGs nearly: a decoder may round otherwise. A JPEG that breaks off may be
 * half grey here, and is refused in Node.
 * @throws DataError if it is no picture, is damaged, or is larger than is reasonable
 */
export async function decodePicture(bytes: Uint8Array, background = 255): Promise<Pixels> {
  const foreign = unreadable(bytes);
  // Safari shows HEIC, which others do not.
  if (foreign && !isHeic(bytes)) throw new DataError(...foreign);
  const extent = storedExtent(bytes);
  if (extent) checkExtent(extent);
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    imageOrientation: 'from-image',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    if (foreign) throw new DataError(...foreign);
    throw new DataError('cannot be decoded by this browser', {
      received: cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause),
      cause,
    });
  });
  try {
    checkExtent(bitmap);
    return drawnPixels(bitmap, background);
  } finally {
    bitmap.close();
  }
}
