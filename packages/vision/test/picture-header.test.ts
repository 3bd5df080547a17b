/** How large a picture is by its first bytes, against what sharp wrote. */
import { storedExtent } from '@graftml/vision';
import sharp from 'sharp';
import { expect, it } from 'vitest';

const picture = sharp({ create: { width: 37, height: 21, channels: 3, background: '#482' } }).withMetadata({
  exif: { IFD0: { ImageDescription: 'x'.repeat(500) } },
});
const files: readonly (readonly [string, () => Promise<Buffer>])[] = [
  ['JPEG', () => picture.clone().jpeg().toBuffer()],
  ['progressive JPEG', () => picture.clone().jpeg({ progressive: true }).toBuffer()],
  ['PNG', () => picture.clone().png().toBuffer()],
  [
    'GIF',
    () =>
      sharp({ create: { width: 37, height: 21, channels: 3, background: '#482' } })
        .gif()
        .toBuffer(),
  ],
  ['WebP with metadata', () => picture.clone().webp().toBuffer()],
  [
    'WebP',
    () =>
      sharp({ create: { width: 37, height: 21, channels: 3, background: '#482' } })
        .webp()
        .toBuffer(),
  ],
  [
    'lossless WebP',
    () =>
      sharp({ create: { width: 37, height: 21, channels: 3, background: '#482' } })
        .webp({ lossless: true })
        .toBuffer(),
  ],
];

it.each(files)('is told of %s', async (_, write) => {
  const file = await write();
  expect(storedExtent(file)).toEqual({ width: 37, height: 21 });
});

it('is not told of what breaks off before it, or is something else', async () => {
  const file = await picture.clone().jpeg().toBuffer();
  expect(storedExtent(file.subarray(0, 200))).toBeUndefined();
  expect(storedExtent(new Uint8Array(100))).toBeUndefined();
  expect(storedExtent(new Uint8Array([0xff, 0xd8, 0xff, ...new Uint8Array(60).fill(0xff)]))).toBeUndefined();
  expect(storedExtent(new Uint8Array())).toBeUndefined();
});
