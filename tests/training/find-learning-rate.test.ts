/** The learning-rate range test, against one by PyTorch (reference/callbacks.py). */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  DataError,
  type Dataset,
  dense,
  type FindLearningRateOptions,
  findLearningRate,
  fit,
  normals,
  type Optimizer,
  type RangeTestStep,
  rmsprop,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';
import { circle, network } from './toy.ts';

interface TorchRun {
  readonly optimizer: string;
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly rates: readonly number[];
  readonly losses: readonly number[];
  readonly smoothed: readonly number[];
}
const { rangeTest } = reference<{
  rangeTest: { x: number[][]; y: number[]; weights: [number[][], number[][]]; runs: readonly TorchRun[] };
}>('callbacks');

const backend = cpuBackend();
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const options: FindLearningRateOptions = { backend, loss, optimizer: adam(), batchSize: 16, seed: 1 };

describe('findLearningRate', () => {
  const { x, y, weights } = rangeTest;
  const data = arrayDataset(tensor('float64', [24, 3], x.flat()), tensor('int32', [24], y));
  const model = () =>
    withWeights(
      sequential({ input: [3], dtype: 'float64' }, [
        dense(8, { activation: 'tanh', useBias: false, name: 'first' }),
        dense(3, { useBias: false, name: 'second' }),
      ]),
      {
        'first/kernel': tensor('float64', [3, 8], weights[0].flat()),
        'second/kernel': tensor('float64', [8, 3], weights[1].flat()),
      },
    );

  it.each(rangeTest.runs)('$optimizer: has the curve of PyTorch, and ends where it ends', async (run) => {
    const optimizer = run.optimizer === 'adam' ? adam({ epsilon: 1e-16 }) : sgd();
    const { from, to, steps } = run;
    const found = await findLearningRate(model(), data, { backend, loss, optimizer, batchSize: 24, from, to, steps });
    for (const name of ['rates', 'losses', 'smoothed'] as const) expectClose(found[name], run[name], 1e-6, name);
    expect(found.stopped).toBe(run.rates.length < steps ? 'diverged' : 'completed');
    const later = run.smoothed.slice(steps / 10);
    const least = run.rates[steps / 10 + later.indexOf(Math.min(...later))]!;
    expect(found.suggestion! / (least / 10)).toBeCloseTo(1, 9);
  });

  it.each([sgd, adam, rmsprop])(
    'suggests a rate at which %o learns, unlike at a hundred times less or more',
    async (make) => {
      const shallow = sequential({ input: [8] }, [dense(32, { activation: 'relu' }), dense(4)]);
      const settings = { backend, loss, batchSize: 32, seed: 1 };
      const { suggestion } = await findLearningRate(shallow, clouds(600), { ...settings, optimizer: make() });
      const lossAt = async (learningRate: number) => {
        const optimizer = make({ learningRate });
        return (await fit(shallow, { ...settings, train: clouds(600), epochs: 3, optimizer })).history.at(-1)!.logs
          .loss!;
      };
      const right = await lossAt(suggestion!);
      expect(right).toBeLessThan(0.3);
      expect(right).toBeLessThan(0.3 * (await lossAt(suggestion! / 100)));
      expect(right).toBeLessThan(0.3 * (await lossAt(suggestion! * 100)));
    },
  );

  it('leaves the weights as they are, goes through the data as often as it needs, and tells each step', async () => {
    const before = withWeights(network(), await initial());
    const kept = structuredClone(weightsOf(before));
    const told: RangeTestStep[] = [];
    const found = await findLearningRate(before, circle(40), { ...options, onProgress: (step) => told.push(step) });
    expect(weightsOf(before)).toEqual(kept);
    expect(found.rates).toHaveLength(100);
    expect(told.map(({ rate }) => rate)).toEqual(found.rates);
    expect(told.at(-1)).toMatchObject({ step: 100, steps: 100, smoothed: found.smoothed.at(-1) });
  });

  it('is stopped from outside after the current step', async () => {
    const controller = new AbortController();
    const found = await findLearningRate(network(), circle(40), {
      ...options,
      signal: controller.signal,
      onProgress: ({ step }) => step === 7 && controller.abort(),
    });
    expect([found.rates.length, found.stopped, found.suggestion]).toEqual([7, 'aborted', undefined]);
  });

  it.each([400, 32])('ends where the loss is no number any more, of %i examples', async (size) => {
    const found = await findLearningRate(network(), circle(size), {
      ...{ ...options, optimizer: sgd(), divergence: 1e30 },
      ...{ from: 1e-3, to: 1e38, steps: 20 },
    });
    expect(found.stopped).toBe('diverged');
    expect(found.losses.every(Number.isFinite)).toBe(true);
  });

  it('suggests nothing where nothing is learnt', async () => {
    const still: Optimizer = { ...sgd(), update: (_, { parameter }) => ({ parameter, slots: {} }) };
    const plain = sequential({ input: [2] }, [dense(2)]);
    const found = await findLearningRate(plain, circle(16), { ...options, optimizer: still });
    expect(found.stopped).toBe('completed');
    expect(found.suggestion).toBeUndefined();
  });

  it('refuses what makes no sense', async () => {
    const asked = (more: object, set: Dataset = circle(40)) =>
      findLearningRate(network(), set, { ...options, ...more });
    await expect(asked({ from: 1, to: 0.1 })).rejects.toThrow(UsageError);
    await expect(asked({ steps: 1 })).rejects.toThrow('steps makes no sense');
    await expect(asked({ smoothing: 1 })).rejects.toThrow('smoothing makes no sense');
    await expect(asked({ divergence: 1 })).rejects.toThrow('divergence makes no sense');
    await expect(asked({ epochs: 3 })).rejects.toThrow('received epochs');
    const broken: Dataset = { size: 40, get: async (i) => ({ ...(await circle(40).get(i)), x: nan }) };
    await expect(asked({}, broken)).rejects.toThrow(DataError);
  });
});

/** Four classes of points in eight dimensions, each around a place of its own. */
function clouds(size: number): Dataset {
  const random = normals({ seed: 3, purpose: 'clouds' }, 8 * size);
  const labels = Array.from({ length: size }, (_, i) => i % 4);
  const points = random.map((value, i) => value + (i % 4 === labels[Math.floor(i / 8)] ? 2 : 0));
  return arrayDataset(tensor('float32', [size, 8], points), tensor('int32', [size], labels));
}

const nan = tensor('float32', [2], [Number.NaN, 0]);
const initial = async () => {
  const settings = { backend, loss, train: circle(40), epochs: 1, optimizer: sgd() };
  return weightsOf((await fit(network(), settings)).model);
};
