/** A device that fails in the middle of a training: what is said, and what is kept. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  type Backend,
  BackendError,
  fit,
  InterruptedTrainingError,
  sgd,
  sparseCategoricalCrossentropy,
  weightsOf,
} from '@graftml/core';
import { expect, it } from 'vitest';
import { circle, network } from './toy.ts';

/** A backend that is gone after so many runs, with everything that it made. */
function failing(after: number): Backend {
  const whole = cpuBackend();
  let runs = 0;
  const gone = () => {
    if (runs > after) throw new BackendError('the run failed', { where: 'webgpu', received: 'the GPU was lost' });
  };
  return {
    ...whole,
    async compile(program) {
      const executable = await whole.compile(program);
      return {
        async run(feeds, state) {
          runs++;
          gone();
          return executable.run(feeds, state);
        },
        async dispose() {
          gone();
          await executable.dispose();
        },
      };
    },
  };
}

const settings = {
  train: circle(64),
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  optimizer: sgd({ learningRate: 0.1 }),
  batchSize: 16,
  seed: 1,
};

it('keeps the weights of the last epoch, which go on elsewhere', async () => {
  const error = await fit(network(), { ...settings, backend: failing(10), epochs: 5 }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(InterruptedTrainingError);
  const { message, learnt } = error as InterruptedTrainingError;
  expect(message).toMatch(
    /^webgpu: the run failed, after epoch 2\. Received the GPU was lost\. Hint: the weights of epoch 2/,
  );
  const whole = await fit(network(), { ...settings, backend: cpuBackend(), epochs: 2 });
  expect([learnt.epoch, learnt.history.length]).toEqual([2, 2]);
  expect(weightsOf(learnt.model)).toEqual(weightsOf(whole.model));
  const on = await fit(learnt.model, { ...settings, backend: cpuBackend(), epochs: 1 });
  expect(on.history[0]!.logs.loss!).toBeLessThan(whole.history[0]!.logs.loss!);
});

it('before an epoch is over says what the backend said', async () => {
  const error = await fit(network(), { ...settings, backend: failing(2), epochs: 5 }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(BackendError);
  expect(error).not.toBeInstanceOf(InterruptedTrainingError);
  expect((error as Error).message).toBe('webgpu: the run failed. Received the GPU was lost.');
});
