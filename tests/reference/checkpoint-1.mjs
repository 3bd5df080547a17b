/**
 * A checkpoint of version 1, and how its training went on when it was written. It is kept as it is: a later Graft must resume it.
 *
 * Run in this folder, after a build: node checkpoint-1.mjs   (only with a Graft that writes version 1)
 * Writes checkpoint-1/last.json and its tensors, and checkpoint-1/expected.json: losses and weights at the end.
 */
import { writeFileSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  clipByGlobalNorm,
  dense,
  dropout,
  earlyStopping,
  fit,
  gradientNorms,
  modelCheckpoint,
  readCheckpoint,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
  uniforms,
  weightsOf,
} from '@graftml/core';
import { folderStorage } from '@graftml/vision/node';

const random = uniforms({ seed: 9, purpose: 'points' }, 60);
const points = Array.from(random, (u) => Math.fround(2 * u - 1));
const labels = Array.from({ length: 30 }, (_, i) => (points[2 * i] * points[2 * i + 1] > 0 ? 1 : 0));
const options = (storage) => ({
  backend: cpuBackend(),
  train: arrayDataset(tensor('float32', [30, 2], points), tensor('int32', [30], labels)),
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  optimizer: adam({ learningRate: 0.02 }),
  clip: clipByGlobalNorm(1),
  epochs: 4,
  batchSize: 8,
  seed: 5,
  facts: { 'the points': 'two of three' },
  callbacks: [earlyStopping({ monitor: 'loss', patience: 3 }), gradientNorms(), modelCheckpoint({ storage })],
});
const network = () => sequential({ input: [2] }, [dense(6, { activation: 'relu' }), dropout(0.2), dense(2)]);

const storage = folderStorage(new URL('checkpoint-1', import.meta.url).pathname);
const controller = new AbortController();
// In the middle of the third epoch.
const onProgress = ({ epoch, batch }) => epoch === 3 && batch === 2 && controller.abort();
await fit(network(), { ...options(storage), signal: controller.signal, onProgress });
const { model, history } = await fit(network(), {
  ...options({ ...storage, write: async () => {}, remove: async () => {} }),
  resume: await readCheckpoint(storage),
});
const weights = Object.entries(weightsOf(model)).map(([name, { data }]) => [name, Array.from(data)]);
const expected = { points, labels, losses: history.map(({ logs }) => logs.loss), weights: Object.fromEntries(weights) };
writeFileSync(new URL('checkpoint-1/expected.json', import.meta.url), `${JSON.stringify(expected)}\n`);
