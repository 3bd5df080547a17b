import { readFileSync } from 'node:fs';
import { randomBits } from '@graftml/core';
import { exifTime } from '@graftml/vision';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { picture } from './support/files.ts';
import { bytesOf } from './support/reference.ts';

/** Written by Pillow: made by test/reference/exif.py. */
const cases: readonly {
  readonly kind: string;
  readonly endian: string;
  readonly file: string;
  readonly time: number | null;
}[] = JSON.parse(readFileSync(new URL('./reference/exif.json', import.meta.url), 'utf8'));

describe('exifTime', () => {
  test.each(cases.map((it, i) => ({ i, ...it })))('of $kind $i, $endian, is $time', ({ file, time }) => {
    expect(exifTime(bytesOf(file))).toBe(time ?? undefined);
  });

  test('reads what libvips writes', async () => {
    const file = await sharp(await picture(1))
      .withExif({ IFD2: { DateTimeOriginal: '2025:06:07 08:09:10', SubSecTimeOriginal: '5' } })
      .jpeg()
      .toBuffer();
    expect(exifTime(file)).toBe(Date.UTC(2025, 5, 7, 8, 9, 10, 500));
  });

  test('of a TIFF file is that of the block that other formats carry', () => {
    const tiffs = cases.filter(({ kind }) => kind === 'JPEG').map(({ file, time }) => ({ jpeg: bytesOf(file), time }));
    for (const { jpeg, time } of tiffs)
      expect(exifTime(jpeg.subarray(Buffer.from(jpeg).indexOf('Exif') + 6))).toBe(time ?? undefined);
  });

  test('is undefined where there is none', async () => {
    for (const file of [await picture(1), await picture(1, 8, 8, 'jpeg'), new Uint8Array(0), Uint8Array.of(0xff, 0xd8)])
      expect(exifTime(file)).toBeUndefined();
  });

  test('never throws, whatever the bytes, and needs no time for it', () => {
    const files = cases.map(({ file }) => bytesOf(file));
    const random = randomBits({ seed: 1, purpose: 'spoil' }, 400_000);
    let at = 0;
    const below = (n: number) => random[at++]! % n;
    const endings = { time: 0, none: 0 };
    for (let run = 0; run < 6000; run++) {
      const spoilt = files[below(files.length)]!.slice();
      // Most changes fall where lengths and offsets are.
      for (let changes = 1 + below(8); changes > 0; changes--)
        spoilt[below(Math.min(spoilt.length, 400))] = [0, 0xff, 0x7f, below(256)][below(4)]!;
      const cut = below(3) === 0 ? spoilt.subarray(0, below(spoilt.length + 1)) : spoilt;
      const time = exifTime(cut);
      expect(time === undefined || Number.isSafeInteger(time)).toBe(true);
      endings[time === undefined ? 'none' : 'time']++;
    }
    for (let run = 0; run < 2000; run++) {
      const noise = Uint8Array.from({ length: below(200) }, () => below(256));
      noise.set(files[below(files.length)]!.subarray(0, Math.min(12, noise.length)));
      exifTime(noise);
    }
    expect(endings.time).toBeGreaterThan(500);
    expect(endings.none).toBeGreaterThan(500);
  });

  test('of pointers in circles, the largest counts and offsets is undefined', () => {
    const tiff = new DataView(new ArrayBuffer(26));
    tiff.setUint32(0, 0x49492a00);
    tiff.setUint32(4, 8, true);
    tiff.setUint16(8, 1, true);
    tiff.setUint16(10, 0x8769, true);
    const file = new Uint8Array(tiff.buffer);
    for (const offset of [8, 0, 25, 26, 0xffffffff]) {
      tiff.setUint32(18, offset, true);
      expect(exifTime(file)).toBeUndefined();
    }
    tiff.setUint16(8, 0xffff, true);
    expect(exifTime(file)).toBeUndefined();
  });
});
