/** Batch normalisation as a layer against Keras 3: three training steps on two backends, then use; files; mistakes. */
import { cpuBackend, evaluate } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  arrayDataset,
  type Backend,
  type BatchNormalizationOptions,
  batchNormalization,
  bind,
  conv2D,
  dense,
  type FloatType,
  flatten,
  freeze,
  full,
  functional,
  initialState,
  initialWeights,
  inputName,
  type Layer,
  type Model,
  meanSquaredError,
  predict,
  rescaling,
  sequential,
  sgd,
  stepFeeds,
  summarize,
  type Tensor,
  type Tensors,
  tensor,
  timeDistributed,
  toNumbers,
  trainingProgram,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly options: BatchNormalizationOptions;
  /** Applied, and then to twice of what it gave. */
  readonly shared: boolean;
  readonly inputs: readonly Numbers[];
  readonly targets: readonly Numbers[];
  readonly before: Readonly<Record<string, Numbers>>;
  readonly after: Readonly<Record<string, Numbers>>;
  readonly output: Numbers;
}
const { rate, cases } = reference<{ readonly rate: number; readonly cases: readonly Case[] }>('batch-normalization');

const of = (dtype: FloatType, { shape, data }: Numbers): Tensor => tensor(dtype, shape, data);

function modelOf({ options, shared, inputs, before }: Case, dtype: FloatType, wrap = (inner: Layer) => inner): Model {
  const layer = wrap(batchNormalization(options));
  const model = functional({ input: inputs[0]!.shape.slice(1), dtype }, (x) =>
    shared ? layer(rescaling(2)(layer(x))) : layer(x),
  );
  return withWeights(
    model,
    byName(model, (role) => of(dtype, before[role]!)),
  );
}

const byName = <T>(model: Model, of: (role: string) => T): Record<string, T> =>
  Object.fromEntries(model.parameters.map(({ name }) => [name, of(name.slice(name.lastIndexOf('/') + 1))]));

async function trained(backend: Backend, model: Model, { inputs, targets }: Case, dtype: FloatType): Promise<Model> {
  const optimizer = sgd({ learningRate: rate });
  const batch = inputs[0]!.shape[0]!;
  const program = trainingProgram(model, { loss: meanSquaredError(), metrics: {}, optimizer }, batch);
  const state = await backend.createState(initialState(model.parameters, weightsOf(model), optimizer));
  const executable = await backend.compile(program);
  for (const [step, input] of inputs.entries())
    await executable.run(
      {
        input: of(dtype, input),
        'batch/target': of(dtype, targets[step]!),
        'batch/weight': full(dtype, [batch], 1),
        ...stepFeeds(program, { seed: 1, step, learningRate: rate }),
      },
      state,
    );
  const after = await state.read();
  await executable.dispose();
  return withWeights(model, Object.fromEntries(model.parameters.map(({ name }) => [name, after[name]!])));
}

const onnx = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => onnx.dispose());

describe.each([
  ['the reference, float64', cpuBackend(), 'float64', 2e-6],
  ['ONNX Runtime, float32', onnx, 'float32', 5e-5],
] as const)('as Keras, on %s', (_, backend, dtype, tolerance) => {
  it.each(cases.map((one) => [nameOf(one), one] as const))('%s', (_, one) => check(one, modelOf(one, dtype)));

  it('at each step of a sequence, with the statistics of all steps', () => {
    const one = cases.find(({ inputs, options }) => inputs[0]!.shape.length === 3 && options.axis === undefined)!;
    return check(one, modelOf(one, dtype, timeDistributed));
  });

  async function check(one: Case, before: Model) {
    const isFixed = !before.parameters.some(({ trainable }) => trainable);
    const model = isFixed ? before : await trained(backend, before, one, dtype);
    const weights = weightsOf(model);
    for (const [name, numbers] of Object.entries(byName(model, (role) => one.after[role]!)))
      expectClose(toNumbers(weights[name]!), numbers.data, tolerance, name);
    const x = of(dtype, one.inputs[0]!);
    const made = await predict(model, { backend, data: arrayDataset(x, x) });
    expect(made.shape).toEqual(one.output.shape);
    expectClose(toNumbers(made), one.output.data, tolerance * 4, 'in use');
  }
});

function nameOf({ options, shared, inputs }: Case): string {
  return `[${inputs[0]!.shape}] ${JSON.stringify(options)}${shared ? ', twice' : ''}`;
}

describe('the layer', () => {
  const small = (options: BatchNormalizationOptions = {}) =>
    sequential({ input: [3, 4, 4], dtype: 'float64' }, [
      conv2D(5, 3, { useBias: false, name: 'conv' }),
      batchNormalization({ ...options, name: 'norm' }),
      flatten(),
      dense(2),
    ]);

  it('has four numbers for each channel, half of them trained', () => {
    const { layers, trainable, nonTrainable } = summarize(small());
    expect(layers.map(({ name, type, shape, parameters }) => [name, type, shape.slice(1), parameters])[1]).toEqual([
      'norm',
      'BatchNormalization',
      [5, 2, 2],
      20,
    ]);
    expect([trainable.parameters, nonTrainable.parameters]).toEqual([135 + 10 + 42, 10]);
  });

  it('with trainable false goes by its averages in training and keeps them', () => {
    const model = small({ trainable: false });
    const graph = model.graph('train');
    expect(Object.keys(graph.outputs)).toEqual(['output']);
    expect(summarize(model).nonTrainable.parameters).toBe(20);
    const given: Tensors = { ...initialWeights(model, 1), input: full('float64', [2, 3, 4, 4], 2) };
    const [training, use] = (['train', 'infer'] as const).map((mode) => {
      const { inputs, outputs } = bind(model.graph(mode), { N: 2 });
      const [made] = evaluate([outputs.output!], new Map(inputs.map((value) => [value, given[inputName(value)!]!])));
      return toNumbers(made!);
    });
    expect(training).toEqual(use);
  });

  it('frozen, goes by its averages and keeps them', () => {
    const model = small();
    expect(Object.keys(model.graph('train').outputs).sort()).toEqual([
      'next/norm/moving_mean',
      'next/norm/moving_variance',
      'output',
    ]);
    const frozen = freeze(model, { upTo: 'norm' });
    expect(Object.keys(frozen.graph('train').outputs)).toEqual(['output']);
  });

  it('keeps momentum, epsilon and averages in a file, and is trained further from there', async () => {
    const model = sequential({ input: [3, 4, 4] }, [
      batchNormalization({ momentum: 0.8, epsilon: 0.01, name: 'norm' }),
      flatten(),
      dense(2),
    ]);
    const started = withWeights(model, initialWeights(model, 1));
    const read = fromOnnx(toOnnx(started));
    const one = {
      inputs: [{ shape: [4, 3, 4, 4], data: Array.from({ length: 192 }, (_, i) => Math.sin(i)) }],
      targets: [{ shape: [4, 2], data: Array.from({ length: 8 }, (_, i) => i / 8) }],
    } as unknown as Case;
    const [ours, again] = [await trained(onnx, started, one, 'float32'), await trained(onnx, read, one, 'float32')].map(
      weightsOf,
    );
    const average = Object.keys(again!).find((name) => name.includes('moving_mean'))!;
    expectClose(toNumbers(again![average]!), toNumbers(ours!['norm/moving_mean']!), 1e-7);
    expect(toNumbers(ours!['norm/moving_mean']!).some((value) => value !== 0)).toBe(true);
  });

  it('tells of mistakes', () => {
    expect(() => batchNormalization({ momentum: 1.1 })).toThrow(/momentum.*from 0 to 1.*1\.1/s);
    expect(() => batchNormalization({ epsilon: -1 })).toThrow(/epsilon must be a number from 0/);
    expect(() => batchNormalization({ axes: 1 } as object)).toThrow(/axes/);
    const on = (axis: number) => sequential({ input: [3, 4, 4] }, [batchNormalization({ axis })]);
    expect(() => on(0)).toThrow(
      /batch_normalization\/BatchNormalization: axis must be one of the 4, but not the batch/,
    );
    expect(() => on(4)).toThrow(/axis must be one of the 4/);
    expect(on(-1).parameters[0]!.shape).toEqual([4]);
  });
});
