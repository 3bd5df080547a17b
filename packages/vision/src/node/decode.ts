/** Picture files to pixels, with sharp. */
import { DataError, UsageError } from '@graftml/core';
import { isHeic, unreadable } from '../layout.ts';
import { checkExtent, mostPixels } from '../picture-limits.ts';
import { type Pixels, withChannels } from '../pixels.ts';
import type { Preprocessing } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { pngOfHeic } from './heic.ts';
import { loadSharp } from './sharp.ts';

/**
 * A picture file as 8-bit sRGB at its own size: orientation turned, ICC profile honoured, transparency over `background`;
 * grey, CMYK and 16-bit pictures become RGB. Of an animation the first frame. HEIC where the optional peer heic-decode is installed.
 * @throws DataError with the decoder's reason, if it is no picture or is damaged
 */
export async function decodePicture(bytes: Uint8Array, background = 255): Promise<Pixels> {
  const sharp = await loadSharp();
  if (isHeic(bytes)) {
    const png = await pngOfHeic(bytes);
    if (png) return decodePicture(png, background);
  }
  const foreign = unreadable(bytes);
  if (foreign) throw new DataError(...foreign);
  try {
    // 'error' refuses truncated files, and lets the harmless warnings pass that every viewer lets pass.
    const { data, info } = await sharp(bytes, { failOn: 'error', limitInputPixels: mostPixels })
      .autoOrient()
      .flatten({ background: { r: background, g: background, b: background } })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    checkExtent(info);
    if (channels !== 3 && channels !== 1) throw new Error(`decodes to ${channels} channels`);
    return withChannels({ width, height, channels, data }, 3);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    const size = /pixel limit/.test(String(cause)) && (await sharp(bytes, { limitInputPixels: false }).metadata());
    if (size) checkExtent(size);
    throw new DataError(reasonOf(cause), { cause });
  }
}

/**
 * A picture as its model wants it, uint8 `[height, width, channels]`: ready for `preprocess`, or for a model that takes
 * bytes. Pixels that are already decoded are only fitted.
 * @throws DataError as decodePicture
 */
export async function readPicture(picture: Uint8Array | Pixels, preprocessing: Preprocessing): Promise<Uint8Array> {
  const pixels = picture instanceof Uint8Array ? await decodePicture(picture, preprocessing.background) : picture;
  return fitPicture(pixels, preprocessing).data;
}

/** The bytes of a picture file: `'png'`, `'jpg'` or `'webp'`. */
export async function encodePicture({ width, height, channels, data }: Pixels, format: string): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const picture = sharp(data, { raw: { width, height, channels: channels as 1 | 3 } });
  const encoders: Readonly<Record<string, () => ReturnType<typeof sharp>>> = {
    png: () => picture.png(),
    jpg: () => picture.jpeg({ quality: 90 }),
    jpeg: () => picture.jpeg({ quality: 90 }),
    webp: () => picture.webp({ quality: 90 }),
  };
  const encode = encoders[format];
  if (!encode)
    throw new UsageError('is no format that pictures are written in', { where: format, expected: 'png, jpg or webp' });
  return encode().toBuffer();
}

/** What a decoder said, on one line. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const line = message.trim().split('\n')[0] || 'cannot be decoded';
  return line.replace(/^Input [bB]uffer/, 'the file').replace(/\.$/, '');
}
