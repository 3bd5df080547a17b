/** Batch normalisation of a file, trained further: step by step what PyTorch does. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  arrayDataset,
  type Backend,
  builder,
  constant,
  fit,
  freeze,
  graphOf,
  input,
  type Model,
  predict,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
  type Value,
  weightsOf,
} from '@graftml/core';
import { encodeGraph, fromOnnx } from '@graftml/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type State = Readonly<Record<string, Numbers>>;
interface Run {
  readonly losses: readonly number[];
  readonly state: State;
  readonly logits: readonly number[];
}
const { momentum, steps, rate, epsilon, x, y, before, trained, frozen } = reference<{
  readonly momentum: number;
  readonly steps: number;
  readonly rate: number;
  readonly epsilon: number;
  readonly x: Numbers;
  readonly y: readonly number[];
  readonly before: State;
  readonly trained: Run;
  readonly frozen: Run;
}>('batch-norm');

/** Examples in each statistic: six pictures of five by five. */
const n = 6 * 5 * 5;

/** The network as a file has it. */
function file(): Uint8Array {
  const weight = (name: string): Value => constant(tensor('float32', before[name]!.shape, before[name]!.data), name);
  const block = (name: string, x: Value): Value => {
    const g = builder(name);
    const conv = g.conv(x, weight(`${name}.conv.weight`), undefined, { pads: [1, 1, 1, 1] });
    const [scale, b, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((role) =>
      weight(`${name}.norm.${role}`),
    );
    const attributes = { epsilon, momentum: 1 - momentum };
    return g.relu(g.batchNormalization(conv, scale!, b!, mean!, variance!, attributes));
  };
  const features = block('second', block('first', input('x', 'float32', ['N', ...x.shape.slice(1)])));
  const g = builder('logits');
  const logits = g.gemm(g.flatten(g.globalAveragePool(features)), weight('logits.weight'), weight('logits.bias'), {
    transB: 1,
  });
  return encodeGraph(graphOf({ logits }));
}

const model = fromOnnx(file());
const data = arrayDataset(tensor('float32', x.shape, x.data), tensor('int32', [y.length], y));
const backends: readonly Backend[] = [cpuBackend(), await onnxBackend({ device: 'cpu', threads: 1 })];
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

async function run(backend: Backend, model: Model) {
  const { model: after, history } = await fit(model, {
    backend,
    train: data,
    epochs: steps,
    batchSize: y.length,
    shuffle: false,
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: sgd({ learningRate: rate }),
  });
  return { after, losses: history.map(({ logs }) => logs.loss!) };
}

/** PyTorch's average of variances of samples as ONNX's of the population: the two differ by what the batches gave. */
function asPopulation(name: string, ours: Numbers): number[] {
  const kept = (1 - momentum) ** steps;
  return ours.data.map((v, i) => {
    const old = kept * before[name]!.data[i]!;
    return old + ((v - old) * (n - 1)) / n;
  });
}

function expectState(model: Model, { state }: Run, isStill: (name: string) => boolean): void {
  for (const [name, value] of Object.entries(weightsOf(model))) {
    const expected =
      name.endsWith('running_var') && !isStill(name) ? asPopulation(name, state[name]!) : state[name]!.data;
    expectClose(toNumbers(value), expected, 1e-5, name);
  }
}

it('a file with batch normalisation has its averages as parameters that are not trained', () => {
  expect(model.parameters.map(({ name }) => name).sort()).toEqual(Object.keys(before).sort());
  const still = model.parameters.filter(({ trainable }) => !trainable).map(({ name }) => name);
  expect(still.every((name) => name.includes('running'))).toBe(true);
  expect(still).toHaveLength(4);
});

describe.each(backends)('on $name', (backend) => {
  it('trains as in PyTorch, and moves its averages', async () => {
    const { after, losses } = await run(backend, model);
    expectClose(losses, trained.losses, 1e-5, 'loss');
    expectState(after, trained, () => false);
  });

  it('is used with the averages that it has', async () => {
    const { after } = await run(backend, model);
    expectClose(toNumbers(await predict(after, { backend, data })), trained.logits, 1e-5, 'logits');
    const moved = after.graph('infer').outputs;
    expect(Object.keys(moved)).toEqual(['output']);
  });

  it('frozen, normalises by its stored averages and keeps them', async () => {
    const isFirst = (name: string) => name.startsWith('first');
    const { after, losses } = await run(backend, freeze(model, { upTo: 'first' }));
    expectClose(losses, frozen.losses, 1e-5, 'loss');
    expectState(after, frozen, isFirst);
    for (const [name, value] of Object.entries(weightsOf(after)))
      if (isFirst(name)) expect(toNumbers(value)).toEqual(before[name]!.data);
    expectClose(toNumbers(await predict(after, { backend, data })), frozen.logits, 1e-5, 'logits');
  });
});
