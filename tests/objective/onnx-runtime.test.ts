/** What losses, metrics and optimizers emit gives the same numbers on ONNX Runtime as on the reference backend. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adagrad,
  adam,
  adamW,
  type Backend,
  binaryCrossentropy,
  builder,
  categoricalCrossentropy,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  type DType,
  grad,
  graphOf,
  huber,
  input,
  klDivergence,
  type Loss,
  type Metric,
  meanAbsoluteError,
  meanSquaredError,
  metrics,
  type Optimizer,
  type Program,
  randomBits,
  rmsprop,
  scalar,
  sgd,
  sparseCategoricalCrossentropy,
  type Tensors,
  tensor,
  toNumbers,
  type Value,
} from '@graftml/core';
import { afterAll, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';

const backends: Backend[] = [cpuBackend(), await onnxBackend({ device: 'cpu', threads: 1 })];
afterAll(() => Promise.all(backends.map((backend) => backend.dispose())));

const [batch, classes] = [7, 6];
/** Multiples of 1/4 within -4 to 4, so that there are ties. */
const scores = (purpose: string, length: number): number[] =>
  Array.from(randomBits({ seed: 1, purpose }, length), (bits) => ((bits % 33) - 16) / 4);
const labels = Array.from(randomBits({ seed: 1, purpose: 'labels' }, batch), (bits) => bits % classes);
const chances = scores('chances', batch * classes).map((x) => 1 / (1 + Math.exp(-x)));

const feeds: Tensors = {
  logits: tensor('float32', [batch, classes], scores('logits', batch * classes)),
  chances: tensor('float32', [batch, classes], chances),
  numbers: tensor('float32', [batch, classes], scores('numbers', batch * classes)),
  labels: tensor('int32', [batch], labels),
  onehot: tensor(
    'float32',
    [batch, classes],
    labels.flatMap((label) => [0, 1, 2, 3, 4, 5].map((i) => Number(i === label))),
  ),
  weight: tensor('float32', [batch], [1, 0, 2, 0.5, 1, 1, 3]),
};
const value = Object.fromEntries(
  Object.entries(feeds).map(([name, t]) => [name, input(name, t.dtype as DType, t.shape)]),
);

const fromLogits = true;
const losses: Readonly<Record<string, readonly [Loss, prediction: string, target: string]>> = {
  sparse: [sparseCategoricalCrossentropy({ fromLogits, temperature: 2, labelSmoothing: 0.1 }), 'logits', 'labels'],
  'sparse, of probabilities': [sparseCategoricalCrossentropy(), 'chances', 'labels'],
  categorical: [categoricalCrossentropy({ fromLogits, classWeights: [1, 2, 3, 4, 5, 6] }), 'logits', 'onehot'],
  binary: [binaryCrossentropy({ fromLogits, labelSmoothing: 0.1 }), 'logits', 'onehot'],
  'binary, of probabilities': [binaryCrossentropy(), 'chances', 'onehot'],
  divergence: [klDivergence(), 'chances', 'onehot'],
  huber: [huber(), 'logits', 'numbers'],
  squared: [meanSquaredError(), 'logits', 'numbers'],
  absolute: [meanAbsoluteError(), 'logits', 'numbers'],
};
const measures: Readonly<Record<string, readonly [Metric<unknown>, prediction: string, target: string]>> = {
  sparse: [metrics.accuracy(), 'logits', 'labels'],
  categorical: [metrics.accuracy(), 'logits', 'onehot'],
  binary: [metrics.binaryAccuracy(), 'chances', 'onehot'],
  top: [metrics.topKCategoricalAccuracy({ k: 3 }), 'logits', 'labels'],
  confusion: [metrics.confusionMatrix(), 'logits', 'onehot'],
  r2: [metrics.r2Score({ around: 1 }), 'logits', 'numbers'],
  mean: [metrics.meanAbsoluteError(), 'logits', 'numbers'],
};

test('losses, their gradients, metrics and clipping', async () => {
  const g = builder();
  const outputs: Record<string, Value> = {};
  for (const [name, [loss, p, t]] of Object.entries(losses)) {
    const prediction = value[p]!;
    const each = loss.build(g, { prediction, target: value[t]! });
    outputs[`loss ${name}`] = each;
    outputs[`gradient ${name}`] = grad(g.reduceSum(g.mul(each, value.weight!), { keepdims: 0 }), [prediction])[0]!;
  }
  for (const [name, [metric, p, t]] of Object.entries(measures))
    outputs[`metric ${name}`] = metric.build(g, { prediction: value[p]!, target: value[t]!, weight: value.weight! });
  for (const clip of [clipByValue(2), clipByNorm(3), clipByGlobalNorm(5)])
    for (const clipped of clip(g, [value.logits!, value.chances!]))
      outputs[`clipped ${Object.keys(outputs).length}`] = clipped;

  const program: Program = { name: 'objective', graph: graphOf(outputs), state: [] };
  const [expected, received] = await Promise.all(
    backends.map(async (backend) => {
      const executable = await backend.compile(program);
      return executable.run(feeds);
    }),
  );
  for (const name of Object.keys(outputs))
    expectClose(toNumbers(received![name]!), toNumbers(expected![name]!), 2e-6, name);
});

const optimizers: readonly (readonly [string, Optimizer])[] = [
  ['sgd', sgd()],
  ['sgd with Nesterov and decay', sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.1 })],
  ['rmsprop', rmsprop()],
  ['rmsprop, all of it', rmsprop({ centered: true, momentum: 0.5, epsilon: 1e-3 })],
  ['adam', adam()],
  ['adam with amsgrad', adam({ amsgrad: true })],
  ['adamW', adamW()],
  ['adagrad', adagrad()],
];

test.each(optimizers)('ten steps of %s, with state', async (_, optimizer) => {
  const shape = [classes, 2];
  const large = (name: string) => input(name, 'float32', shape);
  const slots = Object.fromEntries(Object.keys(optimizer.slots).map((slot) => [slot, large(slot)]));
  const [parameter, gradient] = [large('parameter'), large('gradient')];
  const [learningRate, step] = [input('learning_rate', 'float32', []), input('step', 'float32', [])];
  const next = optimizer.update(builder(), { parameter, gradient, slots, learningRate, step });
  const outputs = Object.entries({ parameter: next.parameter, ...next.slots });
  const program: Program = {
    name: optimizer.name,
    graph: graphOf(Object.fromEntries(outputs.map(([name, value]) => [`next ${name}`, value]))),
    state: outputs.map(([name]) => ({ input: name, output: `next ${name}` })),
  };
  const start: Tensors = {
    parameter: tensor('float32', shape, scores('parameter', 12)),
    ...Object.fromEntries(
      Object.entries(optimizer.slots).map(([slot, fill]) => [slot, tensor('float32', shape, new Array(12).fill(fill))]),
    ),
  };
  const used = new Set(program.graph.inputs.map(({ source }) => (source.kind === 'input' ? source.name : '')));
  const [expected, received] = await Promise.all(
    backends.map(async (backend) => {
      const executable = await backend.compile(program);
      const state = await backend.createState(start);
      for (let i = 1; i <= 10; i++) {
        const all: Tensors = {
          gradient: tensor('float32', shape, scores(`gradient ${i}`, 12)),
          learning_rate: scalar(0.1 / i),
          step: scalar(i),
        };
        await executable.run(Object.fromEntries(Object.entries(all).filter(([name]) => used.has(name))), state);
      }
      return state.read();
    }),
  );
  expect(Object.keys(received!)).toEqual(Object.keys(start));
  for (const name of Object.keys(start))
    expectClose(toNumbers(received![name]!), toNumbers(expected![name]!), 1e-5, name);
});
