// Times training steps of the published CIFAR-10 CNN in Graft: graft.mjs onnx|reference BATCH THREADS
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  applications,
  initialState,
  initialWeights,
  rmsprop,
  sparseCategoricalCrossentropy,
  stepFeeds,
  tensor,
  trainingProgram,
} from '@graftml/core';
import { answer } from './answer.mjs';

const [kind, batch, threads] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const backend = kind === 'onnx' ? await onnxBackend({ device: 'cpu', threads }) : cpuBackend();
const model = applications['cifar10-cnn']();
const optimizer = rmsprop({ learningRate: 1e-3 });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const program = trainingProgram(model, { loss, optimizer, metrics: {} }, batch);
const executable = await backend.compile(program);
const state = await backend.createState(initialState(model.parameters, initialWeights(model, 1), optimizer));

const x = tensor('float32', [batch, 3, 32, 32], Float32Array.from({ length: batch * 3072 }, Math.random));
const target = tensor(
  'int32',
  [batch],
  Int32Array.from({ length: batch }, () => Math.floor(Math.random() * 10)),
);
const weight = tensor('float32', [batch], new Float32Array(batch).fill(1));

// As `fit` does it: the masks of the next step are drawn while this one runs.
const batchFeeds = { input: x, 'batch/target': target, 'batch/weight': weight };
const feedsAt = (step) => ({ ...batchFeeds, ...stepFeeds(program, { seed: 1, step, learningRate: 1e-3 }) });
let step = 0;
let feeds = feedsAt(0);
await answer(async () => {
  const running = executable.run(feeds, state);
  feeds = feedsAt(++step);
  await running;
}, backend.capabilities.device);
