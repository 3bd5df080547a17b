import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  bestWeights,
  binaryCrossentropy,
  dense,
  evaluate,
  fit,
  type Optimizer,
  type RestartsOptions,
  restarts,
  sequential,
  tensor,
  toNumbers,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const backend = cpuBackend();
const loss = binaryCrossentropy({ fromLogits: true });
/** Two hidden neurons can compute XOR, and do not always find it. */
const xor = arrayDataset(tensor('float32', [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]), tensor('float32', [4, 1], [0, 1, 1, 0]));
const network = () => sequential({ input: [2] }, [dense(2, { activation: 'tanh' }), dense(1)]);
const settings = { backend, loss, train: xor, optimizer: adam({ learningRate: 0.1 }), epochs: 60 };
const usual = (options: Partial<RestartsOptions> = {}): RestartsOptions => ({
  ...settings,
  ...{ seed: 3, starts: 5 },
  ...options,
});

describe('restarts', () => {
  it('are the trainings of these seeds, and give the weights of the best', async () => {
    const { model, best, runs } = await restarts(network(), usual());
    expect(runs.map(({ seed }) => seed)).toEqual([3, 4, 5, 6, 7]);
    for (const run of runs) {
      const alone = await fit(network(), { ...settings, seed: run.seed });
      expect(run.history.map(({ logs }) => logs)).toEqual(alone.history.map(({ logs }) => logs));
      if (run === best) expect(weightsOf(model)).toEqual(weightsOf(alone.model));
    }
    const ends = runs.map(({ logs }) => logs!.loss!);
    expect(best.logs!.loss).toBe(Math.min(...ends));
    expect(Math.max(...ends)).toBeGreaterThan(2 * Math.min(...ends));
  });

  it('judge by the best epoch where a callback keeps it, and by the figure that is asked for', async () => {
    const optimizer = adam({ learningRate: (step) => (step < 50 ? 0.1 : 1) });
    const { model, best, runs } = await restarts(
      network(),
      usual({ optimizer, validation: xor, callbacks: [bestWeights()] }),
    );
    expect(runs.some(({ bestEpoch }) => bestEpoch! < 60)).toBe(true);
    for (const { logs, history } of runs)
      expect(logs!.val_loss).toBe(Math.min(...history.map((epoch) => epoch.logs.val_loss!)));
    expect((await evaluate(model, { backend, data: xor, loss }))!.loss).toBeCloseTo(best.logs!.val_loss!, 6);
    const worst = await restarts(network(), usual({ monitor: 'loss', mode: 'max' }));
    expect(worst.best.logs!.loss).toBe(Math.max(...worst.runs.map(({ logs }) => logs!.loss!)));
  });

  it('are stopped from outside with the best so far, and tell where they are', async () => {
    const controller = new AbortController();
    const told = new Set<string>();
    const { best, runs } = await restarts(
      network(),
      usual({
        signal: controller.signal,
        onProgress({ start, starts, epoch }) {
          told.add(`${start} of ${starts}`);
          if (start === 3 && epoch === 2) controller.abort();
        },
      }),
    );
    expect([...told]).toEqual(['1 of 5', '2 of 5', '3 of 5']);
    expect(runs.map(({ stopped }) => stopped)).toEqual(['completed', 'completed', 'aborted']);
    expect(runs.slice(0, 2)).toContain(best);
  });

  it('survive starts that diverge, unless all do', async () => {
    /** The first step of some trainings spoils the weights. */
    const diverging = (isBad: (training: number) => boolean): Optimizer => {
      let training = 0;
      const learningRate = (step: number) => {
        if (step === 0) training++;
        return isBad(training) ? Infinity : 0.1;
      };
      return { ...adam(), learningRate };
    };
    const brief = { epochs: 2, batchSize: 2 };
    const { runs, best } = await restarts(network(), usual({ ...brief, optimizer: diverging((i) => i < 3) }));
    expect(runs.map(({ stopped }) => stopped)).toEqual([...Array(2).fill('diverged'), ...Array(3).fill('completed')]);
    expect(runs[0]).toMatchObject({ seed: 3, reason: expect.stringContaining('became NaN'), history: [] });
    expect(best.stopped).toBe('completed');
    const all = restarts(network(), usual({ ...brief, optimizer: diverging(() => true) }));
    await expect(all).rejects.toThrow('the loss became NaN');
  });

  it('refuse what would make all starts the same, or what is not theirs', async () => {
    const { model } = await restarts(network(), usual({ epochs: 1, starts: 1 }));
    await expect(restarts(withWeights(network(), weightsOf(model)), usual())).rejects.toThrow(UsageError);
    await expect(restarts(network(), usual({ starts: 0 }))).rejects.toThrow('starts must be a whole number from 1');
    await expect(restarts(network(), { ...usual(), resume: undefined } as RestartsOptions)).rejects.toThrow('resume');
    expect(Object.values(weightsOf(model)).flatMap(toNumbers).every(Number.isFinite)).toBe(true);
  });
});
