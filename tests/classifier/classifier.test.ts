/** The saved image classifier, judged by plain ONNX Runtime: what it says is what the trained model says. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  cifar10Cnn,
  DataError,
  dense,
  FileError,
  flatten,
  initialWeights,
  type Model,
  predict,
  sequential,
  softmax,
  UsageError,
  uniforms,
  withWeights,
} from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { classify, imageDataset, openClassifier, preprocessing, saveClassifier, withUnsure } from '@graftml/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';

const labels = ['ant', 'bee', 'cat'];
const description = {
  labels,
  preprocessing: preprocessing({
    width: 10,
    height: 8,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  }),
  training: { seed: 1, note: 'für "Elise"' },
};
const withInitialWeights = (model: Model) => withWeights(model, initialWeights(model, 7));
const network = withInitialWeights(cifar10Cnn({ input: [3, 8, 10], classes: 3 }));

const count = 5;
const pixels = Uint8Array.from(uniforms({ seed: 3, purpose: 'pixels', step: 0 }, count * 8 * 10 * 3), (u) => u * 256);
const pictures = imageDataset({
  pixels,
  labels: Int32Array.of(0, 1, 2, 0, 1),
  names: ['a', 'b', 'c', 'd', 'e'],
  classNames: labels,
  preprocessing: description.preprocessing,
});

/** Softmax of what the model itself gives for the preprocessed pictures, in double precision. */
async function expected(model: Model): Promise<number[]> {
  const { data } = await predict(model, { backend: cpuBackend(), data: pictures, batchSize: count });
  return Array.from({ length: count }, (_, i) => {
    const logits = Array.from(data.slice(i * 3, i * 3 + 3) as Float32Array);
    const powers = logits.map((x) => Math.exp(x - Math.max(...logits)));
    return powers.map((p) => p / powers.reduce((a, b) => a + b));
  }).flat();
}

describe('saveClassifier', () => {
  it('makes a file that plain ONNX Runtime runs on bytes, with any batch', async () => {
    const session = await InferenceSession.create(saveClassifier(network, description));
    expect([session.inputNames, session.outputNames]).toEqual([['pictures'], ['probabilities']]);
    const { probabilities } = await session.run({ pictures: new Tensor('uint8', pixels, [count, 8, 10, 3]) });
    expect(probabilities?.dims).toEqual([count, 3]);
    expectClose(Array.from(probabilities!.data as Float32Array), await expected(network), 1e-6);
    const { probabilities: first } = await session.run({
      pictures: new Tensor('uint8', pixels.slice(0, 240), [1, 8, 10, 3]),
    });
    expectClose(Array.from(first!.data as Float32Array), (await expected(network)).slice(0, 3), 1e-6);
  });

  it('divides the logits by a temperature, and keeps it and the threshold', async () => {
    const unsure = { threshold: 0.6, n: 40 };
    const file = saveClassifier(network, { ...description, temperature: 2.5, unsure });
    const session = await InferenceSession.create(file);
    const { probabilities } = await session.run({ pictures: new Tensor('uint8', pixels, [count, 8, 10, 3]) });
    const softened = (await expected(network)).map((p) => p ** (1 / 2.5));
    const sums = Array.from({ length: count }, (_, i) =>
      softened.slice(3 * i, 3 * i + 3).reduce((sum, p) => sum + p, 0),
    );
    const found = Array.from(probabilities!.data as Float32Array);
    expectClose(
      found,
      softened.map((p, k) => p / sums[Math.floor(k / 3)]!),
      1e-6,
    );
    const classifier = openClassifier(file);
    expect(classifier).toMatchObject({ temperature: 2.5, unsure });
    const stream = pictures.names.map((name, i) => ({ name, pixels: pictures.pixels(i) }));
    for (const [asked, threshold] of [
      [{}, 0.6],
      [{ unsure: 0.34 }, 0.34],
      [{ unsure: 'off' }, 0],
    ] as const) {
      const said: boolean[] = [];
      for await (const one of classify(classifier, { backend: cpuBackend(), pictures: stream, ...asked }))
        said.push(one.unsure);
      expect(said).toEqual(pictures.names.map((_, i) => Math.max(...found.slice(3 * i, 3 * i + 3)) < threshold));
    }
    for (const wrong of [{ temperature: 0 }, { unsure: { threshold: 2 } }])
      expect(() => saveClassifier(network, { ...description, ...wrong })).toThrow(UsageError);
  });

  it('gives the same bytes each time', () => {
    expect(saveClassifier(network, description)).toEqual(saveClassifier(network, description));
  });

  it('does not add a second softmax', () => {
    const layers = [flatten(), dense(3)];
    const scores = sequential({ input: [3, 8, 10], name: 'same' }, layers);
    const shares = sequential({ input: [3, 8, 10], name: 'same' }, [...layers, softmax()]);
    expect(saveClassifier(withInitialWeights(shares), description)).toEqual(
      saveClassifier(withInitialWeights(scores), description),
    );
  });

  it('refuses labels, preprocessing and models that do not fit', () => {
    const save = (model: Model, change: object) => () => saveClassifier(model, { ...description, ...change });
    expect(save(network, { labels: ['ant', 'bee'] })).toThrow(UsageError);
    expect(save(network, { labels: ['ant', 'bee', 'ant'] })).toThrow(/"ant" is there twice/);
    expect(save(network, { preprocessing: preprocessing({ width: 8, height: 8 }) })).toThrow(
      /Expected one input \[N, 3, 8, 8\]; received \[N, 3, 8, 10\]/,
    );
    expect(save(cifar10Cnn({ input: [3, 8, 10], classes: 3 }), {})).toThrow(DataError);
  });
});

describe('openClassifier', () => {
  it('gives back labels, preprocessing and training, and a model that says the same', async () => {
    const classifier = openClassifier(saveClassifier(network, description));
    const { model: _, ...rest } = classifier;
    expect(rest).toEqual(description);
    const said: number[] = [];
    const stream = pictures.names.map((name, i) => ({ name, pixels: pictures.pixels(i) }));
    for await (const { name, probabilities } of classify(classifier, {
      backend: cpuBackend(),
      pictures: stream,
      batchSize: 2,
    })) {
      expect(name).toBe(pictures.names[said.length / 3]);
      said.push(...probabilities);
    }
    expectClose(said, await expected(network), 1e-6);
  });

  it('is given another threshold without its weights being touched', async () => {
    const temperature = 2.5;
    const plain = saveClassifier(network, { ...description, temperature });
    const first = saveClassifier(network, { ...description, temperature, unsure: { threshold: 0.6, n: 40 } });
    const other = withUnsure(first, { threshold: 0.8 });
    expect(openClassifier(other)).toMatchObject({ labels, temperature, unsure: { threshold: 0.8 } });
    expect(openClassifier(other).unsure).toEqual({ threshold: 0.8 });
    expect(withUnsure(other, undefined)).toEqual(plain);
    // Plain ONNX Runtime opens it.
    const session = await InferenceSession.create(other);
    expect(session.inputNames).toEqual(['pictures']);
    expect(() => withUnsure(first, { threshold: 2 })).toThrow(UsageError);
    expect(() => withUnsure(new TextEncoder().encode('{}'), undefined, 'a.json')).toThrow(/a\.json: /);
  });

  it('refuses a file that was cut', () => {
    const bytes = saveClassifier(network, description);
    expect(openClassifier(bytes).labels).toEqual(labels);
    expect(() => openClassifier(bytes.subarray(0, bytes.length - 100), 'cut.onnx')).toThrow(FileError);
  });

  it('refuses other models and other files, and says which', () => {
    expect(() => openClassifier(toOnnx(network), 'other.onnx')).toThrow(/other\.onnx: is an ONNX model, but no image/);
    expect(() => openClassifier(new TextEncoder().encode('{"a": 1}'), 'a.json')).toThrow(/a\.json: /);
  });

  it('names the picture that has another size', async () => {
    const classifier = openClassifier(saveClassifier(network, description));
    const run = classify(classifier, { backend: cpuBackend(), pictures: [{ name: 'odd', pixels: new Uint8Array(3) }] });
    await expect(run.next()).rejects.toThrow(/odd: does not have the size/);
  });
});
