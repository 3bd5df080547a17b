/** Several steps in one run of ONNX Runtime: the same weights, figures and errors as one by one. */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  arrayDataset,
  batchNormalization,
  type Callback,
  cosineDecay,
  dense,
  dropout,
  type FitOptions,
  fit,
  layer,
  memoryStorage,
  metrics,
  modelCheckpoint,
  type Run,
  readCheckpoint,
  rmsprop,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  terminateOnNaN,
  weightsOf,
} from '@graftml/core';
import { afterAll, describe, expect, it } from 'vitest';
import { circle } from './toy.ts';

const backend = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => backend.dispose());

const network = () =>
  sequential({ input: [2] }, [dense(8, { activation: 'relu' }), batchNormalization(), dropout(0.3), dense(2)]);
/** Eleven batches an epoch, the last of five examples. */
const options: FitOptions = {
  backend,
  train: circle(165, 1),
  validation: circle(40, 2),
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  optimizer: rmsprop({ learningRate: cosineDecay({ initialLearningRate: 0.01, decaySteps: 40 }) }),
  metrics: { accuracy: metrics.accuracy() },
  epochs: 3,
  batchSize: 16,
  seed: 5,
};
const train = (more: Partial<FitOptions> = {}) => fit(network(), { ...options, ...more });
const told = ({ model, history, stopped, reason }: Run) => ({
  weights: weightsOf(model),
  logs: history.map(({ logs }) => logs),
  stopped,
  reason,
});

describe('steps that run together', () => {
  it.each([2, 4, 10])('give the same bits, %i at a time', async (stepsPerExecution) => {
    const together = await train({ stepsPerExecution });
    expect(told(together)).toEqual(told(await train({ stepsPerExecution: 1 })));
    expect(together.stepsPerExecution).toBe(stepsPerExecution);
  });

  it('are found by timing where nobody says how many', async () => {
    const epochs = 60;
    const auto = await train({ epochs });
    expect(told(auto)).toEqual(told(await train({ epochs, stepsPerExecution: 1 })));
  });

  it('tell of every batch, and of each run', async () => {
    const batches: number[] = [];
    const runs: number[] = [];
    const listener: Callback = { name: 'listener', onExecutionEnd: ({ step }) => void runs.push(step) };
    await train({
      epochs: 1,
      stepsPerExecution: 4,
      callbacks: [listener],
      onProgress: ({ phase, batch }) => phase === 'train' && batches.push(batch),
    });
    expect(batches).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(runs).toEqual([4, 8, 9, 10, 11]);
  });

  it('stop after a run, and go on from a checkpoint to the same weights', async () => {
    const storage = memoryStorage();
    const controller = new AbortController();
    const halted = await train({
      stepsPerExecution: 4,
      signal: controller.signal,
      callbacks: [modelCheckpoint({ storage })],
      onProgress: ({ epoch, batch }) => epoch === 2 && batch === 6 && controller.abort(),
    });
    expect(halted.stopped).toBe('aborted');
    const resume = await readCheckpoint(storage, 'last');
    expect(resume?.batch).toBe(8);
    const resumed = await train({ stepsPerExecution: 3, resume, callbacks: [modelCheckpoint({ storage })] });
    expect(weightsOf(resumed.model)).toEqual(weightsOf((await train({ stepsPerExecution: 1 })).model));
  });

  it('come to the same end where one gives a NaN', async () => {
    // At 0 the root is 0, and its slope no number: the loss of the third batch is finite, its gradient is not.
    const root = layer('Root', (at, x) => at.g.sqrt(at.g.abs(x)));
    const size = 96;
    const x = Float32Array.from({ length: 2 * size }, (_, i) => (i >> 1 === 40 ? 0 : Math.sin(i)));
    const y = Int32Array.from({ length: size }, (_, i) => i % 2);
    const diverge = (stepsPerExecution: number) =>
      fit(sequential({ input: [2] }, [dense(4, { useBias: false }), root, dense(2)]), {
        ...options,
        train: arrayDataset(tensor('float32', [size, 2], x), tensor('int32', [size], y)),
        optimizer: sgd({ learningRate: 0.01 }),
        shuffle: false,
        stepsPerExecution,
        callbacks: [terminateOnNaN()],
      }).then(told);
    const [one, four] = [await diverge(1), await diverge(4)];
    expect(one.reason).toContain('became NaN at epoch 1, step 3');
    expect(four).toEqual(one);
  });

  it('are refused where something wants each of them', async () => {
    const listener: Callback = { name: 'listener', onTrainBatchEnd() {} };
    await expect(train({ stepsPerExecution: 4, callbacks: [listener] })).rejects.toThrow(
      'listener hears of each batch',
    );
    await expect(train({ stepsPerExecution: 4, gradientAccumulationSteps: 2 })).rejects.toThrow('accumulated');
    await expect(train({ stepsPerExecution: 0 })).rejects.toThrow('a whole number from 1');
    expect((await train({ epochs: 1, callbacks: [listener] })).stepsPerExecution).toBe(1);
  });
});
