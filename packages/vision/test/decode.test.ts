import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { DataError } from '@graftml/core';
import { preprocessing } from '@graftml/vision';
import { decodePicture, readPicture } from '@graftml/vision/node';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';
import { picture } from './support/files.ts';
import { bytesOf, reference } from './support/reference.ts';

const raw = (data: Uint8Array | Uint16Array, width: number, channels: 1 | 2 | 3 | 4) =>
  sharp(data, { raw: { width, height: data.length / channels / width, channels } });
const pixelsOf = async (file: Uint8Array) => [...(await decodePicture(file)).data];

describe('decoding', () => {
  test.each(reference.jpegs.map((jpeg, i) => ({ i, ...jpeg })))(
    'JPEG $i equals Pillow, bit for bit',
    async ({ file, pixels }) => {
      const decoded = await decodePicture(bytesOf(file));
      expect(decoded).toMatchObject({ width: 32, height: 32, channels: 3 });
      expect(Uint8Array.from(decoded.data)).toEqual(bytesOf(pixels));
      // and it stays so on the way to a network of that size
      const ready = await readPicture(bytesOf(file), preprocessing({ width: 32, height: 32 }));
      expect(Uint8Array.from(ready)).toEqual(bytesOf(pixels));
    },
  );

  test('turns a picture as EXIF says', async () => {
    // Orientation 6: stored lying, to be turned clockwise by a quarter.
    const stored = await raw(Uint8Array.of(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4), 2, 3)
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const { width, height, data } = await decodePicture(stored);
    expect([width, height]).toEqual([2, 2]);
    expect([...data].filter((_, i) => i % 3 === 0)).toEqual([3, 1, 4, 2]);
    const tall = await sharp(await picture(1, 6, 4))
      .withMetadata({ orientation: 8 })
      .jpeg()
      .toBuffer();
    expect(await decodePicture(tall)).toMatchObject({ width: 4, height: 6 });
  });

  test('lays transparency over white, or over the background', async () => {
    const file = await raw(Uint8Array.of(0, 128, 255, 0, 255, 0, 0, 128, 10, 20, 30, 255), 3, 4)
      .png()
      .toBuffer();
    expect(await pixelsOf(file)).toEqual([255, 255, 255, 255, 127, 127, 10, 20, 30]);
    expect([...(await decodePicture(file, 0)).data]).toEqual([0, 0, 0, 128, 0, 0, 10, 20, 30]);
  });

  test('makes RGB of grey, grey with alpha, and 16 bits', async () => {
    const grey = await raw(Uint8Array.of(0, 128, 255, 10), 2, 1)
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    expect(await pixelsOf(grey)).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255, 10, 10, 10]);
    const withAlpha = await raw(Uint8Array.of(0, 0, 100, 255), 2, 2)
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await sharp(withAlpha).metadata()).channels).toBe(2);
    expect(await pixelsOf(withAlpha)).toEqual([255, 255, 255, 100, 100, 100]);
    const deep = await raw(Uint16Array.of(0, 32768, 65535, 2570), 2, 1)
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await pixelsOf(deep)).toEqual([0, 0, 0, 128, 128, 128, 255, 255, 255, 10, 10, 10]);
    const deepColour = await raw(Uint16Array.of(0, 32768, 65535, 2570, 5140, 7710), 2, 3)
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    expect((await sharp(deepColour).metadata()).depth).toBe('ushort');
    expect(await pixelsOf(deepColour)).toEqual([0, 128, 255, 10, 20, 30]);
  });

  test('makes RGB of CMYK', async () => {
    const red = sharp({ create: { width: 8, height: 8, channels: 3, background: '#c04020' } });
    const file = await red.toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const [r = 0, g = 0, b = 0] = await pixelsOf(file);
    // Not every colour that a screen shows can be printed: near, not equal.
    expect(Math.abs(r - 0xc0) + Math.abs(g - 0x40) + Math.abs(b - 0x20)).toBeLessThan(60);
  });

  test('honours an ICC profile', async () => {
    const green = sharp({ create: { width: 4, height: 4, channels: 3, background: '#20c040' } });
    const file = await green.withIccProfile('p3').png().toBuffer();
    const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
    const [r = 0, g = 0, b = 0] = await pixelsOf(file);
    expect(Math.abs(stored[0]! - 0x20)).toBeGreaterThan(20); // in Display P3 the numbers are others
    for (const [got, wanted] of [
      [r, 0x20],
      [g, 0xc0],
      [b, 0x40],
    ] as const)
      expect(Math.abs(got - wanted)).toBeLessThanOrEqual(3);
  });

  test('one channel where the model wants one', async () => {
    const file = await picture(3, 8);
    const rgb = await decodePicture(file);
    const grey = await readPicture(file, preprocessing({ width: 8, height: 8, channels: 1 }));
    const [r = 0, g = 0, b = 0] = rgb.data;
    expect(grey).toHaveLength(64);
    expect(grey[0]).toBe((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
  });

  test('takes the first frame of an animation', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 9, height: 7, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = await Promise.all(['#c00000', '#00c000', '#0000c0'].map(frame));
    for (const file of [
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
      await sharp(frames, { join: { animated: true } })
        .webp({ lossless: true })
        .toBuffer(),
    ]) {
      expect((await sharp(file).metadata()).pages).toBe(3);
      const { width, height, data } = await decodePicture(file);
      expect([width, height, ...data.subarray(0, 3)]).toEqual([9, 7, 0xc0, 0, 0]);
    }
  });

  test('looks colours of a palette up, and lays its transparency over white', async () => {
    const colours = Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0);
    const png = await raw(colours, 2, 4).png({ palette: true }).toBuffer();
    expect((await sharp(png).metadata()).isPalette).toBe(true);
    const gif = await raw(colours, 2, 4).gif().toBuffer();
    for (const file of [png, gif])
      expect(await pixelsOf(file)).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
  });

  test('grey JPEG is grey, bit for bit in its three channels', async () => {
    const file = await raw(
      Uint8Array.from({ length: 256 }, (_, i) => i),
      16,
      1,
    )
      .toColourspace('b-w')
      .jpeg({ quality: 100 })
      .toBuffer();
    expect((await sharp(file).metadata()).channels).toBe(1);
    const stored = await sharp(file).toColourspace('b-w').raw().toBuffer();
    expect(stored).toHaveLength(256);
    expect(await pixelsOf(file)).toEqual([...stored].flatMap((value) => [value, value, value]));
  });

  test('refuses pictures of a size beyond measure, and tells it', async () => {
    const wide = await sharp({ create: { width: 30_000, height: 2, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
    expect((await failure(DataError, () => decodePicture(wide))).message).toMatch(
      /^has 30000x2 pixels\. Expected at most 20000 on a side and 200 million in all/,
    );
    // An empty PNG whose header promises ten gigabytes.
    const png = Buffer.from(await picture(1, 4));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
    expect((await failure(DataError, () => decodePicture(png))).message).toMatch(/^has 60000x60000 pixels/);
  });

  test.each([
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', /is a HEIC file that cannot be decoded/],
    ['\0\0\0\x18ftyphevc\0\0\0\0', /is a HEIC file that cannot be decoded/],
    ['\n <HTML><head>', /is a web page \(HTML\), not a picture/],
    ['BM6\0\0\0\0\0\0\x006\0\0\0', /is BMP.*convert it to PNG/],
    ['8BPS\0\x01', /is a Photoshop document/],
    ['%PDF-1.7', /is PDF/],
  ])('names what %j is', async (head, message) => {
    expect((await failure(DataError, () => decodePicture(Buffer.from(head, 'latin1')))).message).toMatch(message);
  });

  test('HEIC by heic-decode, with its colour profile; its damage is told', async () => {
    const heic = await readFile(new URL('../../../tests/reference/quadrants.heic', import.meta.url));
    const { width, height, data } = await decodePicture(heic);
    expect([width, height]).toEqual([96, 64]);
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
    // As tests/reference/heic.mjs drew them, in sRGB; HEVC loses a little.
    [
      [at(20, 12), [200, 40, 30]],
      [at(75, 12), [40, 160, 60]],
      [at(20, 50), [30, 60, 190]],
      [at(75, 50), [220, 200, 50]],
    ].forEach(([found, drawn]) => {
      found!.forEach((value, i) => {
        expect(Math.abs(value - drawn![i]!)).toBeLessThan(6);
      });
    });
    const cut = await failure(DataError, () => decodePicture(heic.subarray(0, 500)));
    expect(cut.message).toMatch(/is a HEIC file that cannot be decoded/);
  });

  test('refuses what is no picture, is cut short, or is empty, with the reason', async () => {
    expect((await failure(DataError, () => decodePicture(Buffer.from('hello')))).message).toMatch(
      /unsupported image format/,
    );
    expect((await failure(DataError, () => decodePicture(new Uint8Array(0)))).message).toMatch(/empty/);
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const) {
      const whole = await sharp(await picture(5, 64))
        .toFormat(format)
        .toBuffer();
      expect(await decodePicture(whole), format).toMatchObject({ width: 64, height: 64 });
      await failure(DataError, () => decodePicture(whole.subarray(0, whole.length >> 1)));
    }
  });
});
