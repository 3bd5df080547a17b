import { UsageError } from '@graftml/core';
import {
  fitPicture,
  parsePreprocessing,
  placement,
  preprocess,
  preprocessing,
  preprocessor,
  withChannels,
} from '@graftml/vision';
import { describe, expect, test } from 'vitest';
import { failure } from './support/errors.ts';
import { bytesOf, reference } from './support/reference.ts';

describe('the description', () => {
  test('is complete, and survives JSON', () => {
    const full = preprocessing({ width: 32, height: 24 });
    expect(full).toEqual({
      width: 32,
      height: 24,
      channels: 3,
      resize: 'stretch',
      cropFraction: 1,
      background: 255,
      interpolation: 'bilinear',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      layout: 'NCHW',
    });
    expect(parsePreprocessing(JSON.stringify(full))).toEqual(full);
    expect(preprocessing({ width: 5, height: 5, channels: 1 }).mean).toEqual([0]);
  });

  const size = { width: 8, height: 8 };
  test.each([
    ['width', { height: 8 }],
    ['width', { width: 0, height: 8 }],
    ['height', { width: 8, height: 7.5 }],
    ['height', { width: 8, height: '8' }],
    ['channels', { ...size, channels: 4 }],
    ['resize', { ...size, resize: 'cover' }],
    ['cropFraction', { ...size, resize: 'crop', cropFraction: 0 }],
    ['cropFraction', { ...size, resize: 'stretch', cropFraction: 0.875 }],
    ['background', { ...size, background: 256 }],
    ['interpolation', { ...size, interpolation: 'bicubic' }],
    ['scale', { ...size, scale: Number.NaN }],
    ['mean', { ...size, mean: [0.5] }],
    ['std', { ...size, std: [1, 0, 1] }],
    ['layout', { ...size, layout: 'NHWC' }],
    ['means', { ...size, means: [0, 0, 0] }],
  ])('a wrong %s is named', async (field, json) => {
    expect((await failure(UsageError, () => parsePreprocessing(json))).where).toBe(`preprocessing.${field}`);
  });

  test('what is no object or no JSON is refused', async () => {
    await failure(UsageError, () => parsePreprocessing('{'));
    await failure(UsageError, () => parsePreprocessing([1]));
    await failure(UsageError, () => parsePreprocessing(null));
  });
});

describe('the arithmetic', () => {
  test('equals float32 tensors in PyTorch, bit for bit, channels first', () => {
    const { pixels, mean, std, shape, result } = reference.normalise;
    const [, height, width] = shape;
    const out = preprocess(bytesOf(pixels), preprocessing({ width, height, mean, std }));
    expect(out).toEqual(new Float32Array(bytesOf(result).buffer));
  });

  test('refuses pixels of another size', async () => {
    await failure(UsageError, () => preprocess(new Uint8Array(5), preprocessing({ width: 2, height: 2 })));
  });

  test("turns to grey as Pillow's L", () => {
    const rgb = { width: 64, height: 64, channels: 3, data: bytesOf(reference.grey.rgb) } as const;
    const grey = withChannels(rgb, 1);
    expect(grey.data).toEqual(bytesOf(reference.grey.grey));
    // and grey, spread to three channels, is the same grey again
    expect(withChannels(withChannels(grey, 3), 1).data).toEqual(grey.data);
  });
});

describe('another size', () => {
  test.each(reference.resize)('$from to $to equals Pillow, bit for bit', ({ from, to, pixels, result }) => {
    const description = preprocessing({ width: to[0], height: to[1] });
    const source = { width: from[0], height: from[1], channels: 3, data: bytesOf(pixels) } as const;
    expect(fitPicture(source, description).data).toEqual(bytesOf(result));
  });

  test('one channel is resized as each of three is', () => {
    const [{ from, pixels }] = reference.resize as [(typeof reference.resize)[number]];
    const [width, height] = from;
    const red = bytesOf(pixels).filter((_, i) => i % 3 === 0);
    const to = { width: 33, height: 21 };
    const one = fitPicture({ width, height, channels: 1, data: red }, preprocessing({ ...to, channels: 1 }));
    const three = fitPicture({ width, height, channels: 3, data: bytesOf(pixels) }, preprocessing(to));
    expect(one.data).toEqual(three.data.filter((_, i) => i % 3 === 0));
  });

  test.each(reference.crops)('$from to $size out of $shorter is cropped where torchvision crops', (crop) => {
    const [width, height] = crop.from;
    const cropFraction = crop.size / crop.shorter;
    const placed = placement({ width, height }, { width: crop.size, height: crop.size, resize: 'crop', cropFraction });
    expect([placed.width, placed.height]).toEqual(crop.resized);
    expect([-placed.left, -placed.top].map(Math.abs)).toEqual(crop.corner);
  });

  test('a crop is the middle of the resized whole', () => {
    const [{ from, pixels }] = reference.resize as [(typeof reference.resize)[number]];
    const source = { width: from[0], height: from[1], channels: 3, data: bytesOf(pixels) } as const;
    const placed = placement(source, { width: 20, height: 20, resize: 'crop', cropFraction: 0.8 });
    const whole = fitPicture(source, preprocessing({ width: placed.width, height: placed.height }));
    const crop = fitPicture(source, preprocessing({ width: 20, height: 20, resize: 'crop', cropFraction: 0.8 }));
    for (let y = 0; y < 20; y++) {
      const start = ((y - placed.top) * placed.width - placed.left) * 3;
      expect(crop.data.subarray(y * 60, y * 60 + 60)).toEqual(whole.data.subarray(start, start + 60));
    }
  });

  test('a letterboxed picture keeps its shape, between borders of the background', () => {
    const source = { width: 4, height: 2, channels: 1, data: new Uint8Array(8).fill(7) } as const;
    const fitted = fitPicture(
      source,
      preprocessing({ width: 4, height: 4, channels: 1, resize: 'letterbox', background: 9 }),
    );
    expect([...fitted.data]).toEqual([9, 9, 9, 9, 7, 7, 7, 7, 7, 7, 7, 7, 9, 9, 9, 9]);
  });

  test('a picture of the right size is not touched', () => {
    const source = { width: 4, height: 2, channels: 3, data: new Uint8Array(24) } as const;
    for (const resize of ['stretch', 'letterbox', 'crop'] as const)
      expect(fitPicture(source, preprocessing({ width: 4, height: 2, resize })).data).toBe(source.data);
  });
});

describe('preprocessor', () => {
  const prepare = preprocessor(preprocessing({ width: 2, height: 1, scale: 1 }));

  test('writes where it is told to, and nowhere else', () => {
    const all = new Float32Array(10).fill(-1);
    const out = all.subarray(2, 8);
    expect(prepare(Uint8Array.of(1, 2, 3, 4, 5, 6), out)).toBe(out);
    expect([...all]).toEqual([-1, -1, 1, 4, 2, 5, 3, 6, -1, -1]);
  });

  test('refuses pictures and places of another size', () => {
    expect(() => prepare(new Uint8Array(5))).toThrow(/expected 6 bytes, \[1, 2, 3\].*received 5/is);
    expect(() => prepare(new Uint8Array(6), new Float32Array(12))).toThrow(/expected 6 numbers.*received 12/is);
  });
});
