import { DataError } from '@graftml/core';
import { type Pixels, preprocessing } from '@graftml/vision';
import { encodePicture, readPicture } from '@graftml/vision/node';
import { afterAll, describe, expect, it } from 'vitest';
import { pictureReaders } from '../dist/node/picture-readers.js';

const description = preprocessing({ width: 24, height: 16, channels: 3, resize: 'crop' });

const picture = (seed: number): Pixels => ({
  width: 40 + seed,
  height: 30,
  channels: 3,
  data: Uint8Array.from({ length: (40 + seed) * 30 * 3 }, (_, i) => (i * (seed + 7)) % 251),
});

describe('pictureReaders', () => {
  const readers = pictureReaders(2);
  afterAll(() => readers.close());

  it('gives the bytes that the calling thread gives, each to whom it is for', async () => {
    const files = await Promise.all(Array.from({ length: 9 }, (_, i) => encodePicture(picture(i), 'png')));
    const here = await Promise.all(files.map((file) => readPicture(file, description)));
    const there = await Promise.all(files.map((file) => readers.decode.fit!(file, description)));
    expect(there).toEqual(here.map((pixels) => Uint8Array.from(pixels)));
    expect(new Set(there.map(String)).size).toBe(9);
  });

  it('says why a file cannot be read, and goes on', async () => {
    const file = await encodePicture(picture(1), 'png');
    const foreign = new TextEncoder().encode('<!doctype html>');
    await Promise.all([
      expect(readers.decode.fit!(file.subarray(0, 60), description)).rejects.toThrow(DataError),
      expect(readers.decode.fit!(foreign, description)).rejects.toThrow(/HTML/i),
    ]);
    const here = await readPicture(file, description);
    expect(await readers.decode.fit!(file, description)).toEqual(Uint8Array.from(here));
  });

  it('tells who still waits when it is closed', async () => {
    const closing = pictureReaders(1);
    const waiting = closing.decode.fit!(await encodePicture(picture(2), 'png'), description);
    const told = expect(waiting).rejects.toThrow('closed');
    await closing.close();
    await told;
  });
});
