/** Trainings that come to a NaN: which weights they end with, and what they tell. Gradient norms, against differences. */
import { cpuBackend, findNonFinite } from '@graftml/backend-cpu';
import {
  arrayDataset,
  bestWeights,
  clipByGlobalNorm,
  type Dataset,
  dense,
  evaluate,
  type FitOptions,
  fit,
  gradientNorms,
  initialWeights,
  layer,
  type Model,
  meanSquaredError,
  memoryStorage,
  modelCheckpoint,
  readCheckpoint,
  regularizers,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  terminateOnNaN,
  toNumbers,
  uniforms,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { circle } from './toy.ts';

const backend = cpuBackend();
const numbersOf = (model: Model) => Object.values(weightsOf(model)).flatMap(toNumbers);

describe('terminateOnNaN', () => {
  /** At 0 the root is 0, and its slope no number. */
  const root = layer('Root', (at, x) => at.g.sqrt(at.g.abs(x)));
  const network = () => sequential({ input: [2] }, [dense(4, { useBias: false, name: 'first' }), root, dense(1)]);
  const points = uniforms({ seed: 2, purpose: 'points' }, 32);
  const clean = arrayDataset(
    tensor('float32', [16, 2], points),
    tensor(
      'float32',
      [16, 1],
      Array.from({ length: 16 }, (_, i) => points[2 * i]! + points[2 * i + 1]!),
    ),
  );
  /** In the third epoch one example, seen in one batch of four, is all zeros. */
  const train: Dataset = {
    size: 16,
    async get(i, at) {
      const example = await clean.get(i);
      return i === 5 && at?.epoch === 3 ? { ...example, x: tensor('float32', [2], [0, 0]) } : example;
    },
  };
  const options = (more: Partial<FitOptions>): FitOptions => ({
    ...{ backend, train, loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.02 }), epochs: 6 },
    ...{ batchSize: 4, seed: 3, ...more },
  });

  it('undoes the step that a gradient would have spoilt, and names the first bad tensor', async () => {
    const run = await fit(network(), options({ callbacks: [terminateOnNaN({ explain: findNonFinite })] }));
    expect(run.stopped).toBe('diverged');
    expect(run.history).toHaveLength(2);
    const [, step] = /the gradient of first\/kernel became NaN at epoch 3, step (\d)/.exec(run.reason!)!;
    expect(run.reason).toMatch(/; gradient\/root\/Div: division by 0; that step is undone$/);
    // The very weights of a training that was stopped before that step.
    const controller = new AbortController();
    const before = Number(step) - 1;
    const stopped = await fit(
      network(),
      options({
        signal: controller.signal,
        onProgress: ({ epoch, batch, phase }) => {
          if (before > 0 ? epoch === 3 && batch === before : epoch === 2 && phase === 'epoch') controller.abort();
        },
      }),
    );
    expect(numbersOf(run.model)).toEqual(numbersOf(stopped.model));
    expect(numbersOf(run.model).every(Number.isFinite)).toBe(true);
  });

  it('ends with the best weights where a callback keeps them', async () => {
    const callbacks = [terminateOnNaN(), bestWeights({ monitor: 'loss' })];
    const [run, two] = [
      await fit(network(), options({ callbacks })),
      await fit(network(), options({ callbacks: [bestWeights({ monitor: 'loss' })], epochs: 2 })),
    ];
    expect(run.bestEpoch).toBe(two.bestEpoch);
    expect(numbersOf(run.model)).toEqual(numbersOf(two.model));
  });

  it('without it, the step before the NaN has spoilt the weights, and those of the last epoch count', async () => {
    const [run, two] = [await fit(network(), options({})), await fit(network(), options({ epochs: 2 }))];
    expect(run.reason).toMatch(/the loss became NaN at epoch 3, step \d; back to the weights of epoch 2/);
    expect(numbersOf(run.model)).toEqual(numbersOf(two.model));
  });
});

describe('weights that the last step of an epoch has spoilt', () => {
  const network = () => sequential({ input: [2] }, [dense(8, { activation: 'tanh' }), dense(2)]);
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  /** One step an epoch; the fourth ruins everything. */
  const options = (epochs: number, more: Partial<FitOptions> = {}): FitOptions => ({
    ...{ backend, loss, train: circle(16), batchSize: 16, epochs, seed: 1 },
    ...{ optimizer: sgd({ learningRate: (step) => (step === 3 ? Infinity : 0.1) }), ...more },
  });

  it('are not what a training goes back to', async () => {
    const [run, three] = [await fit(network(), options(8)), await fit(network(), options(3))];
    expect(run.reason).toMatch(/the loss became NaN at epoch 5, step 1; back to the weights of epoch 3$/);
    expect(numbersOf(run.model)).toEqual(numbersOf(three.model));
  });

  it('nor one that was resumed from just there', async () => {
    const storage = memoryStorage();
    const callbacks = [modelCheckpoint({ storage })];
    await fit(network(), options(4, { callbacks }));
    const resume = (await readCheckpoint(storage))!;
    const [run, three] = [await fit(network(), options(8, { callbacks, resume })), await fit(network(), options(3))];
    expect(run.reason).toMatch(/back to the weights of epoch 3$/);
    expect(numbersOf(run.model)).toEqual(numbersOf(three.model));
  });

  it('are an error where there are no others', async () => {
    const optimizer = sgd({ learningRate: (step) => (step === 0 ? Infinity : 0.1) });
    await expect(fit(network(), options(8, { optimizer }))).rejects.toThrow('the loss became NaN at epoch 2, step 1');
  });
});

describe('gradientNorms', () => {
  it('are those of central differences, before clipping and with the penalty', async () => {
    const layers = [
      dense(3, { activation: 'tanh', kernelRegularizer: regularizers.l2(0.1), name: 'first' }),
      dense(2, { name: 'second' }),
    ];
    const plain = sequential({ input: [2], dtype: 'float64' }, layers);
    const start = initialWeights(plain, 4);
    const model = withWeights(plain, start);
    const narrow = circle(12);
    const data: Dataset = {
      size: 12,
      async get(i) {
        const { x, y } = await narrow.get(i);
        return { x: tensor('float64', x.shape, toNumbers(x)), y, weight: 1 + (i % 3) };
      },
    };
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    let norms: Readonly<Record<string, number>> = {};
    const watch = gradientNorms({
      onStep: (found) => {
        norms = found;
      },
    });
    const { history } = await fit(model, {
      ...{ backend, loss, train: data, epochs: 1, batchSize: 12, optimizer: sgd(), callbacks: [watch] },
      clip: clipByGlobalNorm(1e-3),
    });
    const step = 1e-5;
    const lossAt = async (name: string, i: number, by: number) => {
      const moved = Float64Array.from(start[name]!.data as Float64Array);
      moved[i]! += by;
      const weights = { ...start, [name]: tensor('float64', start[name]!.shape, moved) };
      return (await evaluate(withWeights(plain, weights), { backend, data, loss, batchSize: 12 }))!.loss;
    };
    expect(Object.keys(norms)).toEqual(Object.keys(start));
    for (const [name, { data: values }] of Object.entries(start)) {
      const slopes: number[] = [];
      for (let i = 0; i < values.length; i++)
        slopes.push(((await lossAt(name, i, step)) - (await lossAt(name, i, -step))) / (2 * step));
      expect(norms[name]! / Math.hypot(...slopes), name).toBeCloseTo(1, 7);
    }
    expect(history[0]!.logs.gradient_norm).toBeCloseTo(Math.hypot(...Object.values(norms)), 12);
  });
});
