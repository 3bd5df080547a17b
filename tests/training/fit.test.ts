import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  bestWeights,
  DataError,
  type Dataset,
  dense,
  dropout,
  earlyStopping,
  evaluate,
  type FitOptions,
  fit,
  metrics,
  modelCheckpoint,
  NumericError,
  type Progress,
  predict,
  predictBatches,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  subset,
  tensor,
  toNumbers,
  UsageError,
  weightsOf,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { circle, network } from './toy.ts';

const backend = cpuBackend();
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const accuracy = metrics.accuracy();
const usual = (options: Partial<FitOptions> = {}): FitOptions => ({
  backend,
  train: circle(200),
  loss,
  optimizer: adam({ learningRate: 0.02 }),
  metrics: { accuracy },
  epochs: 3,
  batchSize: 16,
  seed: 1,
  ...options,
});
const flat = (model: Parameters<typeof weightsOf>[0]) => Object.values(weightsOf(model)).flatMap(toNumbers);

describe('fit', () => {
  it('learns, and tells how it went', async () => {
    const run = await fit(
      network(),
      usual({ train: circle(400), epochs: 40, optimizer: adam({ learningRate: 0.05 }), validation: circle(100, 1000) }),
    );
    const last = run.history.at(-1)!.logs;
    expect(Object.keys(last).sort()).toEqual(['accuracy', 'learning_rate', 'loss', 'val_accuracy', 'val_loss']);
    expect(last.val_accuracy).toBeGreaterThan(0.93);
    expect(run.stopped).toBe('completed');
    const judged = await evaluate(run.model, { backend, data: circle(100, 1000), loss, metrics: { accuracy } });
    expect(judged!.accuracy).toBeCloseTo(last.val_accuracy!, 10);
    expect(judged!.loss).toBeCloseTo(last.val_loss!, 6);
  });

  it('is the same for the same seed, to the bit, and another for another', async () => {
    const [a, b, c] = [
      await fit(network(), usual()),
      await fit(network(), usual()),
      await fit(network(), usual({ seed: 2 })),
    ];
    expect(flat(a.model)).toEqual(flat(b.model));
    expect(flat(a.model)).not.toEqual(flat(c.model));
  });

  it('leaves the model that it was given as it was', async () => {
    const model = network();
    await fit(model, usual({ epochs: 1 }));
    expect(model.parameters.every(({ value }) => value === undefined)).toBe(true);
  });

  it('goes on from trained weights', async () => {
    const first = await fit(network(), usual({ epochs: 20 }));
    const second = await fit(first.model, usual({ epochs: 1 }));
    expect(second.history[0]!.logs.loss!).toBeLessThan(first.history[0]!.logs.loss!);
  });

  it('reports every batch, with an estimate that ends at zero', async () => {
    const seen: Progress[] = [];
    await fit(
      network(),
      usual({ epochs: 2, validation: circle(40, 1000), onProgress: (progress) => seen.push(progress) }),
    );
    const per = (phase: Progress['phase']) => seen.filter((progress) => progress.phase === phase).length;
    expect([per('train'), per('validate'), per('epoch')]).toEqual([2 * 13, 2 * 3, 2]);
    expect(seen.at(-1)!.remaining).toBe(0);
    expect(seen.at(-1)!.logs.val_loss).toBeGreaterThan(0);
  });

  it('stops early and ends with the weights of the best epoch', async () => {
    const validation = circle(100, 1000);
    const options = usual({
      epochs: 60,
      optimizer: adam({ learningRate: 0.3 }),
      validation,
      callbacks: [earlyStopping({ patience: 3 })],
    });
    const run = await fit(network(), options);
    const best = run.history.reduce((a, b) => (b.logs.val_loss! < a.logs.val_loss! ? b : a));
    expect(run.stopped).toBe('early stopping');
    expect(run.reason).toBe('val_loss has not improved for 3 epochs');
    expect(run.bestEpoch).toBe(best.epoch);
    expect(run.history).toHaveLength(best.epoch + 3);
    expect((await evaluate(run.model, { backend, data: validation, loss }))!.loss).toBeCloseTo(best.logs.val_loss!, 6);
  });

  it('saves checkpoints of better epochs only', async () => {
    const saved: number[] = [];
    const checkpoint = modelCheckpoint({ monitor: 'loss', save: (_, { epoch }) => void saved.push(epoch) });
    const run = await fit(network(), usual({ epochs: 5, callbacks: [checkpoint] }));
    const losses = run.history.map(({ logs }) => logs.loss!);
    const better = run.history.filter(({ logs }, i) => logs.loss! < Math.min(...losses.slice(0, i)));
    expect(saved).toEqual(better.map(({ epoch }) => epoch));
  });

  it('keeps what was learnt when it is stopped', async () => {
    const controller = new AbortController();
    const run = await fit(
      network(),
      usual({
        epochs: 1000,
        signal: controller.signal,
        callbacks: [bestWeights({ monitor: 'loss' })],
        onProgress: ({ epoch, batch }) => epoch === 3 && batch === 2 && controller.abort(),
      }),
    );
    expect(run.stopped).toBe('aborted');
    expect(run.history).toHaveLength(2);
    expect(flat(run.model).every(Number.isFinite)).toBe(true);
  });

  it('gives every example the same say in the figures, whatever the batches', async () => {
    const { model } = await fit(network(), usual({ epochs: 1 }));
    const data = circle(50, 500);
    const results = [];
    for (const batchSize of [1, 7, 32, 50])
      results.push(await evaluate(model, { backend, data, loss, metrics: { accuracy }, batchSize }));
    for (const result of results) {
      expect(result!.accuracy).toBe(results[0]!.accuracy);
      expect(result!.loss).toBeCloseTo(results[0]!.loss, 6);
    }
  });

  it('lets an example of weight 0 count for nothing', async () => {
    const data = circle(64);
    const spoilt: Dataset = {
      size: 64,
      get: async (i) => {
        const example = await data.get(i);
        return i % 2 ? { ...example, y: tensor('int32', [], [1 - Number(example.y.data[0])]), weight: 0 } : example;
      },
    };
    const clean: Dataset = { size: 64, get: async (i) => ({ ...(await data.get(i)), weight: i % 2 ? 0 : 1 }) };
    const [a, b] = [await fit(network(), usual({ train: spoilt })), await fit(network(), usual({ train: clean }))];
    expect(flat(a.model)).toEqual(flat(b.model));
  });

  it('follows a schedule', async () => {
    const run = await fit(network(), usual({ optimizer: sgd({ learningRate: (step) => 0.1 / (1 + step) }) }));
    expect(run.history[0]!.logs.learning_rate).toBeCloseTo(0.1 / 13, 10);
  });
});

describe('predict', () => {
  it('answers in the order of the data, all at once or batch by batch', async () => {
    const { model } = await fit(network(), usual({ epochs: 1 }));
    const data = circle(37);
    const all = await predict(model, { backend, data });
    expect(all.shape).toEqual([37, 2]);
    const parts: number[] = [];
    for await (const part of predictBatches(model, { backend, data, batchSize: 10 })) parts.push(...toNumbers(part));
    expect(parts).toEqual(toNumbers(all));
  });
});

describe('what cannot be trained is said clearly', () => {
  const broken = (change: (i: number) => object | undefined): Dataset => {
    const data = circle(64);
    return { size: 64, get: async (i) => ({ ...(await data.get(i)), ...change(i) }) };
  };
  it.each([
    [
      'a batch larger than the set',
      { train: circle(10) },
      UsageError,
      'the training set: the batch is larger than the set. Expected at most 10',
    ],
    ['no examples', { train: subset(circle(4), []) }, DataError, 'the training set: there are no examples'],
    [
      'a label out of range',
      { train: broken((i) => (i === 5 ? { y: tensor('int32', [], [7]) } : undefined)) },
      DataError,
      'example 5: the label is out of range. Expected 0 to 1; received 7',
    ],
    [
      'a NaN in the data',
      { train: broken((i) => (i === 9 ? { x: tensor('float32', [2], [Number.NaN, 0]) } : undefined)) },
      DataError,
      'example 9: the example holds a NaN',
    ],
    [
      'inputs of another shape',
      { train: broken(() => ({ x: tensor('float32', [3], [0, 0, 0]) })) },
      DataError,
      'the input does not fit the model. Expected float32 [2]; received float32 [3]',
    ],
    [
      'one example of another shape',
      { train: broken((i) => (i === 3 ? { x: tensor('float32', [3], [0, 0, 0]) } : undefined)) },
      DataError,
      'examples of one batch must have the same shape',
    ],
    [
      'targets of another dtype',
      { train: broken(() => ({ y: tensor('float32', [], [0]) })) },
      DataError,
      'the target does not fit the model. Expected int32 []; received float32 []',
    ],
    ['half an epoch', { epochs: 0.5 }, UsageError, 'epochs must be a whole number'],
    [
      'a figure that is not there',
      { callbacks: [earlyStopping()] },
      UsageError,
      "there is no figure 'val_loss' to watch. Expected one of loss, accuracy, learning_rate",
    ],
    ['a learning rate that explodes', { optimizer: sgd({ learningRate: 1e38 }) }, NumericError, 'the loss became'],
  ] as const)('%s', async (_, options, type, message) => {
    const failure = await fit(network(), usual({ shuffle: false, ...options } as Partial<FitOptions>)).catch(
      (error: Error) => error,
    );
    expect(failure).toBeInstanceOf(type);
    expect((failure as Error).message).toContain(message);
  });

  it('a divergence later on ends with what was learnt before', async () => {
    const optimizer = sgd({ learningRate: (step) => (step < 30 ? 0.05 : 1e38) });
    const run = await fit(network(), usual({ epochs: 10, optimizer, callbacks: [bestWeights({ monitor: 'loss' })] }));
    expect(run.stopped).toBe('diverged');
    expect(run.reason).toContain('the step was undone');
    expect(run.bestEpoch).toBe(2);
    expect(flat(run.model).every(Number.isFinite)).toBe(true);
  });
});

describe('in float64', () => {
  it('a model trains on the reference as in float32, only more exactly', async () => {
    const double = () =>
      sequential({ input: [2], name: 'toy', dtype: 'float64' }, [
        dense(16, { activation: 'tanh' }),
        dropout(0.1),
        dense(2),
      ]);
    const wide = circle(200);
    const train: Dataset = {
      size: 200,
      get: async (i) => {
        const { x, y } = await wide.get(i);
        return { x: tensor('float64', x.shape, toNumbers(x)), y };
      },
    };
    const [exact, usualRun] = [await fit(double(), usual({ train })), await fit(network(), usual())];
    const [a, b] = [flat(exact.model), flat(usualRun.model)];
    expect(Object.values(weightsOf(exact.model)).every(({ dtype }) => dtype === 'float64')).toBe(true);
    for (const [i, value] of a.entries()) expect(Math.abs(value - b[i]!)).toBeLessThan(1e-4);
  });
});
