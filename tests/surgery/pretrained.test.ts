/** Surgery on networks that others trained; plain ONNX Runtime says what they compute. */
import { readFileSync } from 'node:fs';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  arrayDataset,
  type Backend,
  bind,
  cut,
  cutPoints,
  dense,
  fit,
  foldBatchNorm,
  freeze,
  graft,
  initialWeights,
  type Model,
  sgd,
  sparseCategoricalCrossentropy,
  splitPrefix,
  summarize,
  type Tensor,
  tensor,
  toNumbers,
  topologicalOrder,
  uniforms,
  weightsOf,
  withConstants,
} from '@graftml/core';
import { encodeGraph, fromOnnx, toOnnx } from '@graftml/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { modelPath, requireOrSkip } from '../support/require.ts';
import { drawn, inOnnxRuntime } from './numbers.ts';

const read = (name: string): Uint8Array => readFileSync(modelPath(name));
const pictures = (size: number, count = 2): Tensor<'float32'> => {
  const length = count * 3 * size * size;
  return tensor(
    'float32',
    [count, 3, size, size],
    uniforms({ seed: 1, purpose: 'pictures' }, length).map((u) => 2 * u - 1),
  );
};

describe.skipIf(requireOrSkip('models'))('MobileNet', () => {
  let bytes: Uint8Array;
  let model: Model;
  beforeAll(() => {
    bytes = read('mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx');
    model = fromOnnx(bytes);
  });

  it('is cut at its features, and split there', async () => {
    const x = pictures(128);
    const { logits } = await inOnnxRuntime(bytes, { input: x });
    const { features } = await inOnnxRuntime(toOnnx(cut(model, 'features')), { input: x });
    expect(features).toHaveLength(2 * 256);
    const { prefix, rest, at } = splitPrefix(freeze(model, { upTo: 'features' }))!;
    expect(at).toBe('features');
    const { features: again } = await inOnnxRuntime(toOnnx(prefix), { input: x });
    expect(again).toEqual(features);
    const { logits: later } = await inOnnxRuntime(toOnnx(rest), {
      features: tensor('float32', [2, 256, 1, 1], features!),
    });
    expectClose(later!, logits!, 1e-6);
  });

  it('can be cut behind each of its layers', () => {
    const points = cutPoints(model);
    expect(points.length).toBeGreaterThan(50);
    expect(points.at(-1)!.after.parameters).toBeLessThan(points[0]!.after.parameters);
    const { multiplyAdds } = summarize(model);
    for (const { name, shape, before, after } of points) {
      expect(cut(model, name).graph('infer').outputs.output!.shape, name).toEqual(shape);
      expect(before.multiplyAdds! + after.multiplyAdds!, name).toBe(multiplyAdds);
    }
  });
});

describe.skipIf(requireOrSkip('models'))('ResNet-20', () => {
  let bytes: Uint8Array;
  let model: Model;
  let backend: Backend;
  beforeAll(async () => {
    bytes = read('resnet-cifar10/resnet20_cifar10.onnx');
    model = fromOnnx(bytes);
    backend = await onnxBackend({ device: 'cpu', threads: 1 });
  });
  afterAll(() => backend.dispose());

  it('has its published parameters, and the averages of its normalisations', () => {
    const { trainable, nonTrainable } = summarize(model);
    // Its file has the shortcuts without parameters as convolutions of fixed ones and zeros.
    expect(trainable.parameters).toBe(269_722 + 16 * 32 + 32 * 64);
    expect(nonTrainable.parameters).toBe(2 * (7 * 16 + 6 * 32 + 6 * 64));
  });

  it('computes the same with its normalisations folded', async () => {
    const x = pictures(32);
    const { inputs, outputs } = model.graph('infer');
    const frozen = bind(withConstants({ inputs, outputs }, weightsOf(model)), { N: 2 });
    const folded = foldBatchNorm(frozen);
    const ops = (graph: typeof frozen) => topologicalOrder(Object.values(graph.outputs)).map(({ op }) => op);
    expect(ops(frozen).filter((op) => op === 'batchNormalization')).toHaveLength(19);
    expect(ops(folded).filter((op) => op === 'batchNormalization')).toEqual([]);
    const { logits } = await inOnnxRuntime(bytes, { input: x });
    const { output } = await inOnnxRuntime(encodeGraph(folded), { input: x });
    expectClose(output!, logits!, 1e-4);
  });

  const train = (network: Model) =>
    fit(network, {
      backend,
      train: arrayDataset(drawn('noise', [8, 3, 32, 32]), tensor('int32', [8], [0, 1, 2, 0, 1, 2, 0, 1])),
      epochs: 4,
      batchSize: 8,
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      optimizer: sgd({ learningRate: 0.05 }),
    });
  const averages = (network: Model) =>
    Object.entries(initialWeights(network, 0)).filter(([name]) =>
      network.parameters.some((p) => p.name === name && !p.trainable),
    );

  it('learns as a whole under a new head, and its averages move', async () => {
    const student = graft(cut(model, 'features'), [dense(3)]);
    const { model: after, history } = await train(student);
    expect(history.at(-1)!.logs.loss!).toBeLessThan(history[0]!.logs.loss! / 2);
    const [old, now] = [averages(student), averages(after)];
    expect(now).toHaveLength(38);
    for (const [i, [name, value]] of now.entries()) {
      expect(value, name).not.toEqual(old[i]![1]);
      expect(toNumbers(value).every(Number.isFinite), name).toBe(true);
    }
  });

  it('frozen up to its second stage, learns behind it alone', async () => {
    const frozen = freeze(graft(cut(model, 'features'), [dense(3)]), { upTo: 'layer2_2_relu' });
    const { model: after } = await train(frozen);
    const [before, now] = [initialWeights(frozen, 0), weightsOf(after)];
    for (const [name, value] of Object.entries(now)) {
      const isBehind = name.startsWith('layer3') || name.startsWith('dense');
      // A shortcut of ones and zeros is a convolution like any other.
      if (isBehind) expect(value, name).not.toEqual(before[name]);
      else expect(value, name).toEqual(before[name]);
    }
  });
});
