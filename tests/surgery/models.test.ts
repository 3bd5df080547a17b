/** Models taken apart and put together again compute and learn the same. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  arrayDataset,
  builder,
  conv2D,
  cut,
  dense,
  dropout,
  fit,
  fixInput,
  freeze,
  functional,
  type Graph,
  globalAveragePooling2D,
  graft,
  graphOf,
  initialWeights,
  input,
  type Model,
  maxPooling2D,
  nextName,
  predict,
  resizeInput,
  sgd,
  sparseCategoricalCrossentropy,
  splitPrefix,
  type Tensor,
  tensor,
  toNumbers,
  type Value,
  weightsOf,
  withConstants,
  withWeights,
} from '@graftml/core';
import { encodeGraph, fromOnnx, toOnnx } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { drawn, inFloat64, inOnnxRuntime, weight } from './numbers.ts';

const backend = cpuBackend();
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const pictures = drawn('pictures', [8, 3, 8, 8]);
const labels = tensor('int32', [8], [0, 1, 2, 0, 1, 2, 0, 1]);

const untrained = functional({ input: [3, 8, 8], name: 'net' }, (x) => {
  const first = maxPooling2D(2, { name: 'first' })(conv2D(4, 3, { activation: 'relu', padding: 'same' })(x));
  const second = conv2D(6, 3, { activation: 'tanh', name: 'second' })(dropout(0.2)(first));
  return dense(3, { name: 'logits' })(globalAveragePooling2D({ name: 'features' })(second));
});
const net = withWeights(untrained, initialWeights(untrained, 7));

const inUse = (model: Model): Graph => withConstants(model.graph('infer'), weightsOf(model));
const outputOf = (model: Model, name: string, x: Tensor): number[] => inFloat64(inUse(model), { [name]: x }).output!;

const train = (model: Model, x: Tensor) =>
  fit(model, {
    backend,
    train: arrayDataset(x, labels),
    epochs: 3,
    batchSize: 4,
    seed: 3,
    loss,
    optimizer: sgd({ learningRate: 0.1 }),
  });

describe('a model that was split', () => {
  const frozen = freeze(net, { upTo: 'first' });
  const { prefix, rest, at } = splitPrefix(frozen)!;

  it('computes the same in two steps', () => {
    expect(at).toBe('first');
    const features = tensor('float64', [8, 4, 4, 4], outputOf(prefix, 'input', pictures));
    expectClose(outputOf(rest, 'features', features), outputOf(net, 'input', pictures), 1e-12);
  });

  it('learns the same on its features, to the bit', async () => {
    const features = await predict(prefix, { backend, data: arrayDataset(pictures, labels) });
    const apart = await train(rest, features);
    const whole = await train(frozen, pictures);
    expect(apart.history.map(({ logs }) => logs.loss)).toEqual(whole.history.map(({ logs }) => logs.loss));
    const trained = weightsOf(whole.model);
    for (const [name, value] of Object.entries(weightsOf(apart.model))) {
      expect(value, name).toEqual(trained[name]);
      expect(value, name).not.toEqual(weightsOf(net)[name]);
    }
    const together = withWeights(net, weightsOf(apart.model));
    expect(weightsOf(together)).toEqual(trained);
  });

  it('takes shapes from the features where they were taken from the picture', () => {
    const g = builder('net');
    const x = input('x', 'float32', ['N', 2, 4, 4]);
    const size = g.shape(x);
    const early = builder('early').conv(x, weight('w', [3, 2, 1, 1]));
    const late = g.relu(g.conv(early, weight('u', [3, 3, 1, 1])));
    const list = g.concat([g.slice(size, [0], [1]), [-1]], { axis: 0 });
    const logits = g.matMul(g.reshape(late, list), weight('v', [48, 5]));
    const model = fromOnnx(encodeGraph(graphOf({ logits })));
    const split = splitPrefix(freeze(model, { upTo: 'early' }))!;
    const pixels = drawn('x', [3, 2, 4, 4]);
    const features = tensor('float64', [3, 3, 4, 4], outputOf(split.prefix, 'x', pixels));
    expect(split.rest.inputs).toEqual([{ name: 'features', dtype: 'float32', shape: ['N', 3, 4, 4] }]);
    expectClose(outputOf(split.rest, 'features', features), outputOf(model, 'x', pixels), 1e-12);
  });
});

describe('a head on a backbone', () => {
  const backbone = freeze(cut(net, 'features'));

  it('computes what the backbone and the head compute', () => {
    const grown = graft(backbone, [dense(5, { name: 'head' })]);
    const model = withWeights(grown, initialWeights(grown, 1));
    const { 'head/kernel': kernel, 'head/bias': bias } = weightsOf(model);
    const features = outputOf(backbone, 'input', pictures);
    const expected = Array.from({ length: 8 * 5 }, (_, i) => {
      const [row, unit] = [Math.floor(i / 5), i % 5];
      const products = Array.from({ length: 6 }, (_, k) => features[row * 6 + k]! * Number(kernel!.data[k * 5 + unit]));
      return products.reduce((a, b) => a + b, Number(bias!.data[unit]));
    });
    expectClose(outputOf(model, 'input', pictures), expected, 1e-12);
  });

  it('learns alone, and leaves as one file with equal predictions', async () => {
    const model = graft(backbone, [dropout(0.2), dense(3, { name: 'head' })]);
    const run = await train(model, pictures);
    const [before, after] = [weightsOf(backbone), weightsOf(run.model)];
    for (const [name, value] of Object.entries(before)) expect(after[name], name).toEqual(value);
    expect(after['head/kernel']).not.toEqual(initialWeights(model, 3)['head/kernel']);
    const { output } = await inOnnxRuntime(toOnnx(run.model), { input: pictures });
    expectClose(output!, toNumbers(await predict(run.model, { backend, data: arrayDataset(pictures, labels) })), 1e-5);
  });

  it('goes through a file and can be cut again at the names of its layers', () => {
    const again = fromOnnx(toOnnx(net));
    for (const name of ['first', 'second', 'features'])
      expectClose(outputOf(cut(again, name), 'input', pictures), outputOf(cut(net, name), 'input', pictures), 1e-12);
  });
});

describe('fixInput', () => {
  it('makes a model of any size one of a certain size', () => {
    const g = builder('net');
    const x = input('x', 'float32', ['N', 3, 'H', 'W']);
    const conv = g.relu(g.conv(x, weight('w', [2, 3, 3, 3]), undefined, { strides: [2, 2] }));
    const free = fromOnnx(encodeGraph(graphOf({ y: g.flatten(g.globalAveragePool(conv)) })));
    const fixed = fixInput(free, [3, 8, 8]);
    expect(fixed.inputs[0]!.shape).toEqual(['N', 3, 8, 8]);
    expect(cut(fixed, 'net').graph('infer').outputs.output!.shape).toEqual(['N', 2]);
    expectClose(outputOf(fixed, 'x', pictures), outputOf(free, 'x', pictures), 1e-12);
    expect(() => fixInput(free, [1, 8, 8])).toThrow(/Expected x \[N, 3, H, W\]; received \[1, 8, 8\]/);
    expect(() => fixInput(fixed, [3, 9, 8])).toThrow(/does not take inputs of that shape/);
  });
});

describe('resizeInput', () => {
  const g = builder('net');
  const ofSize = (height: number | string, width: number | string, end: (maps: Value) => Value) =>
    fromOnnx(
      encodeGraph(
        graphOf({
          y: end(
            g.relu(
              g.conv(input('x', 'float32', ['N', 3, height, width]), weight('w', [2, 3, 3, 3]), undefined, {
                strides: [2, 2],
              }),
            ),
          ),
        }),
      ),
    );
  const pooled = (maps: Value) => g.flatten(g.globalAveragePool(maps));

  it('gives the numbers of the network that was made for any size', () => {
    const [fixed, open] = [ofSize(16, 20, pooled), ofSize('H', 'W', pooled)];
    const resized = resizeInput(fixed, [3, 8, 8]);
    expect(resized.inputs[0]!.shape).toEqual(['N', 3, 8, 8]);
    expect(outputOf(resized, 'x', pictures)).toEqual(outputOf(open, 'x', pictures));
    expect(resizeInput(fixed, [3, 16, 20])).toBe(fixed);
    const maps = resizeInput(
      ofSize(16, 20, (y) => y),
      [3, 8, 8],
    );
    expect(maps.graph('infer').outputs.output!.shape).toEqual(['N', 2, 3, 3]);
  });

  it('refuses where something is made for the size', () => {
    const listed = ofSize(8, 8, (maps) => g.gemm(g.flatten(maps), weight('v', [18, 5])));
    const reshaped = ofSize(8, 8, (maps) => g.gemm(g.reshape(maps, [-1, 18]), weight('v', [18, 5])));
    const list = ofSize(8, 8, (maps) => g.reshape(maps, [0, 18]));
    const averaged = ofSize(8, 8, (maps) => g.averagePool(maps, { kernel_shape: [3, 3] }));
    const refused = (model: Model, shape: readonly number[]) =>
      expect(() => resizeInput(model, shape)).toThrow(/cannot take inputs of another size.*Hint: cut it before/s);
    // Twice the maps would be twice the pictures.
    refused(reshaped, [3, 8, 14]);
    for (const model of [listed, list, averaged]) refused(model, [3, 16, 16]);
    refused(listed, [1, 8, 8]);
    refused(listed, [3, 8]);
    expect(() => resizeInput(averaged, [3, 16, 16])).toThrow(/makes its output \[N, 2, 5, 5\], not \[N, 2, 1, 1\]/);
  });
});

describe('a step', () => {
  it('gives parameters that are not trained what the forward pass makes of them', async () => {
    // A model that counts its steps.
    const counting: Model = {
      ...net,
      parameters: [
        ...net.parameters,
        { ...net.parameters[0]!, name: 'steps', shape: [1], trainable: false, value: tensor('float32', [1], [0]) },
      ],
      graph(mode) {
        const { inputs, outputs } = net.graph(mode);
        const steps = input('steps', 'float32', [1]);
        return {
          inputs: [...inputs, steps],
          outputs: { ...outputs, ...(mode === 'train' && { [nextName('steps')]: builder().add(steps, 1) }) },
        };
      },
    };
    const run = await train(counting, pictures);
    expect(toNumbers(weightsOf(run.model).steps!)).toEqual([6]);
  });
});
