/**
 * What does a convolutional network look for first? The filters of its first layer are small pictures themselves: as colours one can
 * look at them. They start as noise and become edges and spots of colour, whatever the classes are, which is why the first layers of
 * a trained network serve for other pictures too. Beside each filter: where, in pictures it never saw, it finds the most of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  type Backend,
  conv2D,
  cut,
  dense,
  evaluate,
  fit,
  globalAveragePooling2D,
  initializers,
  initialWeights,
  leakyRelu,
  type Model,
  maxPooling2D,
  metrics,
  predict,
  regularizers,
  rescaling,
  sequential,
  sparseCategoricalCrossentropy,
  type Tensor,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { images, panels } from '@graftml/plot';
import { type ImageDataset, stratifiedSplit } from '@graftml/vision';
import { drawSampleSet, openImages } from '@graftml/vision/node';
import type { Stage } from './harness/example.ts';

export const title = 'What the first layer of a trained network looks for, as pictures';

export const otherData = 'pictures in class folders, or an archive of them';

const [side, reach, count] = [32, 5, 12];

export async function run({ quick, seed, data, say, draw }: Stage) {
  const { train, test } = await (data ? open(data, seed) : drawn(quick ? 48 : 160, seed));
  const network = sequential({ input: [3, side, side] }, [
    rescaling(2, { offset: -1 }),
    // Small weights that cost something: noise that serves nothing fades.
    conv2D(count, reach, {
      padding: 'same',
      name: 'first',
      kernelInitializer: initializers.varianceScaling({ scale: 0.2 }),
      kernelRegularizer: regularizers.l2(0.0005),
    }),
    leakyRelu(),
    maxPooling2D(2),
    conv2D(24, 3, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    conv2D(32, 3, { padding: 'same', activation: 'relu' }),
    globalAveragePooling2D(),
    dense(train.classNames.length),
  ]);
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const start = withWeights(network, initialWeights(network, seed));
  const { model } = await fit(start, {
    backend,
    train,
    epochs: quick ? 10 : 40,
    batchSize: 32,
    seed,
    loss,
    optimizer: adam({ learningRate: 0.004 }),
  });
  const judged = await evaluate(model, { backend, data: test, loss, metrics: { accuracy: metrics.accuracy() } });
  const patches = await strongest(model, test, backend);
  await backend.dispose();

  const [before, after] = [start, model].map((at) => weightsOf(at)['first/kernel'] as Tensor<'float32'>);
  const [roughBefore, roughAfter] = [roughness(before!), roughness(after!)];
  say(
    `${train.size} pictures of ${train.classNames.join(', ')}: ${(100 * judged!.accuracy).toFixed(1)} % of ${test.size} others named right.`,
  );
  say(
    `How much a filter's weights differ from their neighbours: ${roughBefore.toFixed(2)} as drawn, ${roughAfter.toFixed(2)} as learned`,
  );
  say('(1.41 is noise: neighbours that have nothing to do with each other).');

  const filters = (heading: string, kernel: Tensor<'float32'>) =>
    images({
      title: heading,
      columns: count,
      size: 84,
      range: [0, 1],
      pictures: kernels(kernel).map((weights) => ({ shape: [3, reach, reach], data: centred(weights) })),
    });
  await draw(
    panels({
      columns: 1,
      pictures: [
        filters('The filters of the first layer at the start', before!),
        filters('As learned: grey is 0', after!),
        images({
          title: 'What each finds most of, in four pictures it never saw',
          columns: count,
          size: 84,
          channels: 'last',
          pictures: [0, 1, 2, 3].flatMap((rank) => patches.map((best) => best[rank]!)),
        }),
      ],
    }),
  );
  return { accuracy: judged!.accuracy, classes: train.classNames.length, roughBefore, roughAfter };
}

async function open(path: string, seed: number) {
  const sets = await openImages(path, { size: side });
  const [train, test] = sets.test ? [sets.train, sets.test] : stratifiedSplit(sets.train, 0.2, seed);
  return { train, test };
}

/** Shapes in all colours, drawn into a folder that is gone afterwards. */
async function drawn(perClass: number, seed: number) {
  const folder = await mkdtemp(join(tmpdir(), 'graft-shapes-'));
  try {
    await drawSampleSet(folder, { perClass, size: side, seed });
    return await open(folder, seed);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** For each filter the patches that it answers most to, at most one of a picture. */
async function strongest(model: Model, pictures: ImageDataset, backend: Backend) {
  const maps = (await predict(cut(model, 'first'), { backend, data: pictures })) as Tensor<'float32'>;
  const area = side * side;
  const margin = reach >> 1;
  return Array.from({ length: count }, (_, filter) =>
    Array.from({ length: pictures.size }, (_, picture) => {
      const map = maps.data.subarray((picture * count + filter) * area, (picture * count + filter + 1) * area);
      let [place, most] = [0, -1];
      for (let row = margin; row < side - margin; row++)
        for (let column = margin; column < side - margin; column++)
          if (map[row * side + column]! > most) [place, most] = [row * side + column, map[row * side + column]!];
      return { picture, place, most };
    })
      .sort((a, b) => b.most - a.most)
      .slice(0, 4)
      .map(({ picture, place }) => ({
        shape: [reach, reach, 3],
        data: patch(pictures.pixels(picture), Math.floor(place / side) - margin, (place % side) - margin),
      })),
  );
}

const patch = (pixels: Uint8Array, top: number, left: number): number[] =>
  Array.from({ length: reach }, (_, row) =>
    Array.from(pixels.subarray(((top + row) * side + left) * 3, ((top + row) * side + left + reach) * 3)),
  ).flat();

/** Filter by filter, `[3, reach, reach]` each. */
const kernels = ({ data }: Tensor<'float32'>): Float32Array[] => {
  const length = 3 * reach * reach;
  return Array.from({ length: count }, (_, i) => data.subarray(i * length, (i + 1) * length));
};

/** As colours from 0 to 1, 0 being grey. */
function centred(weights: Float32Array): Float32Array {
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return weights.map((w) => 0.5 + w / largest / 2);
}

/** The size of differences between neighbours as a multiple of the size of weights, the mean of all filters. */
function roughness(kernel: Tensor<'float32'>): number {
  const each = kernels(kernel).map((weights) => {
    const pairs = Array.from(weights.keys())
      .filter((i) => i % reach < reach - 1)
      .map((i) => (weights[i + 1]! - weights[i]!) ** 2);
    const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b) / numbers.length;
    return Math.sqrt(mean(pairs) / mean(Array.from(weights, (w) => w * w)));
  });
  return each.reduce((a, b) => a + b) / each.length;
}
