/** Networks by name against torchvision and PyTorch: what they have, and what they say; a step of each; files. */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  applications,
  arrayDataset,
  bind,
  fit,
  hash,
  initialWeights,
  inputName,
  type Model,
  type Program,
  predict,
  sgd,
  sparseCategoricalCrossentropy,
  summarize,
  type Tensor,
  tensor,
  toNumbers,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { reference } from '../support/reference.ts';

type Name = 'resnet18' | 'resnet50' | 'resnet20' | 'mobilenet-v2';
const networks =
  reference<
    Readonly<
      Record<
        Name,
        {
          readonly parameters: number;
          readonly averages: number;
          readonly eval: readonly number[];
          readonly train: readonly number[];
        }
      >
    >
  >('applications');
const names = Object.keys(networks) as Name[];

/** The numbers of reference/applications.py. */
function wave(name: string, count: number): Float64Array {
  const seed = hash(name);
  return Float64Array.from({ length: count }, (_, i) => {
    let h = (Math.imul(i + 1, 2654435761) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    return (h >>> 0) / 2 ** 31 - 1;
  });
}

function valueOf({ name, shape }: Model['parameters'][number]): Tensor {
  const role = name.split('/')[1]!;
  const count = shape.reduce((n, d) => n * d, 1);
  const fan = shape.length > 2 ? count / shape[0]! : shape[0]!;
  const values = wave(name, count).map((w) => {
    if (role === 'kernel') return w * Math.sqrt(6 / fan);
    return role === 'gamma' ? 1 + 0.1 * w : role === 'moving_variance' ? 1 + 0.2 * w * w : 0.1 * w;
  });
  return tensor('float32', shape, Float32Array.from(values));
}

const side = 40;
const small = (name: Name) => {
  const model = applications[name]({ input: [3, side, side], classes: 5 });
  return withWeights(model, Object.fromEntries(model.parameters.map((one) => [one.name, valueOf(one)])));
};
const pictures = tensor('float32', [2, 3, side, side], Float32Array.from(wave('picture', 2 * 3 * side * side)));
const onnx = await onnxBackend({ device: 'cpu' });
afterAll(() => onnx.dispose());

/** The largest difference, relative to the largest number. */
const apart = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / Math.max(...b.map(Math.abs));

async function logits(model: Model, mode: 'train' | 'infer'): Promise<number[]> {
  const bound = bind(model.graph(mode), { N: 2 });
  // Masks of ones are no dropout.
  const feeds = Object.fromEntries(
    bound.inputs.flatMap((value) => {
      const name = inputName(value)!;
      if (name === 'input') return [[name, pictures]];
      return value.source.kind === 'input' && value.source.distribution
        ? [
            [
              name,
              tensor(
                'float32',
                value.shape as number[],
                new Float32Array(value.shape.reduce<number>((n, d) => n * Number(d), 1)).fill(1),
              ),
            ],
          ]
        : [];
    }),
  );
  const program: Program = {
    name: model.name,
    graph: { inputs: bound.inputs, outputs: { output: bound.outputs.output! } },
    state: model.parameters.map(({ name }) => ({ input: name })),
  };
  const executable = await onnx.compile(program);
  const { output } = await executable.run(feeds, await onnx.createState(weightsOf(model)));
  await executable.dispose();
  return toNumbers(output!);
}

describe.each(names)('%s', (name) => {
  it('has as many parameters as published', () => {
    const { trainable, nonTrainable } = summarize(applications[name]());
    expect([trainable.parameters, nonTrainable.parameters]).toEqual([
      networks[name].parameters,
      networks[name].averages,
    ]);
  });

  it('says what PyTorch says with the same weights, by averages and by the batch', async () => {
    const model = small(name);
    expect(apart(await logits(model, 'infer'), networks[name].eval)).toBeLessThan(1e-4);
    expect(apart(await logits(model, 'train'), networks[name].train)).toBeLessThan(1e-4);
  });
});

it('VGG16 has 138,357,544 parameters', () => {
  expect(summarize(applications.vgg16()).total.parameters).toBe(138_357_544);
});

describe.each(['resnet20', 'mobilenet-v2', 'resnet18'] as const)('%s', (name) => {
  const model = applications[name]({ input: [3, 32, 32], classes: 3 });
  const data = arrayDataset(
    tensor('float32', [6, 3, 32, 32], Float32Array.from(wave('data', 6 * 3 * 32 * 32))),
    tensor('int32', [6], [0, 1, 2, 0, 1, 2]),
  );

  it('learns by heart in a few steps, moves its averages, and is the same from a file', {
    timeout: 60_000,
  }, async () => {
    const run = await fit(model, {
      backend: onnx,
      train: data,
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      optimizer: sgd({ learningRate: 0.02, momentum: 0.9 }),
      epochs: 6,
      seed: 1,
    });
    const losses = run.history.map(({ logs }) => logs.loss!);
    expect(losses.at(-1)!).toBeLessThan(0.9 * losses[0]!);
    const [before, after] = [initialWeights(model, 1), weightsOf(run.model)];
    for (const { name, trainable } of model.parameters)
      if (!trainable) expect(toNumbers(after[name]!), name).not.toEqual(toNumbers(before[name]!));
    const read = fromOnnx(toOnnx(run.model));
    expect(read.parameters.map(({ name }) => name).sort()).toEqual(model.parameters.map(({ name }) => name).sort());
    const [ours, again] = [
      await predict(run.model, { backend: onnx, data }),
      await predict(read, { backend: onnx, data }),
    ].map(toNumbers);
    expect(apart(again!, ours!)).toBeLessThan(1e-5);
  });
});
