/** Pictures by the browser's own decoders and canvases, in a worker. */
import { DataError } from '@graftml/core';
import {
  checkExtent,
  decodePicture,
  drawnPixels,
  type Pixels,
  storedExtent,
  toRgba,
  unreadable,
} from '@graftml/vision';
import type { PicturePort, TakenPicture } from '../ports.ts';
import { drawSamples } from './draw-samples.ts';

const thumbnailSide = 256;
/** A perceptual hash looks at 32 x 32 pixels: it need not be made of more than these. */
const hashedSide = 1024;
/** Of JPEGs, from 0 to 1. */
const quality = { thumbnail: 0.82, picture: 0.9 } as const;

export const browserPictures = (): PicturePort => ({
  decode: decodePicture,
  take,
  pixelsOf: (bitmap) => drawnPixels(bitmap),
  encode: (pixels) => {
    const { width, height } = pixels;
    const canvas = new OffscreenCanvas(width, height);
    contextOf(canvas).putImageData(new ImageData(toRgba(pixels), width, height), 0, 0);
    return canvas.convertToBlob({ type: 'image/jpeg', quality: quality.picture });
  },
  samples: drawSamples,
});

/** Decoded once, for the thumbnail and for what is told of it. */
async function take(file: Uint8Array<ArrayBuffer>): Promise<TakenPicture> {
  const foreign = unreadable(file);
  if (foreign) throw new DataError(...foreign);
  const extent = storedExtent(file);
  if (extent) checkExtent(extent);
  const bitmap = await createImageBitmap(new Blob([file]), {
    imageOrientation: 'from-image',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new DataError('cannot be decoded: it is damaged, or no picture', {
      received: cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause),
      cause,
    });
  });
  try {
    const { width, height } = bitmap;
    checkExtent(bitmap);
    const pixels = pixelsIn(drawn(bitmap, hashedSide));
    const thumbnail = await drawn(bitmap, thumbnailSide).convertToBlob({
      type: 'image/jpeg',
      quality: quality.thumbnail,
    });
    return { width, height, pixels, thumbnail };
  } finally {
    bitmap.close();
  }
}

/** Over white, no side longer than `most`. */
function drawn(bitmap: ImageBitmap, most: number): OffscreenCanvas {
  const times = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const size = (side: number) => Math.max(1, Math.round(side * times));
  const canvas = new OffscreenCanvas(size(bitmap.width), size(bitmap.height));
  const context = contextOf(canvas);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function pixelsIn(canvas: OffscreenCanvas): Pixels {
  const { width, height } = canvas;
  const { data: rgba } = contextOf(canvas).getImageData(0, 0, width, height);
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4) {
    data[to++] = rgba[from]!;
    data[to++] = rgba[from + 1]!;
    data[to++] = rgba[from + 2]!;
  }
  return { width, height, channels: 3, data };
}

/** Held in memory, where its pixels are read. */
export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
  if (!context) throw new DataError('is larger than this browser can draw');
  return context;
}
