/** Pictures by sharp. */
import { UnsupportedError } from '@graftml/core';
import { atMost } from '@graftml/vision';
import { decodePicture, encodePicture } from '@graftml/vision/node';
import type { PicturePort } from '../lab/ports.ts';

const thumbnailSide = 256;

export function nodePictures(): PicturePort {
  const encode: PicturePort['encode'] = async (pixels) => {
    const bytes = (await encodePicture(pixels, 'jpg')) as Uint8Array<ArrayBuffer>;
    return new Blob([bytes], { type: 'image/jpeg' });
  };
  return {
    decode: decodePicture,
    async take(file) {
      const pixels = await decodePicture(file);
      const { width, height } = pixels;
      return { width, height, pixels, thumbnail: await encode(atMost(pixels, thumbnailSide)) };
    },
    encode,
    pixelsOf() {
      throw new UnsupportedError('has no bitmaps', { where: 'a lab in Node', hint: 'send the picture as a file' });
    },
    samples() {
      throw new UnsupportedError('draws its samples in a browser', {
        where: 'a lab in Node',
        hint: 'graft demo draws some',
      });
    },
  };
}
