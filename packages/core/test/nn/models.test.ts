/** Models of layers: names, graphs by mode, sharing, branches, penalties. */
import {
  activations,
  add,
  cifar10Cnn,
  concatenate,
  conv2D,
  dense,
  dropout,
  flatten,
  functional,
  type Graph,
  globalAveragePooling2D,
  initializers,
  initialWeights,
  inputName,
  isStatic,
  layer,
  leaves,
  nodeOf,
  parameterCount,
  regularizers,
  sequential,
  type Traced,
  topologicalOrder,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

const inputsOf = (graph: Graph) => graph.inputs.map((value) => inputName(value));
const opsOf = (graph: Graph) => topologicalOrder(Object.values(graph.outputs)).map(({ op }) => op);

describe('sequential', () => {
  const model = cifar10Cnn();

  test('lists the input, then parameters, then random inputs', () => {
    const parameters = model.parameters.map(({ name }) => name);
    expect(parameters.slice(0, 3)).toEqual(['conv2d/kernel', 'conv2d/bias', 'conv2d_1/kernel']);
    expect(inputsOf(model.graph('train'))).toEqual(['input', ...parameters, 'dropout/mask', 'dropout_1/mask']);
    expect(inputsOf(model.graph('infer'))).toEqual(['input', ...parameters]);
  });

  test('every node carries its layer', () => {
    const paths = new Set(topologicalOrder(Object.values(model.graph('train').outputs)).map(({ path }) => path));
    expect([...paths]).toEqual(model.layers.map(({ name }) => name));
  });

  test('dropout multiplies by a mask of the shape of what it drops, in training only', () => {
    const mask = model.graph('train').inputs.find((value) => inputName(value) === 'dropout_1/mask')!;
    expect(mask.shape).toEqual(['N', 500]);
    expect(mask.source).toMatchObject({ distribution: { kind: 'dropout', keep: 0.6 } });
    expect(opsOf(model.graph('train')).filter((op) => op === 'mul').length).toBe(2);
    expect(opsOf(model.graph('infer'))).not.toContain('mul');
    const none = sequential({ input: [4] }, [dense(2), dropout(0)]);
    expect(inputsOf(none.graph('train'))).toEqual(['input', 'dense/kernel', 'dense/bias']);
  });

  test('gives one output, with the batch open, and no penalty unless a layer asks for one', () => {
    for (const mode of ['train', 'infer'] as const) {
      const { outputs } = model.graph(mode);
      expect(Object.keys(outputs)).toEqual(['output']);
      expect(outputs.output!.shape).toEqual(['N', 10]);
    }
  });

  test('glorot uniform kernels, zero biases', () => {
    const weights = initialWeights(model, 1);
    const limit = Math.sqrt(6 / (1024 + 500));
    const kernel = [...(weights['dense/kernel']!.data as Float32Array)];
    expect(Math.max(...kernel.slice(0, 10_000))).toBeLessThanOrEqual(limit);
    expect(Math.max(...kernel.slice(0, 10_000))).toBeGreaterThan(0.99 * limit);
    expect(new Set(weights['dense/bias']!.data as Float32Array)).toEqual(new Set([0]));
  });
});

describe('names', () => {
  const names = (...layers: Parameters<typeof sequential>[1]) =>
    sequential({ input: [4] }, layers).layers.map(({ name }) => name);

  test('count up by type, around names that were given', () => {
    expect(names(dense(4), dense(4), dense(4))).toEqual(['dense', 'dense_1', 'dense_2']);
    expect(names(dense(4, { name: 'dense_1' }), dense(4), dense(4))).toEqual(['dense_1', 'dense', 'dense_2']);
    expect(names(dense(4, { name: 'head' }))).toEqual(['head']);
  });

  test('must be free and plain', () => {
    expect(() => names(dense(4, { name: 'a' }), dropout(0.1, { name: 'a' }))).toThrow(/^a: two layers .* same name/);
    expect(() => names(dense(4, { name: 'a/b' }))).toThrow(/slashes/);
    expect(() => names(dense(4, { name: '' }))).toThrow(/empty/);
  });
});

describe('functional', () => {
  const block = (filters: number, strides: number) => (x: Traced) => {
    const main = conv2D(filters, 3, { strides, padding: 'same', activation: 'relu' })(x);
    const shortcut = conv2D(filters, 1, { strides })(x);
    return add()(conv2D(filters, 3, { padding: 'same' })(main), shortcut);
  };

  test('branches: a residual network', () => {
    const model = functional({ input: [3, 32, 32], name: 'small-resnet' }, (x) =>
      dense(10)(globalAveragePooling2D()(block(32, 2)(block(16, 1)(x)))),
    );
    expect(model.graph('infer').outputs.output!.shape).toEqual(['N', 10]);
    expect(model.layers.find(({ name }) => name === 'add_1')).toMatchObject({
      inputs: ['conv2d_5', 'conv2d_4'],
      shape: ['N', 32, 16, 16],
    });
    expect(parameterCount(model)).toBe(448 + 64 + 2320 + 4640 + 544 + 9248 + 330);
  });

  test('a block is a layer of a sequential model too', () => {
    const model = sequential({ input: [3, 8, 8] }, [block(4, 2), flatten(), dense(2)]);
    expect(model.layers.map(({ name }) => name)).toEqual(['conv2d', 'conv2d_1', 'conv2d_2', 'add', 'flatten', 'dense']);
  });

  test('a layer that is called twice has one set of weights, and is listed once', () => {
    const shared = dense(4, { kernelRegularizer: regularizers.l2() });
    const model = functional({ input: [4] }, (x) => concatenate()(shared(shared(x)), shared(x)));
    expect(model.parameters.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
    expect(model.layers.map(({ name, inputs }) => [name, inputs])).toEqual([
      ['dense', ['input', 'dense', 'input']],
      ['concatenate', ['dense', 'dense']],
    ]);
    // One kernel, one penalty.
    expect(opsOf(model.graph('train')).filter((op) => op === 'reduceSum').length).toBe(1);
  });

  test('dropout that is called twice draws twice', () => {
    const drop = dropout(0.5);
    const model = functional({ input: [4] }, (x) => add()(drop(x), drop(x)));
    expect(inputsOf(model.graph('train'))).toEqual(['input', 'dropout/mask', 'dropout/mask_1']);
  });

  test('a shared layer must fit all its uses', () => {
    const shared = dense(3);
    expect(() => functional({ input: [4] }, (x) => shared(shared(x)))).toThrow(
      "dense/Dense: the layer is shared, but its uses need different parameters 'kernel'. Expected [4, 3], as at its first use; received [3, 3].",
    );
  });

  test('one layer in two models has weights in each', () => {
    const shared = dense(3);
    const [a, b] = [4, 5].map((features) => sequential({ input: [features] }, [shared]));
    expect([a, b].map((model) => model!.parameters[0]!.shape)).toEqual([
      [4, 3],
      [5, 3],
    ]);
  });

  test('tensors of one model are no use in another', () => {
    let stolen: Traced | undefined;
    functional({ input: [4] }, (x) => (stolen = dense(4)(x)));
    expect(() => functional({ input: [4] }, (x) => add()(x, stolen!))).toThrow(
      'add: the inputs belong to different models',
    );
    expect(() => functional({ input: [4] }, () => stolen!)).toThrow(/must return what its last layer gave/);
  });
});

describe('settings of parameters', () => {
  test('frozen layers, initializers, layers without a bias', () => {
    const model = sequential({ input: [4] }, [
      dense(3, { trainable: false, kernelInitializer: initializers.constant(0.5) }),
      dense(2, { useBias: false }),
    ]);
    expect(model.parameters.map(({ name, trainable }) => [name, trainable])).toEqual([
      ['dense/kernel', false],
      ['dense/bias', false],
      ['dense_1/kernel', true],
    ]);
    expect(initialWeights(model, 1)['dense/kernel']!.data[0]).toBe(0.5);
  });

  test('penalties add up to one scalar, in both modes', () => {
    const model = sequential({ input: [4] }, [
      dense(3, { kernelRegularizer: regularizers.l1(), biasRegularizer: regularizers.l2() }),
      dense(2, { kernelRegularizer: regularizers.l1l2({ l1: 0.1, l2: 0.2 }) }),
      dense(2, { kernelRegularizer: regularizers.l2(), trainable: false }),
    ]);
    for (const mode of ['train', 'infer'] as const) {
      const { penalty } = model.graph(mode).outputs;
      expect(penalty!.shape).toEqual([]);
      expect(leaves([penalty!]).flatMap((value) => inputName(value) ?? [])).toEqual([
        'dense/kernel',
        'dense/bias',
        'dense_1/kernel',
      ]);
    }
  });

  test('float64 throughout', () => {
    const model = sequential({ input: [3, 4, 4], dtype: 'float64' }, [
      conv2D(2, 2, { activation: activations.leakyRelu({ negativeSlope: 0.1 }) }),
      flatten(),
      dropout(0.5),
      dense(2, { activation: 'softmax', kernelRegularizer: regularizers.l2() }),
    ]);
    const { inputs, outputs } = model.graph('train');
    for (const value of [...inputs, ...Object.values(outputs)]) expect(value.dtype).toBe('float64');
  });
});

test("a layer of one's own: parameters, random numbers and a penalty", () => {
  const noisyScale = (stddev: number) =>
    layer('NoisyScale', (at, x) => {
      const scale = at.parameter(
        'scale',
        x.shape.slice(1).filter((d) => typeof d === 'number'),
        initializers.ones(),
      );
      at.penalty(at.g.reduceMean(at.g.abs(scale), undefined, { keepdims: 0 }));
      const scaled = at.g.mul(x, scale);
      if (at.mode === 'infer') return scaled;
      return at.g.add(scaled, at.random('noise', x.shape, { kind: 'normal', mean: 0, stddev }));
    });
  const model = sequential({ input: [4] }, [noisyScale(0.1), dense(2)]);
  expect(inputsOf(model.graph('train'))).toEqual([
    'input',
    'noisy_scale/scale',
    'dense/kernel',
    'dense/bias',
    'noisy_scale/noise',
  ]);
  expect(Object.keys(model.graph('infer').outputs)).toEqual(['output', 'penalty']);
  expect(isStatic(model.parameters[0]!.shape)).toBe(true);
  expect(nodeOf(model.graph('infer').outputs.output!)?.path).toBe('dense');
});
