/** Files to pixels at the network's size: decoding and resizing, with sharp. */
import { DataError } from '@graftml/core';
import { type Pixels, placement, withChannels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { loadSharp } from './sharp.ts';

/**
 * A picture file as 8-bit sRGB at its own size: orientation turned, ICC profile honoured, transparency over `background`;
 * grey, CMYK and 16-bit pictures become RGB. Of an animation the first frame.
 * @throws DataError with the decoder's reason, if it is no picture or is damaged
 */
export async function decodePicture(bytes: Uint8Array, background = 255): Promise<Pixels> {
  const sharp = await loadSharp();
  try {
    // 'error' refuses truncated files, and lets the harmless warnings pass that every viewer lets pass.
    const { data, info } = await sharp(bytes, { failOn: 'error' })
      .autoOrient()
      .flatten({ background: { r: background, g: background, b: background } })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (channels !== 3 && channels !== 1) throw new Error(`decodes to ${channels} channels`);
    return withChannels({ width, height, channels, data }, 3);
  } catch (cause) {
    throw new DataError(reasonOf(cause), { cause });
  }
}

/** The picture with the channels and the size of its preprocessing, in that order. */
export const fitPicture = (pixels: Pixels, preprocessing: Preprocessing): Promise<Pixels> =>
  resizePicture(withChannels(pixels, preprocessing.channels), preprocessing);

/**
 * `decodePicture`, then `fitPicture`: uint8 `[height, width, channels]`, ready for `preprocess` or a model that takes bytes.
 * Pixels that are already decoded pass through the second alone.
 */
export async function readPicture(picture: Uint8Array | Pixels, preprocessing: Preprocessing): Promise<Uint8Array> {
  const pixels = picture instanceof Uint8Array ? await decodePicture(picture, preprocessing.background) : picture;
  return (await fitPicture(pixels, preprocessing)).data;
}

/** The one place where a picture changes its size. Those that have it already are left as they are, bit for bit. */
async function resizePicture(pixels: Pixels, preprocessing: Preprocessing): Promise<Pixels> {
  const { width, height, background: fill } = preprocessing;
  const { channels } = pixels;
  const placed = placement(pixels, preprocessing);
  const same = pixels.width === width && pixels.height === height;
  if (same && placed.width === width && placed.height === height) return pixels;
  const sharp = await loadSharp();
  const background = { r: fill, g: fill, b: fill };
  const resized = sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels } })
    .resize(placed.width, placed.height, { fit: 'fill', kernel: 'linear' })
    .extract({
      left: Math.max(0, -placed.left),
      top: Math.max(0, -placed.top),
      width: Math.min(width, placed.width),
      height: Math.min(height, placed.height),
    })
    .extend({
      left: Math.max(0, placed.left),
      top: Math.max(0, placed.top),
      right: Math.max(0, width - placed.left - placed.width),
      bottom: Math.max(0, height - placed.top - placed.height),
      background,
    });
  const data = await (channels === 1 ? resized.toColourspace('b-w') : resized).raw({ depth: 'uchar' }).toBuffer();
  return { width, height, channels, data };
}

/** What a decoder said, on one line. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return (message.trim().split('\n')[0] || 'cannot be decoded')
    .replace(/^Input [bB]uffer/, 'the file')
    .replace(/\.$/, '');
}
