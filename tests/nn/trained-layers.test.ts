/** Layers against Keras 3: what they give, one training step on two backends, and files of them; above all those over sequences. */
import { cpuBackend, evaluate } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import * as core from '@graftml/core';
import {
  bidirectional,
  dense,
  embedding,
  gru,
  initialState,
  lstm,
  type Model,
  meanSquaredError,
  predict,
  type RecurrentLayer,
  repeatVector,
  sequential,
  sgd,
  simpleRNN,
  summarize,
  type Tensor,
  tensor,
  timeDistributed,
  toNumbers,
  trainingProgram,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly layer: string;
  readonly arguments: readonly unknown[];
  /** The layer that stands inside. */
  readonly inner?: readonly [string, readonly unknown[]];
  readonly dtype: 'int32' | 'float';
  readonly input: Numbers;
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly output: Numbers;
  readonly target: Numbers;
  /** The weights after one step. */
  readonly after: Readonly<Record<string, Numbers>>;
}
const given = reference<{
  readonly rate: number;
  readonly layers: readonly Case[];
  readonly network: { readonly rows: readonly object[]; readonly total: number };
}>('sequence-layers');

type Float = 'float32' | 'float64';
type Make = (...args: readonly unknown[]) => core.Layer;
const make = ([name, args]: readonly [string, readonly unknown[]], ...before: unknown[]) =>
  (core as unknown as Record<string, Make>)[name]!(...before, ...args);

const of = (dtype: Float | 'int32', { shape, data }: Numbers): Tensor => tensor(dtype as 'float32', shape, data);
const tensors = (dtype: Float, all: Readonly<Record<string, Numbers>>) =>
  Object.fromEntries(Object.entries(all).map(([name, numbers]) => [name, of(dtype, numbers)]));

function modelOf(one: Case, dtype: Float): Model {
  const inside = one.inner ? [make(one.inner)] : [];
  const isWhole = one.dtype === 'int32';
  const options = { input: one.input.shape.slice(1), dtype, ...(isWhole && { inputDtype: 'int32' as const }) };
  const model = sequential(options, [make([one.layer, one.arguments], ...inside)]);
  expect(model.parameters.map(({ name }) => name)).toEqual(Object.keys(one.weights));
  return withWeights(model, tensors(dtype, one.weights));
}

const inputOf = (one: Case, dtype: Float) => of(one.dtype === 'int32' ? 'int32' : dtype, one.input);

/** Convolutions of other kinds, normalisations, resizing. */
const others = reference<{ readonly layers: readonly Case[] }>('trained-layers').layers;

const cases = [...given.layers, ...others].map((one) => {
  const args = JSON.stringify([...(one.inner ?? []), ...one.arguments]).slice(1, -1);
  return [`${one.layer}(${args})`, one] as const;
});

let onnx: core.Backend;
beforeAll(async () => {
  onnx = await onnxBackend({ device: 'cpu' });
});
afterAll(() => onnx.dispose());

describe.each([
  ['the reference, float64', () => cpuBackend(), 'float64', 2e-6],
  ['ONNX Runtime, float32', () => onnx, 'float32', 5e-5],
] as const)('as Keras, on %s', (_, backendOf, dtype, tolerance) => {
  test.each(cases)('%s', async (_, one) => {
    const backend = backendOf();
    const model = modelOf(one, dtype);
    const x = inputOf(one, dtype);
    const data = core.arrayDataset(x, x);
    const made = await predict(model, { backend, data });
    expect(made.shape).toEqual(one.output.shape);
    expectClose(toNumbers(made), one.output.data, tolerance);
    if (model.parameters.length === 0) return;

    const optimizer = sgd({ learningRate: given.rate });
    const batch = x.shape[0]!;
    const program = trainingProgram(model, { loss: meanSquaredError(), metrics: {}, optimizer }, batch);
    const state = await backend.createState(initialState(model.parameters, weightsOf(model), optimizer));
    const executable = await backend.compile(program);
    const feeds = {
      input: x,
      'batch/target': of(dtype, one.target),
      'batch/weight': core.full(dtype, [batch], 1),
      ...core.stepFeeds(program, { seed: 1, step: 0, learningRate: given.rate }),
    };
    await executable.run(feeds, state);
    const after = await state.read();
    for (const [name, numbers] of Object.entries(one.after))
      expectClose(toNumbers(after[name]!), numbers.data, tolerance, name);
    await executable.dispose();
  });
});

describe('files', () => {
  const nodes: Readonly<Record<string, string>> = { simpleRNN: 'RNN', lstm: 'LSTM', gru: 'GRU' };

  /** What a group normalisation has is known again behind other weights; a layer normalisation always has a scale in a file. */
  const isOfLayer = (name: string) => !/group_normalization|^parameter$/.test(name);

  test.each(cases)('%s', async (_, one) => {
    const model = modelOf(one, 'float32');
    const file = toOnnx(model);
    const kind = nodes[one.inner?.[0] ?? one.layer];
    if (kind) expect(Buffer.from(file).includes(kind)).toBe(true);

    const x = inputOf(one, 'float32');
    const session = await ort.InferenceSession.create(file);
    const { output } = await session.run({
      input: new ort.Tensor(x.dtype as 'float32', x.data as Float32Array, x.shape),
    });
    expectClose([...(output!.data as Float32Array)], one.output.data, 1e-5);
    await session.release();

    const read = fromOnnx(file);
    const names = ({ parameters }: Model) => parameters.map(({ name }) => name).sort();
    expect(names(read).filter(isOfLayer)).toEqual(names(model).filter(isOfLayer));
    const again = await predict(read, { backend: cpuBackend(), data: core.arrayDataset(x, x) });
    expectClose(toNumbers(again), one.output.data, 1e-5);
  });
});

test('a group normalisation behind a convolution is known again', () => {
  const model = sequential({ input: [3, 6, 6] }, [
    core.conv2D(4, 3, { name: 'conv' }),
    core.groupNormalization(2, { name: 'norm' }),
  ]);
  const read = fromOnnx(toOnnx(withWeights(model, core.initialWeights(model, 1))));
  expect(read.parameters.map(({ name }) => name).sort()).toEqual([
    'conv/bias',
    'conv/kernel',
    'norm/beta',
    'norm/gamma',
  ]);
});

test('the rows of a summary', () => {
  const sequences = { returnSequences: true };
  const { layers, total } = summarize(
    sequential({ input: [12], inputDtype: 'int32' }, [
      embedding(50, 8),
      bidirectional(lstm(16, sequences)),
      timeDistributed(dense(6)),
      gru(9, sequences),
      simpleRNN(4),
      repeatVector(2),
      gru(3, { resetAfter: false }),
      dense(2, { name: 'head' }),
    ]),
  );
  expect(
    layers.map(({ name, type, shape, parameters }) => ({ name, type, shape: shape.slice(1), parameters })),
  ).toEqual(given.network.rows);
  expect(total.parameters).toBe(given.network.total);
});

describe('initial weights, as Keras draws them', () => {
  const weightsFor = (layer: RecurrentLayer) =>
    core.initialWeights(sequential({ input: [5, 3] }, [layer]), 1) as Record<string, Tensor<'float32'>>;

  test('the forget gate starts open, unless told otherwise', () => {
    expect(toNumbers(weightsFor(lstm(2))['lstm/bias']!)).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(toNumbers(weightsFor(lstm(2, { unitForgetBias: false }))['lstm/bias']!)).toEqual(Array(8).fill(0));
  });

  test.each([
    ['simple_rnn', simpleRNN(4), 4],
    ['lstm', lstm(4), 16],
    ['gru', gru(4), 12],
  ] as const)('%s: orthonormal rows for the state, Glorot for the inputs', (name, layer, width) => {
    const weights = weightsFor(layer);
    const rows = Array.from({ length: 4 }, (_, i) =>
      toNumbers(weights[`${name}/recurrent_kernel`]!).slice(i * width, (i + 1) * width),
    );
    const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
    const products = rows.flatMap((a) => rows.map((b) => dot(a, b)));
    expectClose(
      products,
      [...products.keys()].map((i) => (i % 5 === 0 ? 1 : 0)),
      1e-6,
    );
    const limit = Math.sqrt(6 / (3 + width));
    const largest = Math.max(...toNumbers(weights[`${name}/kernel`]!).map(Math.abs));
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(limit / 2);
  });
});

test.each([
  ['lstm', (dropout: number) => lstm(4, { dropout })],
  ['bidirectional', (dropout: number) => bidirectional(gru(4, { dropout, returnSequences: true }))],
] as const)('%s: dropout takes features from whole sequences, for each direction others', async (name, layerWith) => {
  const [with0, withHalf] = [0, 0.5].map((rate) => sequential({ input: [5, 3], name }, [layerWith(rate)]));
  const weights = core.initialWeights(withHalf!, 1);
  const x = tensor(
    'float32',
    [2, 5, 3],
    Array.from({ length: 30 }, (_, i) => Math.sin(i)),
  );
  const run = (model: Model, masks: readonly (readonly number[])[], seen: Tensor = x) => {
    const graph = core.bind(model.graph('train'), { N: 2 });
    const drawn = graph.inputs.filter(({ source }) => source.kind === 'input' && source.distribution);
    expect(drawn.map(({ shape }) => shape)).toEqual(masks.map(() => [2, 1, 3]));
    const feeds = new Map(
      graph.inputs.map((value) => {
        const own = core.inputName(value)!;
        const at = drawn.indexOf(value);
        return [value, at >= 0 ? tensor('float32', [2, 1, 3], masks[at]!) : (weights[own] ?? seen)];
      }),
    );
    return toNumbers(evaluate([graph.outputs.output!], feeds)[0]!);
  };
  const masks = [
    [2, 0, 2, 0, 2, 2],
    [0, 2, 0, 2, 0, 2],
  ].slice(0, name === 'lstm' ? 1 : 2);
  const masked = masks.map((mask) =>
    run(with0!, [], {
      ...x,
      data: x.data.map((v, i) => Number(v) * mask[Math.floor(i / 15) * 3 + (i % 3)]!),
    } as Tensor),
  );
  // The first half of what `bidirectional` gives is read forwards, the second backwards.
  const isBackward = (i: number) => name === 'bidirectional' && i % 8 >= 4;
  expectClose(
    run(withHalf!, masks),
    masked[0]!.map((v, i) => (isBackward(i) ? masked[1]![i]! : v)),
    1e-6,
  );
});
