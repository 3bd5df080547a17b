// Augmented pictures a second, as a training asks for them, on the thread that asks and by workers; alone and beside a training.
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  cifar10Cnn,
  conv2D,
  dense,
  fit,
  globalAveragePooling2D,
  readBatch,
  rmsprop,
  sequential,
  sparseCategoricalCrossentropy,
} from '@graftml/core';
import { augment, imageDataset, parseAugmentation, preprocessing } from '@graftml/vision';
import { augmentInWorkers } from '@graftml/vision/node';
import { quantile } from './contest.mjs';
import { machine } from './machine.mjs';

const batch = 32;
const small = {
  words: 'flip,shift=0.1',
  side: 32,
  pictures: 2048,
  network: () => cifar10Cnn(),
};
const large = {
  words: 'flip,crop=0.4,rotate=15,jitter=0.3',
  side: 224,
  pictures: 96,
  network: () =>
    sequential({ input: [3, 224, 224] }, [
      conv2D(16, 7, { strides: 4, activation: 'relu' }),
      globalAveragePooling2D(),
      dense(10),
    ]),
};

function noise({ side, pictures }) {
  const pixels = new Uint8Array(new SharedArrayBuffer(pictures * side * side * 3)); // as openImages has them
  let h = 1;
  for (let i = 0; i < pixels.length; i++) {
    h = (Math.imul(h, 1664525) + 1013904223) | 0;
    pixels[i] = h >>> 24;
  }
  const labels = Int32Array.from({ length: pictures }, (_, i) => i % 10);
  const names = Array.from({ length: pictures }, (_, i) => `${i}.png`);
  const classNames = Array.from({ length: 10 }, (_, i) => `${i}`);
  return imageDataset({
    pixels,
    labels,
    names,
    classNames,
    preprocessing: preprocessing({ width: side, height: side }),
  });
}

/** Pictures a second, read in batches, one batch after another. */
async function reading(dataset, epoch) {
  const began = performance.now();
  for (let from = 0; from < dataset.size; from += batch)
    await readBatch(
      dataset,
      Array.from({ length: Math.min(batch, dataset.size - from) }, (_, i) => from + i),
      { seed: 1, epoch },
    );
  return dataset.size / ((performance.now() - began) / 1000);
}

/** Pictures a second of an epoch of training. */
async function training(backend, network, dataset) {
  const { history } = await fit(network, {
    backend,
    train: dataset,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: rmsprop(),
    epochs: 2,
    batchSize: batch,
    seed: 1,
  });
  return history[1].examplesPerSecond;
}

export async function augmentBench(args) {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: 'string', default: '5' }, json: { type: 'boolean' } },
  });
  const report = [];
  for (const { words, side, network, ...rest } of [small, large]) {
    const plain = noise({ side, ...rest });
    const { pictures } = parseAugmentation(words);
    const ways = {
      'not augmented': [plain],
      'on the same thread': [augment(plain, pictures)],
      '1 worker': [augmentInWorkers(plain, pictures, { workers: 1 })],
      '2 workers': [augmentInWorkers(plain, pictures, { workers: 2 })],
    };
    const backends = {
      1: await onnxBackend({ device: 'cpu', threads: 1 }),
      2: await onnxBackend({ device: 'cpu', threads: 2 }),
    };
    const kinds = {
      'reading alone': (dataset, round) => reading(dataset, round + 1),
      'training, 1 thread': (dataset) => training(backends[1], network(), dataset),
      'training, 2 threads': (dataset) => training(backends[2], network(), dataset),
    };
    for (const [kind, measure] of Object.entries(kinds)) {
      const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
      for (let round = 0; round <= Number(values.rounds); round++)
        for (const [way, [dataset]] of Object.entries(ways)) {
          const speed = await measure(dataset, round);
          if (round > 0) times[way].push(speed); // the first warms up
        }
      const base = quantile(times['on the same thread'], 0.5);
      for (const [way, speeds] of Object.entries(times))
        report.push({
          side,
          words,
          kind,
          way,
          low: quantile(speeds, 0.1),
          median: quantile(speeds, 0.5),
          high: quantile(speeds, 0.9),
          ratio: quantile(speeds, 0.5) / base,
        });
    }
    for (const [dataset] of Object.values(ways)) await dataset.close?.();
    for (const backend of Object.values(backends)) await backend.dispose();
  }
  if (values.json) return console.log(JSON.stringify({ machine: machine(), report }));
  console.log(`${machine()}\npictures/s, batches of ${batch}: median (10 to 90 %), and against the same thread`);
  let before = '';
  for (const { side, words, kind, way, low, median, high, ratio } of report) {
    const title = `\n${side} × ${side}, ${words}: ${kind}`;
    if (title !== before) console.log(title);
    before = title;
    const spread = `(${low.toFixed(0)} to ${high.toFixed(0)})`;
    console.log(`  ${way.padEnd(20)}${median.toFixed(0).padStart(8)} ${spread.padEnd(20)}${ratio.toFixed(2)} ×`);
  }
}
