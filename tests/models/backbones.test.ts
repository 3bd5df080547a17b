/** Pretrained networks as backbones: whoever wrote them, they take RGB pictures, channels first, any number at once. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  builder,
  constant,
  conv2D,
  cut,
  dense,
  freeBatch,
  type Graph,
  globalAveragePooling2D,
  graphOf,
  initialWeights,
  input,
  predict,
  resizeInput,
  sequential,
  type Tensor,
  tensor,
  toNumbers,
  type Value,
  withWeights,
} from '@graftml/core';
import { encodeGraph, fromOnnx } from '@graftml/onnx';
import { backboneFrom, preprocess, preprocessing, saveClassifier, usualPreprocessing } from '@graftml/vision';
import { openBackbone } from '@graftml/vision/node';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { dataPath, modelPath, requireOrSkip } from '../support/require.ts';

const reference = cpuBackend();
const backend = await onnxBackend({ device: 'cpu' });
const folder = mkdtempSync(join(tmpdir(), 'graft-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await backend.dispose();
});

const waves = (shape: readonly number[], step = 1): Tensor =>
  tensor(
    'float32',
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * step)),
  );
const weight = (name: string, shape: readonly number[]): Value => constant(waves(shape, 0.7), name);

/** A convolution, a Reshape to a fixed batch, a classifier. */
function network(batch: number | string, isLast: boolean): Graph {
  const at = (path: string) => builder(path);
  const x = input('image', 'float32', isLast ? [batch, 6, 6, 3] : [batch, 3, 6, 6]);
  const first = isLast ? at('first').transpose(x, { perm: [0, 3, 1, 2] }) : x;
  const map = at('relu').relu(at('conv').conv(first, weight('conv.w', [4, 3, 3, 3]), weight('conv.b', [4])));
  const list = at('list').reshape(map, typeof batch === 'number' ? [batch, 64] : [0, 64]);
  return graphOf({ scores: at('head').gemm(list, weight('head.w', [5, 64]), weight('head.b', [5]), { transB: 1 }) });
}

const small = { width: 6, height: 6 };

describe('freeBatch', () => {
  it('gives the numbers of the network that was made for any batch', async () => {
    const [fixed, open] = [1, 'N'].map((batch) => fromOnnx(encodeGraph(network(batch, false))));
    const freed = freeBatch(fixed!);
    expect(freed.inputs[0]!.shape).toEqual(['N', 3, 6, 6]);
    const data = waves([7, 3, 6, 6]);
    const [a, b] = await Promise.all([freed, open!].map((model) => predict(model, { backend: reference, data })));
    expect(toNumbers(a!)).toEqual(toNumbers(b!));
    expect(freeBatch(open!)).toBe(open);
  });

  it('refuses where the batch takes part in what is computed', () => {
    const x = input('x', 'float32', [1, 4]);
    const mixed = (y: Value) => fromOnnx(encodeGraph(graphOf({ y })), { where: 'mixed.onnx' });
    const summed = mixed(builder('sum').reduceSum(x, [0]));
    const joined = mixed(builder('join').concat([x, constant(waves([1, 2]))], { axis: 1 }));
    for (const model of [summed, joined])
      expect(() => freeBatch(model)).toThrow(/the batch is fixed, and the model cannot do without.*dynamic_axes/s);
  });

  it.skipIf(requireOrSkip('models'))('frees the batch of a network of the ONNX model zoo', async () => {
    const file = fromOnnx(readFileSync(modelPath('mnist/mnist.onnx')));
    const data = waves([3, 1, 28, 28], 0.01);
    const together = toNumbers(await predict(freeBatch(file), { backend, data }));
    for (let i = 0; i < 3; i++) {
      const one = tensor('float32', [1, 1, 28, 28], (data.data as Float32Array).slice(i * 784, (i + 1) * 784));
      const alone = toNumbers(await predict(file, { backend, data: one, batchSize: 1 }));
      expectClose(together.slice(i * 10, (i + 1) * 10), alone, 1e-5);
    }
  });
});

describe('backboneFrom', () => {
  it.each([
    ['channels last, fixed batch', 1, true, 'zero-one'],
    ['blue first', 'N', false, 'caffe'],
    ['blue first, channels last', 2, true, 'caffe'],
  ] as const)('brings to RGB, channels first, any batch: %s', async (_, batch, isLast, usual) => {
    const { model, toldBy, at, features } = backboneFrom(encodeGraph(network(batch, isLast)), { preprocessing: usual });
    expect(toldBy).toBe('given');
    const rgb = waves([3, 3, 6, 6]);
    const numbers = toNumbers(rgb);
    const isBgr = usual === 'caffe';
    // The plain network takes the same pictures in its own order of colours.
    const own = rgb.data.slice() as Float32Array;
    if (isBgr)
      for (let i = 0; i < own.length; i++) {
        const c = Math.floor(i / 36) % 3;
        own[i] = numbers[i + 36 * (2 - 2 * c)]!;
      }
    const plain = fromOnnx(encodeGraph(network('N', false)));
    const expected = await predict(plain, { backend: reference, data: tensor('float32', [3, 3, 6, 6], own) });
    expect(toNumbers(await predict(model, { backend: reference, data: rgb }))).toEqual(toNumbers(expected));
    expect(at).toBe('list');
    expect(features.graph('infer').outputs.output!.shape).toEqual(['N', 64]);
  });

  const net = sequential({ input: [3, 6, 6], name: 'net' }, [
    conv2D(4, 3, { activation: 'relu' }),
    globalAveragePooling2D({ name: 'features' }),
    dense(2),
  ]);
  const trained = withWeights(net, initialWeights(net, 5));
  const described = preprocessing({ ...small, mean: [0.4, 0.5, 0.6], std: [0.2, 0.3, 0.4] });

  it('takes pictures of another size, and says how large they are', async () => {
    const bytes = saveClassifier(trained, { labels: ['ant', 'bee'], preprocessing: described });
    const opened = backboneFrom(bytes, { size: { width: 9, height: 8 } });
    expect(opened.preprocessing).toEqual({ ...described, width: 9, height: 8 });
    const resized = resizeInput(trained, [3, 8, 9]);
    const data = waves([2, 3, 8, 9]);
    const [features, expected] = await Promise.all(
      [opened.features, cut(resized, 'features')].map((model) => predict(model, { backend: reference, data })),
    );
    expect(toNumbers(features!)).toEqual(toNumbers(expected!));
  });

  it('takes a classifier of ours apart, by what its file says', async () => {
    const bytes = saveClassifier(trained, { labels: ['ant', 'bee'], preprocessing: described });
    const opened = backboneFrom(bytes);
    expect(opened).toMatchObject({ toldBy: 'file', preprocessing: described, labels: ['ant', 'bee'] });
    const pixels = Uint8Array.from({ length: 108 }, (_, i) => (i * 37) % 256);
    const data = tensor('float32', [1, 3, 6, 6], preprocess(pixels, described));
    const [probabilities, logits] = await Promise.all(
      [opened.model, trained].map(async (model) => toNumbers(await predict(model, { backend: reference, data }))),
    );
    const odds = Math.exp(logits![0]! - logits![1]!);
    expectClose(probabilities!, [odds / (1 + odds), 1 / (1 + odds)], 1e-6);
    expect(opened.features.graph('infer').outputs.output!.shape.slice(0, 2)).toEqual(['N', 4]);
    expect(opened.cut('conv2d').graph('infer').outputs.output!.shape).toEqual(['N', 4, 4, 4]);
  });

  it.each([
    [
      'several inputs',
      graphOf({ y: builder('y').add(input('a', 'float32', ['N', 3]), input('b', 'float32', ['N', 3])) }),
      /is no model of pictures.*Expected one input.*received a float32 \[N, 3\] and b/s,
    ],
    [
      'no picture',
      graphOf({ y: builder('y').relu(input('ids', 'float32', ['N', 12])) }),
      /received ids float32 \[N, 12\]/,
    ],
    ['nothing told', network('N', false), /nothing says how pictures become its input.*zero-one, symmetric, imagenet/s],
  ])('says what is wrong: %s', (_, graph, message) => {
    expect(() => backboneFrom(encodeGraph(graph))).toThrow(message);
  });

  const zoo = new URL('../zoo/tiny/', import.meta.url);
  const files = readdirSync(zoo).filter((name) => name.endsWith('.legacy.onnx') && !name.startsWith('squeezenet'));
  it.each(files)('cuts before the classifier: %s', (file) => {
    const { model, features, at, cutPoints } = backboneFrom(readFileSync(new URL(file, zoo)), {
      preprocessing: 'imagenet',
    });
    const [batch, ...shape] = features.graph('infer').outputs.output!.shape;
    expect([batch, shape.filter((d) => d !== 1).length]).toEqual(['N', 1]);
    const point = cutPoints.find(({ name }) => name === at)!;
    expect(point.after.parameters).toBeGreaterThan(0);
    // Nothing but linear layers, and what stands between them, follows.
    const behind = model.parameters.filter(({ name }) => !features.parameters.some((kept) => kept.name === name));
    for (const { shape: kernel } of behind) expect(kernel.filter((d) => d !== 1).length).toBeLessThanOrEqual(2);
    expect(model.graph('infer').outputs.output!.shape).toEqual(['N', 10]);
  });

  it('refuses pictures of another size where the network is made for its own', () => {
    const big = usualPreprocessing('imagenet', { width: 8, height: 8, channels: 3 });
    expect(() => backboneFrom(encodeGraph(network('N', false)), { preprocessing: big })).toThrow(
      /cannot take inputs of another size.*image \[N, 3, 6, 6\].*\[3, 8, 8\], at which list\/Reshape/,
    );
  });
});

describe('openBackbone', () => {
  it('opens the backbone of the package where none is named', async () => {
    const { name, toldBy, preprocessing: found, features, at } = await openBackbone();
    expect([name, toldBy, found.width, at]).toEqual(['graft-backbone', 'file', 128, undefined]);
    expect(features.graph('infer').outputs.output!.shape).toEqual(['N', 1280]);
  });

  it('guesses nothing from too little', async () => {
    const path = join(folder, 'bare.onnx');
    writeFileSync(path, encodeGraph(network('N', false)));
    await expect(openBackbone(path)).rejects.toThrow(/nothing says how/);
    const pictures = [modelPath('check-images')];
    if (requireOrSkip('models')) return;
    await expect(openBackbone(path, { guess: { backend, pictures } })).rejects.toThrow(/too few pictures.*received 4/s);
  });

  describe.skipIf(requireOrSkip('models') || requireOrSkip('data'))('guesses the preprocessing', () => {
    it.each([
      ['mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx', 'pretrain/pretrain-00.tar', 'symmetric'],
      ['mobilenet-v2/mobilenet_v2_1.0_224.onnx', 'pretrain/pretrain-00.tar', 'symmetric'],
      ['resnet-cifar10/resnet20_cifar10.onnx', 'cifar10/test-00.tar.gz', 'imagenet'],
    ])('of %s', async (file, pictures, right) => {
      const { guess, toldBy } = await openBackbone(modelPath(file), {
        guess: { backend, pictures: [dataPath(pictures)] },
      });
      expect([toldBy, guess!.name]).toEqual(['guess', right]);
      expect(guess!.margin).toBeGreaterThan(2);
    });

    it('or says that it cannot', async () => {
      const file = modelPath('mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx');
      const pictures = [dataPath('mnist/t10k-images-idx3-ubyte.gz'), dataPath('mnist/t10k-labels-idx1-ubyte.gz')];
      await expect(openBackbone(file, { guess: { backend, pictures } })).rejects.toThrow(
        /cannot be guessed by these.*many different things/s,
      );
      const features = modelPath('squeezenet-1.1/squeezenet1.1_features.onnx');
      await expect(openBackbone(features, { guess: { backend, pictures } })).rejects.toThrow(
        /gives no scores of classes/,
      );
    });
  });
});
