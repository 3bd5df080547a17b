/** A head trained on features from a file alone. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { dense, flatten, normals, predict, rmsprop, type Tensor, tensor, UsageError } from '@graftml/core';
import { featureSet, featureSets, trainHead, writeNpz } from '@graftml/vision';
import { readArrays } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-head-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a head of GlobalAveragePooling2D and Dense', () => {
  /** Made by Keras: reference/head.py. */
  const keras: {
    readonly file: string;
    readonly history: Readonly<Record<'loss' | 'accuracy' | 'val_loss' | 'val_accuracy', readonly number[]>>;
    readonly bestEpoch: number;
    readonly test: { readonly loss: number; readonly accuracy: number };
  } = JSON.parse(readFileSync(new URL('reference/head.json', import.meta.url), 'utf8'));

  it('learns from an .npz file as in Keras, epoch by epoch, and keeps the same best one', async () => {
    const path = join(folder, 'keras.npz');
    await writeFile(path, Buffer.from(keras.file, 'base64'));
    const run = await trainHead({
      backend: cpuBackend(),
      sets: featureSets(await readArrays(path)),
      channels: 'last',
      optimizer: rmsprop({ learningRate: 0.05 }),
      batchSize: 8,
      shuffle: false,
      seed: 1,
    });
    expect(run.history.length).toBe(20);
    for (const [name, figures] of Object.entries(keras.history))
      expectClose(
        run.history.map(({ logs }) => logs[name]!),
        figures,
        2e-5,
        name,
      );
    expect(run.bestEpoch).toBe(keras.bestEpoch);
    expectClose([run.test!.loss, run.test!.accuracy], [keras.test.loss, keras.test.accuracy], 2e-5);
  });
});

describe('features of the published form', () => {
  const classes = 133;
  const [height, width, channels] = [7, 7, 512];

  /** The mean over a picture tells the class, the single numbers hardly do. */
  function examples(step: number, labels: Int32Array): Tensor<'float32'> {
    const centres = normals({ seed: 1, purpose: 'centre' }, classes * channels);
    const noise = normals({ seed: 1, purpose: 'noise', step }, 1 << 16);
    const data = new Float32Array(labels.length * height * width * channels);
    for (let i = 0; i < data.length; i++) {
      const label = labels[Math.floor(i / (height * width * channels))]!;
      data[i] = centres[label * channels + (i % channels)]! + 4 * noise[(i * 7 + (i >>> 16) * 131) & 0xffff]!;
    }
    return tensor('float32', [labels.length, height, width, channels], data);
  }
  const each = (times: number) => Int32Array.from({ length: classes * times }, (_, i) => i % classes);

  it('train, valid and test, N × 7 × 7 × 512 with labels beside them: 133 classes in 20 epochs', async () => {
    const labels = { train: each(2), validation: each(1), test: each(1) };
    const arrays = {
      train: examples(1, labels.train),
      valid: examples(2, labels.validation),
      test: examples(3, labels.test),
    };
    const path = join(folder, 'bottleneck.npz');
    await writeFile(path, writeNpz(arrays, { floats: 'float16' }));
    const beside = Object.fromEntries(Object.entries(labels).map(([split, list]) => [split, [...list]]));
    const sets = featureSets(await readArrays(path), { labels: beside });
    const backend = await onnxBackend({ device: 'cpu', threads: 1 });
    try {
      const run = await trainHead({ backend, sets, batchSize: 20 });
      expect(run.history.length).toBe(20);
      expect(run.model.parameters.map(({ shape }) => shape)).toEqual([[channels, classes], [classes]]);
      const losses = run.history.map(({ logs }) => logs.val_loss!);
      expect(losses[run.bestEpoch! - 1]).toBe(Math.min(...losses));
      const { data } = await predict(run.model, { backend, data: sets.test! });
      const scores = Array.from({ length: classes }, (_, i) => [...data.subarray(i * classes, (i + 1) * classes)]);
      const right = scores.filter((row, i) => row.indexOf(Math.max(...(row as number[]))) === labels.test[i]);
      expect(run.test!.accuracy).toBeCloseTo(right.length / classes, 6);
      expect(run.test!.accuracy).toBeGreaterThan(0.9);
    } finally {
      await backend.dispose();
    }
  });
});

describe('trainHead', () => {
  const classNames = ['a', 'b'];
  const set = (shape: readonly number[], targets: Int32Array | Float32Array = Int32Array.of(0, 1, 0, 1)) => {
    const size = 4;
    const count = shape.reduce((a, b) => a * b, size);
    const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i) + (i < count / 2 ? 1 : -1));
    return {
      train: featureSet({ features: tensor('float32', [size, ...shape], data), targets, classNames }),
      classNames,
    };
  };
  const asked = { backend: cpuBackend(), epochs: 2, batchSize: 2 };

  it('takes features of one axis, of channels first, and of any form with layers', async () => {
    const shapes = async (shape: readonly number[], more: object = {}) =>
      (await trainHead({ ...asked, sets: set(shape), ...more })).model.parameters.map((it) => it.shape);
    expect(await shapes([5])).toEqual([[5, 2], [2]]);
    expect(await shapes([5, 1, 1])).toEqual([[5, 2], [2]]);
    expect(await shapes([5, 2, 3], { channels: 'first' })).toEqual([[5, 2], [2]]);
    expect(await shapes([5, 2, 3], { channels: 'last' })).toEqual([[3, 2], [2]]);
    expect(await shapes([5, 2, 3, 1], { layers: [flatten(), dense(2)] })).toEqual([[30, 2], [2]]);
  });

  it('learns several labels as so many questions', async () => {
    const sets = set([3], Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0));
    const run = await trainHead({
      ...asked,
      epochs: 30,
      optimizer: rmsprop({ learningRate: 0.05 }),
      sets: { ...sets, test: sets.train },
    });
    expect(run.test!.accuracy).toBe(1);
    expect(run.bestEpoch).toBeUndefined();
  });

  it('refuses what it cannot know', async () => {
    for (const [shape, more] of [
      [[3, 3, 3], {}],
      [[5, 2, 3], {}],
      [[5, 2], {}],
      [[5], { channels: 'last' }],
      [[5, 2, 2], { channels: 'first', layers: [flatten(), dense(2)] }],
      [[5], { epochs: 0 }],
      [[5], { momentum: 1 }],
    ] as const)
      await expect(trainHead({ ...asked, sets: set(shape), ...more }), `${shape}`).rejects.toThrow(UsageError);
  });
});
