/** Explanations on pictures: a real MobileNetV2 against NumPy, regions and overlays, neighbours against scikit-learn, maps. */
import { readFile } from 'node:fs/promises';
import { onnxBackend } from '@graftml/backend-onnx';
import { normals, tensor, UsageError } from '@graftml/core';
import {
  enlarged,
  featureMapSvg,
  hotBox,
  hotRegion,
  imageNetLabels,
  nearestAmong,
  overlay,
  preprocessing,
  stockClassifier,
  toRgba,
  tsne,
  tsneSteps,
} from '@graftml/vision';
import { expandPaths, explainPictures, openBackbone, openClassifier } from '@graftml/vision/node';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';
import { modelPath, requireOrSkip } from '../support/require.ts';

describe.skipIf(requireOrSkip('models'))('an untouched MobileNetV2', () => {
  const file = modelPath('mobilenet-v2/mobilenet_v2_1.0_224.onnx');
  it('has the maps that NumPy makes of what onnxruntime says of Pillow’s pixels', async () => {
    const known = reference<Readonly<Record<string, { index: number; map: number[] }>>>('explain-mobilenet');
    const backend = await onnxBackend({ device: 'cpu' });
    const classifier = await openClassifier(file, { preprocessing: 'symmetric' });
    expect(classifier.stock).toEqual({ preprocessing: 'given', labels: 'imagenet' });
    const found = [];
    for await (const one of explainPictures(classifier, { backend, paths: modelPath('check-images') })) found.push(one);
    await backend.dispose();
    expect(found.length).toBe(4);
    for (const { name, index, label, map, method, at, box, size, picture, overlay: drawn } of found) {
      const { index: best, map: expected } = known[name.split('/').at(-1)!]!;
      expect([index, label, method, at]).toEqual([best, imageNetLabels()[best], 'cam', 'conv52_relu6']);
      const largest = Math.max(...expected);
      expectClose(
        [...map.data].map((value) => value / largest),
        expected.map((value) => value / largest),
        2e-4,
        name,
      );
      expect([drawn.width, drawn.height]).toEqual([picture.width, picture.height]);
      expect(box!.left + box!.width).toBeLessThanOrEqual(size.width);
      expect(box!.top + box!.height).toBeLessThanOrEqual(size.height);
    }
  });

  it('has ImageNet’s names or those that are given, and no head where it is cut off', async () => {
    expect(imageNetLabels()).toEqual((await readFile(modelPath('imagenet_labels.txt'), 'utf8')).trim().split('\n'));
    const backbone = await openBackbone(file, { preprocessing: 'symmetric' });
    expect(() => stockClassifier(backbone, ['cat'])).toThrow(/labels do not fit.*1000 labels.*1\./s);
    expect(() => stockClassifier({ ...backbone, model: backbone.features })).toThrow(/gives no scores of classes/);
  });
});

describe('the hot region', () => {
  const map = (rows: readonly (readonly number[])[]) => ({
    width: rows[0]!.length,
    height: rows.length,
    data: Float32Array.from(rows.flat()),
  });
  it('is the largest connected one above a share of the most, not the hottest', () => {
    const two = map([
      [9, 0, 0, 0],
      [0, 0, 3, 3],
      [0, 0, 0, 3],
      [0, 0, 1, 0],
    ]);
    expect(hotRegion(two)).toEqual({ left: 2, top: 1, width: 2, height: 2 });
    expect(hotRegion(two, 0.5)).toEqual({ left: 0, top: 0, width: 1, height: 1 });
    expect(hotRegion(two, 0.1)).toEqual({ left: 2, top: 1, width: 2, height: 2 }); // corners do not connect
    expect(hotRegion(map([[-1, 0]]))).toBeUndefined();
  });

  it('lies where the network saw it: in the middle of a picture that was cropped', () => {
    const seen = preprocessing({ width: 8, height: 8, resize: 'crop' });
    const all = map([[1]]);
    expect(hotBox(all, { width: 40, height: 20 }, seen)).toEqual({ left: 10, top: 0, width: 20, height: 20 });
    const boxed = preprocessing({ width: 8, height: 8, resize: 'letterbox' });
    expect(hotBox(all, { width: 40, height: 20 }, boxed)).toEqual({ left: 0, top: 0, width: 40, height: 20 });
  });

  it('is enlarged as PyTorch enlarges without align_corners', () => {
    // torch.nn.functional.interpolate(torch.tensor([[[[0., 1.], [2., 4.]]]]), size=(4, 4), mode='bilinear')
    const expected = [0, 0.25, 0.75, 1, 0.5, 0.8125, 1.4375, 1.75, 1.5, 1.9375, 2.8125, 3.25, 2, 2.5, 3.5, 4];
    const two = map([
      [0, 1],
      [2, 4],
    ]);
    expect([...enlarged(two, 4, 4).data]).toEqual(expected);
  });

  it('is drawn over the picture, which stays as it is where nothing is hot', () => {
    const data = new Uint8Array(8 * 8 * 3).fill(100);
    const picture = { width: 8, height: 8, channels: 3, data } as const;
    const half = map([[0, 1]]);
    const described = preprocessing({ width: 8, height: 8 });
    const drawn = overlay(picture, half, { preprocessing: described });
    expect([...drawn.data.subarray(0, 3)]).toEqual([100, 100, 100]);
    const [red, , blue] = drawn.data.subarray(21, 24);
    expect(red! - blue!).toBeGreaterThan(60);
    expect([...toRgba(drawn).subarray(0, 4)]).toEqual([100, 100, 100, 255]);
    expect(() => overlay(picture, half, { preprocessing: described, blend: 2 })).toThrow(UsageError);
  });
});

it('neighbours are those of scikit-learn', () => {
  const known = reference<{ features: number[]; queries: number[]; indices: number[][]; similarities: number[] }>(
    'nearest',
  );
  const nearest = nearestAmong(tensor('float32', [40, 7], known.features));
  const found = known.indices.map((_, i) => nearest(Float32Array.from(known.queries.slice(i * 7, i * 7 + 7)), 5));
  expect(found.map((list) => list.map(({ index }) => index))).toEqual(known.indices);
  expectClose(
    found.flat().map(({ similarity }) => similarity),
    known.similarities,
    1e-7,
  );
  expect(() => nearest(new Float32Array(6), 5)).toThrow(/has other features/);
  expect(() => nearest(new Float32Array(7), 0)).toThrow(UsageError);
});

describe('a map of features', () => {
  const features = (size: number) => {
    const noise = normals({ seed: 3, purpose: 'test', step: 0 }, size * 8);
    // Three heaps, taking turns.
    return tensor(
      'float32',
      [size, 8],
      noise.map((x, k) => x + (k % 8 === Math.floor(k / 8) % 3 ? 12 : 0)),
    );
  };
  /** How many of the nearest on the map are of the same heap. */
  const together = (places: Float64Array) => {
    const size = places.length / 2;
    const distance = (a: number, b: number) =>
      Math.hypot(places[2 * a]! - places[2 * b]!, places[2 * a + 1]! - places[2 * b + 1]!);
    return Array.from({ length: size }, (_, i) => {
      const others = Array.from({ length: size }, (_, j) => j).filter((j) => j !== i);
      return others.reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best)) % 3 === i % 3;
    }).filter(Boolean).length;
  };
  it('keeps together what is alike, the same by the same seed', async () => {
    const { places, beside } = await tsne(features(60), { seed: 4 });
    expect([together(places), beside]).toEqual([60, 0]);
    expect(await tsne(features(60), { seed: 4 })).toEqual({ places, beside });
    expect((await tsne(features(60), { seed: 5 })).places).not.toEqual(places);
    await expect(tsne(features(3))).rejects.toThrow(/4 examples or more/);
    await expect(tsne(features(10), { perplexity: 20 })).rejects.toThrow(/perplexity/);
    await expect(tsne(features(10), { sample: 3 })).rejects.toThrow(/sample/);
    await expect(tsne(features(10), { labels: [1] })).rejects.toThrow(/labels/);
    const broken = tensor('float32', [8, 3], new Float32Array(24).fill(Number.NaN, 3, 4));
    await expect(tsne(broken)).rejects.toThrow(/not finite/);
    const same = tensor('float32', [8, 3], new Float32Array(24));
    expect((await tsne(same, { steps: 20 })).places.every(Number.isFinite)).toBe(true);
  });

  it('puts the many beside those of a sample that they are most like, copies next to each other', async () => {
    const many = features(303);
    const { data } = many;
    // The last is as the first.
    data.copyWithin(302 * 8, 0, 8);
    const { places, beside } = await tsne(many, { sample: 60 });
    expect(beside).toBe(243);
    expect(together(places.subarray(0, 600))).toBe(300);
    const [x, y] = [places[0]! - places[604]!, places[1]! - places[605]!];
    const spread = Math.sqrt(places.reduce((sum, at) => sum + at * at, 0) / places.length);
    expect(Math.hypot(x, y)).toBeGreaterThan(0);
    expect(Math.hypot(x, y)).toBeLessThan(0.2 * spread);
    // Five of a class of their own, far from all others: that they are in a small sample is sure only where classes are known.
    const rare = 5;
    data.subarray(0, rare * 8).forEach((x, k) => {
      data[k] = x + (k % 8 === 7 ? 50 : 0);
    });
    const labels = Array.from({ length: 303 }, (_, i) => (i < rare ? 3 : i % 3));
    for (const seed of [1, 2, 3, 4]) {
      const known = (await tsne(many, { sample: 30, seed, labels })).places;
      const nearest = (i: number) => {
        const far = (j: number) => Math.hypot(known[2 * i]! - known[2 * j]!, known[2 * i + 1]! - known[2 * j + 1]!);
        return labels.map((_, j) => j).reduce((best, j) => (j !== i && far(j) < far(best) ? j : best), i === 0 ? 1 : 0);
      };
      for (let i = 0; i < rare; i++) expect(nearest(i)).toBeLessThan(rare);
    }
  });

  it('gives places after each step, and ends when it is told to', async () => {
    const seen: number[] = [];
    for (const { share, places } of tsneSteps(features(60), { steps: 20, sample: 30 })) {
      seen.push(share);
      expect(places?.length ?? 120).toBe(120);
    }
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const stop = new AbortController();
    const shares: number[] = [];
    const onProgress = (share: number) => {
      shares.push(share);
      stop.abort(new Error('enough'));
    };
    await expect(tsne(features(60), { steps: 1e6, signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(shares).toHaveLength(1);
  });

  it('is drawn with a legend, mistakes marked, and no markup of strangers', () => {
    const svg = featureMapSvg([
      { name: '<1>.png', x: 0, y: 0, label: 'a&b', predicted: 'c' },
      { name: '2.png', x: 1, y: 1, label: 'c', predicted: 'c' },
    ]);
    expect(svg.match(/<path/g)!.length).toBe(4);
    expect(svg).toContain('a&#38;b (1)');
    expect(svg).toContain('1 of 2');
    expect(svg).not.toContain('<1>');
  });
});

it('patterns stand for files', async () => {
  const root = new URL('.', import.meta.url).pathname;
  expect(await expandPaths([`${root}*.test.ts`])).toEqual([`${root}explain.test.ts`, `${root}pictures.test.ts`]);
  expect(await expandPaths([`${root}../{explain,none}/**/p*.ts`])).toHaveLength(1);
  expect(await expandPaths(['no-pattern.jpg'])).toEqual(['no-pattern.jpg']);
  await expect(expandPaths([`${root}*.gif`])).rejects.toThrow(/stands for no file/);
});
