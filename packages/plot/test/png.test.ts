/** The pixels that go in are those that a reader of PNG files finds. */
import { inflateRawSync } from 'node:zlib';
import { images, scatter } from '@graftml/plot';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { deflate } from '../src/deflate.ts';
import { encodePng } from '../src/png.ts';

/** The same numbers each time, 0 to 2³². */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

const noise = (length: number, values: number) => {
  const next = numbers(length + values);
  return Uint8Array.from({ length }, () => (next() >>> 8) % values);
};

describe('deflate', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['two bytes', Uint8Array.of(1, 255)],
    ['one byte 100,000 times', new Uint8Array(100_000).fill(7)],
    ['noise', noise(10_000, 256)],
    ['few values', noise(70_000, 3)],
    ['a repeat from 40,000 bytes before', Uint8Array.from([...noise(40_000, 256), ...noise(40_000, 256)])],
    ['a repeat from 30,000 bytes before', Uint8Array.from([...noise(30_000, 256), ...noise(30_000, 256)])],
    ['runs of every length', Uint8Array.from(Array.from({ length: 300 }, (_, i) => new Array(i).fill(i & 255)).flat())],
  ])('is undone by zlib: %s', (_, data) => {
    expect(inflateRawSync(deflate(data)).equals(data)).toBe(true);
  });

  it('makes plain pictures small', () => {
    expect(deflate(new Uint8Array(100_000).fill(7)).length).toBeLessThan(1_000);
  });
});

describe('encodePng', () => {
  it('of colours', async () => {
    const data = noise(17 * 5 * 3, 256);
    const { data: read, info } = await sharp(encodePng({ width: 17, height: 5, data }))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([17, 5, 3]);
    expect(read.equals(data)).toBe(true);
  });

  it('with a palette', async () => {
    const palette = [
      [1, 2, 3],
      [200, 100, 0],
      [255, 255, 255],
    ] as const;
    const data = noise(40 * 40, 3);
    const read = await sharp(encodePng({ width: 40, height: 40, data, palette }))
      .removeAlpha()
      .raw()
      .toBuffer();
    expect([...read]).toEqual([...data].flatMap((color) => palette[color]!));
  });
});

describe('images', () => {
  const pixels = async (options: Parameters<typeof images>[0]) => {
    const [, url] = /href="data:image\/png;base64,([^"]+)"/.exec(images(options))!;
    return [...(await sharp(Buffer.from(url!, 'base64')).raw().toBuffer())];
  };

  it('of planes and of pixels are the same', async () => {
    const planes = { shape: [3, 1, 2], data: [1, 2, 3, 4, 5, 6] };
    const rows = { shape: [1, 2, 3], data: [1, 3, 5, 2, 4, 6] };
    expect(await pixels({ pictures: [planes] })).toEqual([1, 3, 5, 2, 4, 6]);
    expect(await pixels({ pictures: [rows], channels: 'last' })).toEqual([1, 3, 5, 2, 4, 6]);
  });

  it('of numbers in a range', async () => {
    const picture = { shape: [1, 4], data: [-1, 0, 1, 5] };
    const grey = [0, 128, 255, 255].flatMap((value) => [value, value, value]);
    expect(await pixels({ pictures: [picture], range: [-1, 1] })).toEqual(grey);
    expect(await pixels({ pictures: [{ shape: [1, 2], data: [3, 7] }], range: 'each' })).toEqual([
      0, 0, 0, 255, 255, 255,
    ]);
  });

  it('have 0 in the middle of a diverging scale', async () => {
    const picture = { shape: [1, 3], data: [-2, 0, 1] };
    const found = await pixels({ pictures: [picture], range: 'each', scale: 'diverging' });
    expect(found.slice(0, 6)).toEqual([0xa6, 0x3d, 0x00, 0xf7, 0xf7, 0xf7]);
  });
});

describe('a surface', () => {
  const surface = { x: [0, 1], y: [0, 1], levels: [0.5, 1.5, 2.5] } as const;
  /** The colours at the corners: top left, top right, bottom left, bottom right. */
  const corners = async (more: { readonly values: number[][]; readonly smooth?: boolean }) => {
    const svg = scatter({ x: 'x', y: 'y', series: [], surface: { ...surface, scale: 'classes', ...more } });
    const [, url] = /href="data:image\/png;base64,([^"]+)"/.exec(svg)!;
    const { data, info } = await sharp(Buffer.from(url!, 'base64')).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) =>
      [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)].join();
    const [right, bottom] = [info.width - 1, info.height - 1];
    return { at: [at(0, 0), at(right, 0), at(0, bottom), at(right, bottom)], middle: at(right >> 1, 0) };
  };

  it('has rows from the bottom to the top and columns from left to right', async () => {
    const { at } = await corners({
      values: [
        [0, 1],
        [2, 3],
      ],
    });
    expect(new Set(at).size).toBe(4);
    const [topLeft, topRight, bottomLeft, bottomRight] = at;
    const only = async (value: number) =>
      (
        await corners({
          values: [
            [value, value],
            [value, value],
          ],
        })
      ).at[0];
    expect([bottomLeft, bottomRight, topLeft, topRight]).toEqual([
      await only(0),
      await only(1),
      await only(2),
      await only(3),
    ]);
  });

  it('has nothing between classes where it is not smooth', async () => {
    const values = [
      [0, 2],
      [0, 2],
    ];
    const smooth = await corners({ values });
    const apart = await corners({ values, smooth: false });
    expect(smooth.at).not.toContain(smooth.middle);
    expect(apart.at).toContain(apart.middle);
  });
});
