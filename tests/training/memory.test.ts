/** The estimate of a training's memory, against what the parts of a small network add up to by hand. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  dense,
  meanSquaredError,
  sequential,
  sgd,
  type TrainingMemoryOptions,
  trainingMemory,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const { capabilities } = cpuBackend();
const network = sequential({ input: [100] }, [dense(50, { useBias: false }), dense(10, { useBias: false })]);
const numbers = 100 * 50 + 50 * 10;
const options: TrainingMemoryOptions = {
  ...{ loss: meanSquaredError(), metrics: {}, optimizer: adam() },
  ...{ batchSize: 8, examples: 80 },
};

describe('trainingMemory', () => {
  it('counts the copies of what is trained', () => {
    const { weights, gradients, optimizer, activations, total } = trainingMemory(network, capabilities, options);
    expect([weights, gradients, optimizer]).toEqual([6 * 4 * numbers, 4 * numbers, 4 * 2 * 4 * numbers]);
    expect(total).toBe(weights + gradients + optimizer + activations);
    expect(trainingMemory(network, capabilities, { ...options, optimizer: sgd() }).optimizer).toBe(0);
  });

  it('needs at least the input and what each layer makes, for each example', () => {
    const at = (batchSize: number) =>
      trainingMemory(network, capabilities, { ...options, batchSize, examples: 10 * batchSize }).activations;
    const one = 4 * (100 + 50 + 10);
    expect((at(800) - at(400)) / 400).toBeGreaterThan(2 * one);
    expect((at(800) - at(400)) / 400).toBeLessThan(6 * one);
  });

  it('has room for the program of a short last batch, and for accumulated gradients', () => {
    const at = (more: Partial<TrainingMemoryOptions>) => trainingMemory(network, capabilities, { ...options, ...more });
    expect(at({ examples: 84 }).activations).toBeGreaterThan(at({}).activations);
    const accumulated = at({ gradientAccumulationSteps: 4 });
    expect(accumulated.optimizer).toBe((at({}).optimizer * 3) / 2);
  });
});
