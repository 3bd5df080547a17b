/** What a classifier looks at, held against PyTorch, against finite differences, and against plain ONNX Runtime on a saved file. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  type Backend,
  bind,
  convertFloat,
  cut,
  dense,
  flatten,
  input,
  inputName,
  type Model,
  sequential,
  softmax,
  substitute,
  tensor,
  tensorNamed,
  toNumbers,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import {
  type ExplainOptions,
  type Explanation,
  explain,
  openClassifier,
  pictureModel,
  preprocessing,
  saveClassifier,
} from '@graftml/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Network {
  readonly onnx: string;
  readonly scores: readonly number[];
  readonly size: readonly [number, number];
  readonly gradcam: readonly number[];
  readonly cam?: readonly number[];
}
const known = reference<{
  readonly pictures: string;
  readonly shape: readonly [number, number, number, number];
  readonly networks: Readonly<Record<'Pooled' | 'Convolutional' | 'Deep', Network>>;
}>('explain');

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
const [count, height, width, channels] = known.shape;
const pixels = bytesOf(known.pictures);
const each = height * width * channels;
const pictures = [0, 1].map((i) => ({ name: `${i}`, pixels: pixels.slice(i * each, (i + 1) * each) }));
const described = preprocessing({ width, height, scale: 1 / 255 });
const labels = ['ant', 'bee', 'cat', 'dog', 'elk'];
const modelOf = (name: keyof typeof known.networks): Model => fromOnnx(bytesOf(known.networks[name].onnx));

let runtime: Backend;
beforeAll(async () => {
  runtime = await onnxBackend({ device: 'cpu' });
});
afterAll(() => runtime.dispose());

async function explained(model: Model, options: Partial<ExplainOptions> = {}): Promise<Explanation[]> {
  const all: Explanation[] = [];
  const classifier = { model, preprocessing: described, labels };
  for await (const one of explain(classifier, { backend: runtime, pictures, ...options })) all.push(one);
  return all;
}

/** Of one class and picture, from `[classes, pictures, height, width]`. */
function part(maps: readonly number[], { size: [rows, columns] }: Network, label: number, picture: number) {
  const length = rows * columns;
  const at = (label * count + picture) * length;
  return maps.slice(at, at + length);
}

/** Relative to the largest size on the map. */
function expectMap(received: Float32Array, expected: readonly number[], tolerance: number, what?: string): void {
  const largest = Math.max(...expected.map(Math.abs)) || 1;
  const scaled = (values: Iterable<number>) => Array.from(values, (value) => value / largest);
  expectClose(scaled(received), scaled(expected), tolerance, what);
}

describe('maps as PyTorch computes them', () => {
  for (const name of ['Pooled', 'Convolutional', 'Deep'] as const) {
    const network = known.networks[name];
    it(`${name}: Grad-CAM of every class`, async () => {
      // What goes into the last pooling is looked at where nothing is said.
      for (let label = 0; label < labels.length; label++)
        for (const [i, one] of (await explained(modelOf(name), { of: label, method: 'grad-cam' })).entries()) {
          expect(one.method).toBe('grad-cam');
          expect([one.map.height, one.map.width]).toEqual(network.size);
          expectMap(one.map.data, part(network.gradcam, network, label, i), 2e-6, `${labels[label]} ${i}`);
        }
    });
    it(`${name}: ${network.cam ? 'CAM of every class' : 'no CAM'}`, async () => {
      if (!network.cam) {
        expect((await explained(modelOf(name)))[0]!.method).toBe('grad-cam');
        await expect(explained(modelOf(name), { method: 'cam' })).rejects.toThrow(/cannot be read of it.*grad-cam/);
        return;
      }
      for (const of of labels)
        for (const [i, one] of (await explained(modelOf(name), { of })).entries()) {
          expect([one.method, one.label]).toEqual(['cam', of]);
          const expected = part(network.cam, network, labels.indexOf(of), i);
          expectMap(one.map.data, expected, 1e-6, `${of} ${i}`);
        }
    });
  }

  it('explains the most probable class, and each picture its own', async () => {
    const { scores } = known.networks.Pooled;
    const best = [0, 1].map((i) => {
      const row = scores.slice(i * 5, i * 5 + 5);
      return row.indexOf(Math.max(...row));
    });
    const found = await explained(modelOf('Pooled'));
    expect(found.map(({ index }) => index)).toEqual(best);
    const shares = scores.slice(0, 5).map((score) => Math.exp(score));
    const sum = shares.reduce((a, b) => a + b, 0);
    expectClose(
      [...found[0]!.probabilities],
      shares.map((share) => share / sum),
      1e-6,
    );
    const own = await explained(modelOf('Pooled'), { of: ({ name }) => (name === '0' ? 'cat' : undefined) });
    expect(own.map(({ index }) => index)).toEqual([2, best[1]]);
    const network = known.networks.Pooled;
    own.forEach(({ map, index }, i) => {
      expectMap(map.data, part(network.cam!, network, index, i), 1e-6);
    });
  });

  it('a softmax at the end changes nothing', async () => {
    const plain = await explained(modelOf('Deep'), { of: 'bee' });
    const model = modelOf('Deep');
    const bytes = saveClassifier(model, { labels, preprocessing: described });
    const saved = await explained(openClassifier(bytes).model, { of: 'bee' });
    expect(saved.map(({ map }) => [...map.data])).toEqual(plain.map(({ map }) => [...map.data]));
    expect(saved[0]!.probabilities).toEqual(plain[0]!.probabilities);
  });
});

it('Grad-CAM by central differences, in float64 on the reference', async () => {
  const backend = cpuBackend();
  const plain = pictureModel(modelOf('Deep'), described);
  const model: Model = { ...plain, graph: (mode) => convertFloat(plain.graph(mode), 'float64') };
  const double: Model = {
    ...model,
    parameters: model.parameters.map(({ value, ...parameter }) => ({
      ...parameter,
      dtype: 'float64',
      value: tensor('float64', value!.shape, toNumbers(value!)),
    })),
  };
  // Before the activation: behind it several zeros may be the largest, and there the score has no derivative.
  const [{ map, at, index }] = (await explained(double, { backend, at: '/body/body.3/Conv' })) as [Explanation];

  // The same graph twice: up to what is looked at, and from there on.
  const graph = bind(model.graph('infer'), { N: 1 });
  const seen = tensorNamed(model, graph, at);
  const [start, weights] = [input('seen', 'float64', seen.shape), graph.inputs.slice(1)];
  const state = await backend.createState(weightsOf(double));
  const statePairs = double.parameters.map(({ name }) => ({ input: name }));
  const before = await backend.compile({
    name: 'before',
    graph: { inputs: graph.inputs, outputs: { seen } },
    state: statePairs,
  });
  const after = await backend.compile({
    name: 'after',
    graph: { inputs: [start, ...weights], outputs: substitute(graph, new Map([[seen, start]])).outputs },
    state: statePairs,
  });
  const picture = tensor('uint8', [1, height, width, channels], pictures[0]!.pixels);
  const features = toNumbers((await before.run({ [inputName(graph.inputs[0]!)!]: picture }, state)).seen!);
  const shape = seen.shape as number[];
  const score = async (x: readonly number[]) =>
    toNumbers((await after.run({ seen: tensor('float64', shape, x) }, state)).output!)[index]!;
  const [, filters, rows, columns] = shape as [number, number, number, number];
  const step = 1e-6;
  const places = rows * columns;
  const expected = new Array<number>(places).fill(0);
  for (let k = 0; k < filters; k++) {
    let weight = 0;
    for (let i = k * places; i < (k + 1) * places; i++) {
      const moved = (by: number) => features.map((value, j) => (j === i ? value + by : value));
      weight += ((await score(moved(step))) - (await score(moved(-step)))) / (2 * step) / places;
    }
    for (let i = 0; i < places; i++) expected[i]! += weight * features[k * places + i]!;
  }
  expect(Math.max(...expected)).toBeGreaterThan(0.001);
  expectMap(
    map.data,
    expected.map((value) => Math.max(0, value)),
    1e-7,
  );
});

describe('a saved file with maps and features', () => {
  it('plain ONNX Runtime gives the maps, and the mean of each is its score without the bias', async () => {
    const bytes = saveClassifier(modelOf('Pooled'), {
      labels,
      preprocessing: described,
      outputs: ['features', 'cam'],
    });
    const session = await InferenceSession.create(bytes);
    expect(session.outputNames).toEqual(['probabilities', 'features', 'cam']);
    const { features, cam, probabilities } = await session.run({ pictures: new Tensor('uint8', pixels, known.shape) });
    const network = known.networks.Pooled;
    expect(cam!.dims).toEqual([count, labels.length, ...network.size]);
    expect(features!.dims).toEqual([count, 6]);
    const maps = cam!.data as Float32Array;
    const length = network.size[0] * network.size[1];
    for (let i = 0; i < count; i++)
      for (let label = 0; label < labels.length; label++) {
        const at = (i * labels.length + label) * length;
        expectMap(maps.subarray(at, at + length), part(network.cam!, network, label, i), 1e-6);
      }
    const ours = await explained(openClassifier(bytes).model);
    expect(ours[0]!.method).toBe('cam');
    expectClose([...ours[1]!.probabilities], [...(probabilities!.data as Float32Array).subarray(5)], 1e-6);
    // The linear layer on the features gives the scores again.
    const head = cut(modelOf('Pooled'), 'scores');
    const [kernel, bias] = head.parameters.slice(-2).map(({ value }) => toNumbers(value!));
    const again = labels.map((_, label) =>
      kernel!.slice(label * 6, label * 6 + 6).reduce((sum, w, k) => sum + w * Number(features!.data[k]), bias![label]!),
    );
    expectClose(again, network.scores.slice(0, 5), 1e-5);
    await session.release();
  });

  it('is refused where the head does not allow it, and for a stranger', () => {
    const save = (outputs: readonly string[]) => () =>
      saveClassifier(modelOf('Deep'), { labels, preprocessing: described, outputs: outputs as ['cam'] });
    expect(save(['cam'])).toThrow(/cam.*cannot be given by this head.*mean over height and width/s);
    expect(save(['logits'])).toThrow(UsageError);
    expect(save(['features'])).not.toThrow();
  });
});

describe('what cannot be explained', () => {
  const flat = () => {
    const model = sequential({ input: [3, height, width] }, [flatten(), dense(5), softmax()]);
    const zeros = Object.fromEntries(
      model.parameters.map(({ name, shape }) => [
        name,
        tensor('float32', shape, new Float32Array(shape.reduce((a, b) => a * b, 1))),
      ]),
    );
    return withWeights(model, zeros);
  };
  it('says why', async () => {
    await expect(explained(flat())).rejects.toThrow(/nothing with height and width/);
    await expect(explained(modelOf('Pooled'), { of: 'fox' })).rejects.toThrow(/no such class.*ant, bee.*fox/s);
    await expect(explained(modelOf('Pooled'), { of: 5 })).rejects.toThrow(/no such class/);
    await expect(explained(modelOf('Deep'), { at: 'scores' })).rejects.toThrow(/has no height and width/);
    await expect(explained(modelOf('Deep'), { at: 'nowhere' })).rejects.toThrow(/no tensor 'nowhere'/);
    await expect(explained(cut(modelOf('Pooled'), 'x'))).rejects.toThrow(/gives no scores of classes/);
  });
});
