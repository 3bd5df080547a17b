// Times training steps of the published CIFAR-10 CNN in Graft: graft.mjs onnx|reference BATCH THREADS
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  applications,
  drawFeeds,
  initialState,
  initialWeights,
  rmsprop,
  scalar,
  sparseCategoricalCrossentropy,
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

let step = 0;
await answer(async () => {
  // Everything that a step of `fit` costs, apart from reading the pictures: the masks are drawn anew each time.
  const feeds = {
    [model.inputs[0].name]: tensor(
      'float32',
      [batch, 3, 32, 32],
      Float32Array.from({ length: batch * 3072 }, Math.random),
    ),
    target: tensor(
      'int32',
      [batch],
      Int32Array.from({ length: batch }, () => Math.floor(Math.random() * 10)),
    ),
    weight: tensor('float32', [batch], new Float32Array(batch).fill(1)),
    learning_rate: scalar(1e-3),
    step: scalar(step + 1),
    ...drawFeeds(program, 1, step++),
  };
  await executable.run(feeds, state);
}, backend.capabilities.device);
