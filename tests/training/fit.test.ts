import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  batchFeeds,
  bestWeights,
  bind,
  type Callback,
  DataError,
  type Dataset,
  dense,
  dropout,
  earlyStopping,
  evaluate,
  type FitOptions,
  fit,
  gradientNorms,
  type Inputs,
  initialState,
  initialWeights,
  input,
  type Model,
  memoryStorage,
  metrics,
  modelCheckpoint,
  NumericError,
  type Progress,
  predict,
  predictBatches,
  readBatch,
  readCheckpoint,
  rewrite,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  stepFeeds,
  stepNames,
  subset,
  type TrainingState,
  tensor,
  toNumbers,
  trainingProgram,
  UsageError,
  type Value,
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
const small = () => sequential({ input: [2] }, [dense(8, { activation: 'tanh' }), dense(2)]);
const withoutCheckpoint = (state: TrainingState): TrainingState => ({
  ...state,
  callbacks: state.callbacks.filter(({ name }) => name !== 'modelCheckpoint'),
});
const flat = (model: Parameters<typeof weightsOf>[0]) => Object.values(weightsOf(model)).flatMap(toNumbers);

describe('fit', () => {
  it('learns, and tells how it went', async () => {
    const run = await fit(
      network(),
      usual({ train: circle(400), epochs: 60, optimizer: adam({ learningRate: 0.02 }), validation: circle(100, 1000) }),
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

  it('goes on from any checkpoint as if it had never stopped, to the bit', async () => {
    const callbacks = () => [earlyStopping({ patience: 4, monitor: 'loss' }), gradientNorms()];
    for (const gradientAccumulationSteps of [1, 3]) {
      const settings = usual({ epochs: 4, optimizer: adam({ learningRate: 0.05 }), gradientAccumulationSteps });
      const whole = await fit(network(), { ...settings, callbacks: callbacks() });
      for (const stopAt of [1, 5, 13, 17, 26, 40]) {
        const storage = memoryStorage();
        const controller = new AbortController();
        let batches = 0;
        const stopped = await fit(network(), {
          ...settings,
          callbacks: [modelCheckpoint({ storage }), ...callbacks()],
          signal: controller.signal,
          onProgress: ({ phase }) => phase === 'train' && ++batches === stopAt && controller.abort(),
        });
        expect(stopped.stopped).toBe('aborted');
        const resume = (await readCheckpoint(storage))!;
        const resumed = await fit(network(), {
          ...settings,
          callbacks: callbacks(),
          resume: withoutCheckpoint(resume),
        });
        expect(flat(resumed.model)).toEqual(flat(whole.model));
        expect(resumed.history.map(({ logs }) => logs)).toEqual(whole.history.map(({ logs }) => logs));
        expect(resumed.bestEpoch).toBe(whole.bestEpoch);
      }
    }
  });

  it('refuses a checkpoint of another training', async () => {
    const storage = memoryStorage();
    await fit(network(), usual({ epochs: 1, callbacks: [modelCheckpoint({ storage })] }));
    const resume = (await readCheckpoint(storage))!;
    const again = (options: Partial<FitOptions>) =>
      fit(network(), usual({ callbacks: [modelCheckpoint({ storage })], resume, ...options }));
    await expect(again({ seed: 2 })).rejects.toThrow(/the seed differs.*Expected 1; received 2/);
    await expect(again({ optimizer: adam({ learningRate: 0.02, beta1: 0.8 }) })).rejects.toThrow(/the training step/);
    await expect(again({ callbacks: [] })).rejects.toThrow(/callback that is missing.*modelCheckpoint/);
  });

  it('accumulates the gradient of the whole batch', async () => {
    const plain = (options: Partial<FitOptions>) =>
      fit(small(), usual({ epochs: 2, optimizer: sgd({ learningRate: 0.1 }), ...options }));
    const [one, many] = [await plain({ batchSize: 48 }), await plain({ batchSize: 16, gradientAccumulationSteps: 3 })];
    flat(many.model).forEach((value, i) => {
      expect(value).toBeCloseTo(flat(one.model)[i]!, 5);
    });
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

describe('a dataset that fails', () => {
  it('is reported once, as it failed, and nothing is read any more', async () => {
    let reading = 0;
    const unhandled: unknown[] = [];
    const listen = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', listen);
    const data = circle(64);
    const slow: Dataset = {
      size: 64,
      get(i) {
        // One example of the second batch fails at once, the one after it later.
        if (i === 21) throw new Error('example 21 is gone');
        reading++;
        return new Promise((resolve, reject) => {
          setTimeout(() => {
            reading--;
            if (i === 22) reject(new Error('and 22 too'));
            else resolve(data.get(i));
          }, 5);
        });
      },
    };
    await expect(fit(network(), usual({ train: slow, shuffle: false }))).rejects.toThrow('example 21 is gone');
    expect(reading).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  it('is not read after an abort', async () => {
    let reading = 0;
    const controller = new AbortController();
    const data = circle(64);
    const slow: Dataset = {
      size: 64,
      async get(i) {
        reading++;
        await new Promise((resolve) => setTimeout(resolve, 5));
        reading--;
        return data.get(i);
      },
    };
    const options = usual({ train: slow, signal: controller.signal, onProgress: () => controller.abort() });
    expect((await fit(network(), options)).stopped).toBe('aborted');
    expect(reading).toBe(0);
  });
});

describe('callbacks', () => {
  it('begin anew with each training', async () => {
    const callbacks = [bestWeights({ monitor: 'loss' })];
    await fit(network(), usual({ epochs: 10, callbacks }));
    const still = usual({ epochs: 1, seed: 7, optimizer: sgd({ learningRate: 0 }) });
    const again = await fit(network(), { ...still, callbacks });
    expect(again.bestEpoch).toBe(1);
    expect(flat(again.model)).toEqual(flat((await fit(network(), still)).model));
  });

  it('are called in their order', async () => {
    const calls: string[] = [];
    const tell = (name: string): Callback => ({
      name,
      onTrainBegin: () => void calls.push(`${name} begin`),
      onEpochEnd: (epoch) => void calls.push(`${name} ${epoch}`),
      onTrainEnd: () => void calls.push(`${name} end`),
    });
    await fit(network(), usual({ epochs: 2, callbacks: [tell('a'), tell('b')] }));
    expect(calls.join(', ')).toBe('a begin, b begin, a 1, b 1, a 2, b 2, a end, b end');
  });

  it('refuse what they cannot make sense of', () => {
    expect(() => earlyStopping({ patiance: 3 } as never)).toThrow('received patiance');
    expect(() => bestWeights({ monitor: 'val_mae' })).toThrow("Hint: set mode to 'min' or 'max'");
    expect(() => bestWeights({ mode: 'less' as never })).toThrow('mode makes no sense');
  });
});

describe('a model', () => {
  const renamed = (size: string | number): Model => {
    const model = network();
    const bound = (mode: 'train' | 'infer') => {
      const graph = model.graph(mode);
      return typeof size === 'number' ? bind(graph, { N: size }) : rewrite(graph, { leaf: (x) => rename(x, size) });
    };
    return { ...model, inputs: model.inputs.map((x) => ({ ...x, shape: [size, ...x.shape.slice(1)] })), graph: bound };
  };
  const rename = (value: Value, size: string): Value =>
    value.source.kind === 'input' && value.shape[0] === 'N'
      ? input(value.source.name, value.dtype, [size, ...value.shape.slice(1)], value.source.distribution)
      : value;

  it('may call its batch as it likes', async () => {
    const [a, b] = [await fit(renamed('batch size'), usual()), await fit(network(), usual())];
    expect(flat(a.model)).toEqual(flat(b.model));
  });

  it('of one batch size takes no other', async () => {
    await expect(fit(renamed(8), usual())).rejects.toThrow(
      'batches of one size only. Expected 8 examples; received 16',
    );
    expect((await fit(renamed(8), usual({ train: circle(64), batchSize: 8 }))).stopped).toBe('completed');
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

  it('takes a tensor of inputs, or examples without targets', async () => {
    const { model } = await fit(network(), usual({ epochs: 1 }));
    const labelled = circle(37);
    const { x } = await readBatch(labelled, [...Array(37).keys()]);
    const expected = await predict(model, { backend, data: labelled });
    expect(await predict(model, { backend, data: x })).toEqual(expected);
    const get = async (i: number) => ({ x: (await labelled.get(i)).x });
    expect(await predict(model, { backend, data: { size: 37, get }, batchSize: 10 })).toEqual(expected);
    const asked = (data: Inputs) => predict(model, { backend, data });
    await expect(asked(tensor('float32', [], [1]))).rejects.toThrow('needs an axis of examples');
    await expect(asked(tensor('float32', [4, 3], new Float32Array(12)))).rejects.toThrow(
      'the input does not fit the model. Expected float32 [2]; received float32 [3]',
    );
    await expect(asked({ size: 3, get: () => ({}) as never })).rejects.toThrow('example 0: the data gives no input');
  });
});

describe("a training loop of one's own", () => {
  it('does what fit does, to the bit', async () => {
    const optimizer = adam({ learningRate: 0.02 });
    const model = network();
    const program = trainingProgram(model, { loss, metrics: {}, optimizer }, 16);
    const executable = await backend.compile(program);
    const state = await backend.createState(initialState(model.parameters, initialWeights(model, 1), optimizer));
    const data = circle(64);
    let sum = 0;
    for (let step = 0; step < 8; step++) {
      const first = 16 * (step % 4);
      const batch = await readBatch(
        data,
        Array.from({ length: 16 }, (_, i) => first + i),
      );
      const feeds = {
        ...batchFeeds(program, model, batch),
        ...stepFeeds(program, { seed: 1, step, learningRate: 0.02 }),
      };
      const outputs = await executable.run(feeds, state);
      if (step >= 4) sum += Number(outputs[stepNames.objective]!.data[0]);
    }
    const run = await fit(model, usual({ train: data, epochs: 2, shuffle: false, metrics: {} }));
    const weights = await state.read();
    for (const [name, value] of Object.entries(weightsOf(run.model))) expect(weights[name]).toEqual(value);
    expect(sum / 4).toBeCloseTo(run.history[1]!.logs.loss!, 6);
    const wrong = {
      ...(await readBatch(data, [...Array(16).keys()])),
      y: tensor('float32', [16], new Float32Array(16)),
    };
    expect(() => batchFeeds(program, model, wrong)).toThrow('the target does not fit the model');
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
    ['an empty validation set', { validation: subset(circle(4), []) }, DataError, 'the validation set: there are no'],
    [
      'a dataset that gives nothing',
      { train: { size: 64, get: () => undefined } },
      DataError,
      'example 0: the dataset gives no example',
    ],
    ['an option that is not there', { batch_size: 3 }, UsageError, 'received batch_size'],
    ['a metric called loss', { metrics: { loss: accuracy } }, UsageError, 'loss: a metric cannot have the name'],
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
    expect(run.reason).toContain('back to the weights of epoch 2');
    expect(run.bestEpoch).toBe(2);
    expect(flat(run.model).every(Number.isFinite)).toBe(true);
  });

  it('also without a callback: the step before the NaN had ruined the weights already', async () => {
    const optimizer = sgd({ learningRate: (step) => (step < 30 ? 0.05 : 1e38) });
    const run = await fit(network(), usual({ epochs: 10, optimizer }));
    const two = await fit(network(), usual({ epochs: 2, optimizer }));
    expect(run.stopped).toBe('diverged');
    expect(flat(run.model)).toEqual(flat(two.model));
  });
});

describe('in float64', () => {
  it('a model trains on the reference as in float32, only more exactly', async () => {
    const double = () =>
      sequential({ input: [2], name: 'toy', dtype: 'float64' }, [
        dense(32, { activation: 'tanh' }),
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
