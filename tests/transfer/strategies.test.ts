/** The cases of transfer learning on a small network: what is trained, what stays, and that nothing that was asked is ignored. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, NumericError, sgd, type Tensors, toNumbers, UsageError, weightsOf } from '@graftml/core';
import {
  type Backbone,
  backboneFrom,
  type Collection,
  openClassifier,
  type TrainingAnswer,
  type Transfer,
} from '@graftml/vision';
import {
  drawSampleSet,
  folderStorage,
  openCollection,
  readPicture,
  type TransferOptions,
  transfer,
} from '@graftml/vision/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { own, smallClassifier } from './small-backbone.ts';

let folder: string;
let backend: Backend;
let backbone: Backbone;
let samples: Collection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-strategies-'));
  backend = await onnxBackend({ device: 'cpu' });
  backbone = backboneFrom(smallClassifier(), { where: 'small' });
  await drawSampleSet(join(folder, 'samples'), { perClass: 30, testPerClass: 10, size: 32 });
  samples = await openCollection(join(folder, 'samples'));
});
afterAll(async () => {
  await backend.dispose();
  await rm(folder, { recursive: true, force: true });
});

const run = (more: Partial<TransferOptions> = {}) =>
  transfer({ backend, backbone, collection: samples, cache: folderStorage(join(folder, 'cache')), ...more });

/** What plain ONNX Runtime is right on. */
async function byOnnxRuntime({ save, classNames }: Transfer): Promise<number> {
  const file = save();
  const session = await InferenceSession.create(file);
  const test = samples.pictures.filter(({ split }) => split === 'test');
  let right = 0;
  for (const picture of test) {
    const pixels = await readPicture((await picture.read()) as Uint8Array, own);
    const { probabilities } = await session.run({
      pictures: new Tensor('uint8', new Uint8Array(pixels), [1, 32, 32, 3]),
    });
    const row = Array.from(probabilities!.data as Float32Array);
    if (classNames[row.indexOf(Math.max(...row))] === picture.labels[0]) right++;
  }
  await session.release();
  return right / test.length;
}

const norms = /moving_(mean|variance)|\/(mean|variance)$/;
const changed = (before: Tensors, after: Tensors): string[] =>
  Object.keys(before).filter((name) => `${toNumbers(before[name]!)}` !== `${toNumbers(after[name]!)}`);

describe('where the backbone is cut', () => {
  it("'earlier' takes the stage whose features are worth most, and its file says so", async () => {
    const result = await run({ strategy: 'earlier' });
    const { probes = [], at } = result;
    expect(probes.length).toBeGreaterThan(1);
    const earlier = probes.slice(0, -1);
    const best = Math.max(...earlier.map(({ accuracy }) => accuracy));
    expect(earlier.find((probe) => probe.at === at)?.accuracy).toBe(best);
    expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
    expect(openClassifier(result.save()).training).toMatchObject({
      strategy: 'earlier',
      at,
      probes: probes.map(({ at }) => ({ at })),
    });
    // The same as asking for that cut by name, on the same features.
    const named = await run({ at: at! });
    expect(named.evaluation.accuracy).toBe(result.evaluation.accuracy);
    expectClose([named.evaluation.loss], [result.evaluation.loss], 1e-4);
  });

  it('a conv head has height and width to work on', async () => {
    const result = await run({ head: { type: 'conv', filters: 8, epochs: 2, batchSize: 32 } });
    const kernels = result.model.parameters.filter(({ shape }) => shape.length === 4);
    expect(kernels.at(-1)!.shape).toEqual([8, 16, 3, 3]);
    expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
  });
});

describe("'fine-tune'", () => {
  const fineTuning = { epochs: 3, batchSize: 25, patience: 3 };

  it('trains all of it on, and with the stored averages leaves those alone', async () => {
    const result = await run({ strategy: 'fine-tune', fineTuning: { ...fineTuning, batchNorm: 'frozen' } });
    expect(result.pictures).toEqual({ train: 120, validation: 30, test: 50 });
    const moved = changed(weightsOf(backbone.features), weightsOf(result.model));
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.filter((name) => norms.test(name))).toEqual([]);
    const learnt = backbone.features.parameters.filter(({ trainable }) => trainable).map(({ name }) => name);
    expect(moved.sort()).toEqual(learnt.sort());
    expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
    const { before, validation } = openClassifier(result.save()).training!.network as Record<string, { loss: number }>;
    expect(validation!.loss).toBeLessThan(before!.loss);
  });

  it('tells after each epoch what it says of pictures to validate with; at the end that is what it says', async () => {
    const told: (readonly TrainingAnswer[])[] = [];
    const result = await run({
      strategy: 'fine-tune',
      fineTuning: { ...fineTuning, epochs: 2, augment: false },
      onAnswers: (answers) => told.push(answers),
    });
    expect(told).toHaveLength(2);
    const names = result.collection.pictures.filter(({ split }) => split === 'validation').map(({ name }) => name);
    expect(told[0]!.map(({ picture }) => picture.name)).toEqual(names);
    const right = told.map((answers) =>
      answers.filter(({ picture, said }) => picture.labels[0] === result.classNames[said]),
    );
    const accuracies = result.training!.history.map(({ logs }) => logs.val_accuracy);
    expectClose(
      right.map(({ length }) => length / names.length),
      accuracies as number[],
      1e-6,
    );
  });

  it('moves the averages too, where they are live', async () => {
    const { model } = await run({ strategy: 'fine-tune', fineTuning: { ...fineTuning, batchNorm: 'live' } });
    const moved = changed(weightsOf(backbone.features), weightsOf(model));
    expect(moved.filter((name) => norms.test(name)).length).toBeGreaterThan(0);
  });

  it('leaves alone what lies before a tensor, and computes it once unless pictures change', async () => {
    const from = backbone.cutPoints.find(({ shape }) => shape[1] === 16)!.name;
    const before = new Set(backbone.cut(from).parameters.map(({ name }) => name));
    const phases: string[] = [];
    const onProgress: TransferOptions['onProgress'] = ({ phase }) => phases.push(phase);
    const once = await run({ strategy: 'fine-tune', fineTuning: { ...fineTuning, from }, onProgress });
    expect(phases).not.toContain('pictures');
    const moved = changed(weightsOf(backbone.features), weightsOf(once.model));
    expect(moved.filter((name) => before.has(name))).toEqual([]);
    expect(moved.length).toBeGreaterThan(0);
    expect(once.evaluation.accuracy).toBe(await byOnnxRuntime(once));
    phases.length = 0;
    const augment = { horizontalFlip: true };
    const each = await run({ strategy: 'fine-tune', fineTuning: { ...fineTuning, from, augment }, onProgress });
    expect(phases).toContain('pictures');
    expect(changed(weightsOf(backbone.features), weightsOf(each.model)).filter((name) => before.has(name))).toEqual([]);
  });

  it('gives the lowest stage the smallest rate', async () => {
    // One step of plain descent moves each weight by its rate times its gradient: the ratio of two such steps is that of the rates.
    const step = (lowestRate: number) =>
      run({
        strategy: 'fine-tune',
        fineTuning: {
          epochs: 1,
          batchSize: 120,
          augment: false,
          lowestRate,
          optimizer: sgd({ learningRate: () => 1e-3 }),
        },
      });
    const [even, falling] = [await step(1), await step(0.01)];
    const distances = ({ model }: Transfer) => {
      const now = weightsOf(model);
      return backbone.features.parameters
        .filter(({ shape }) => shape.length === 4)
        .map(({ name, value }) => Math.hypot(...toNumbers(now[name]!).map((w, i) => w - toNumbers(value!)[i]!)));
    };
    const ratios = distances(falling).map((distance, i) => distance / distances(even)[i]!);
    expectClose([ratios[0]!], [0.01 ** (2 / 2)], 2e-2);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
  });

  it('keeps the head alone where training on only harms', async () => {
    const { reasons, model } = await run({
      strategy: 'fine-tune',
      fineTuning: { epochs: 1, batchSize: 30, optimizer: sgd({ learningRate: () => 10 }) },
    });
    expect(reasons.join()).toMatch(/no epoch was better/);
    expect(changed(weightsOf(backbone.features), weightsOf(model))).toEqual([]);
  });

  describe('where it diverges', () => {
    const diverging = (rate: number) => ({ epochs: 2, batchSize: 30, optimizer: sgd({ learningRate: () => rate }) });

    it('keeps the head alone, and says so', async () => {
      const before = await run({ validation: 0.2 });
      const result = await run({ strategy: 'fine-tune', fineTuning: diverging(1e30) });
      expect(result.training).toMatchObject({ stopped: 'diverged', history: [] });
      expect(result.reasons.join()).toMatch(
        /diverged, also with a tenth of the learning rate, so the head alone is kept/,
      );
      expect(weightsOf(result.model)).toEqual(weightsOf(before.model));
      expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
      expect(openClassifier(result.save()).training).toMatchObject({ network: { stopped: 'diverged', epochs: 0 } });
    });

    it('has begun anew with a tenth of the rate before', async () => {
      // 100 diverges within the epoch, and 10, the rate of the test before, does not.
      const result = await run({ strategy: 'fine-tune', fineTuning: { ...diverging(100), epochs: 1 } });
      expect(result.training).toMatchObject({ stopped: 'completed', history: [{ epoch: 1 }] });
      expect(result.reasons.join()).toMatch(/diverged at first, and was begun anew with a tenth of the learning rate/);
      expect(openClassifier(result.save()).training).toMatchObject({ network: { slower: true } });
    });

    it('is an error from scratch, where there is nothing to keep', async () => {
      await expect(run({ strategy: 'scratch', fineTuning: diverging(1e30) })).rejects.toThrow(NumericError);
    });
  });

  it('stopped in its midst has the best weights so far', async () => {
    const controller = new AbortController();
    const result = await run({
      strategy: 'fine-tune',
      fineTuning: { ...fineTuning, epochs: 50, patience: 50 },
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.phase === 'network' && progress.training.phase === 'epoch' && progress.training.epoch === 2)
          controller.abort();
      },
    });
    expect(result.training).toMatchObject({ stopped: 'aborted' });
    expect(result.training!.history.length).toBeLessThan(50);
    expect(result.evaluation.n).toBe(50);
  });
});

it("'scratch' begins with other weights, of the size that He et al. give them", async () => {
  const result = await run({
    strategy: 'scratch',
    fineTuning: { epochs: 1, batchSize: 60, augment: false, optimizer: sgd({ learningRate: () => 1e-9 }) },
  });
  const [first, second] = result.model.parameters.filter(({ shape }) => shape.length === 4);
  for (const { name, shape, value } of [first!, second!]) {
    const drawn = toNumbers(value!);
    const old = backbone.features.parameters.find((p) => p.name === name)!;
    expect(`${drawn}`).not.toBe(`${toNumbers(old.value!)}`);
    const deviation = Math.sqrt(drawn.reduce((sum, w) => sum + w * w, 0) / drawn.length);
    expectClose([deviation], [Math.sqrt(2 / (shape[1]! * 9))], 0.15);
  }
  expect(result.strategy).toBe('scratch');
  expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
});

describe("'auto'", () => {
  it('says what it measured, and is what it chose', async () => {
    const result = await run({ strategy: 'auto', fineTuning: { epochs: 2, batchSize: 30 } });
    expect(result.probes!.length).toBeGreaterThan(1);
    expect(result.reasons[0]).toMatch(/^cut at .* \d+\.\d %/);
    expect(openClassifier(result.save()).training).toMatchObject({
      asked: 'auto',
      strategy: result.strategy,
      reasons: result.reasons,
    });
    expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
  });

  it('takes what a training has to be better than, learnt from all pictures, where it is not', async () => {
    const phases = new Set<string>();
    const result = await run({
      strategy: 'auto',
      fineTuning: { epochs: 4, batchSize: 30, optimizer: sgd({ learningRate: () => 1e-9 }) },
      onProgress: ({ phase }) => phases.add(phase),
    });
    expect(phases).toContain('network');
    expect(result.training).toBeUndefined();
    expect(result.reasons.join('; ')).toMatch(/training on did not help.*learnt from all 150 pictures/);
    expect(result.pictures).toEqual({ train: 150, validation: 0, test: 50 });
    // The same as asking for that cut by name, where nothing is held back.
    const named = await run(result.at === undefined ? {} : { at: result.at });
    expect(result.evaluation.accuracy).toBe(named.evaluation.accuracy);
    expectClose([result.evaluation.loss], [named.evaluation.loss], 1e-4);
    expect(result.evaluation.accuracy).toBe(await byOnnxRuntime(result));
  });

  it('ends a training early that wins nothing, and one that is stopped has a result', async () => {
    const epochs: number[] = [];
    const controller = new AbortController();
    // Nowhere else to cut, so that the head is what the network begins with.
    const alone = backboneFrom(smallClassifier(), { where: 'small', at: backbone.cutPoints[0]!.name });
    const tried = (stopAfter: number) =>
      run({
        strategy: 'auto',
        backbone: alone,
        fineTuning: { epochs: 8, batchSize: 30, patience: 8, optimizer: sgd({ learningRate: () => 1e-9 }) },
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.phase !== 'network' || progress.training.phase !== 'epoch') return;
          epochs.push(progress.training.epoch);
          if (progress.training.epoch === stopAfter) controller.abort();
        },
      });
    const early = await tried(8);
    expect(epochs).toEqual([1, 2]);
    expect(early.reasons.join()).toMatch(
      /ended early: after 2 of 8 epochs no more of the validation pictures are right/,
    );
    const stopped = await tried(1);
    expect(stopped.reasons.join()).toMatch(/ended early: as you asked/);
    expect(stopped.evaluation.n).toBe(50);
  });

  it('does not train where there is nothing to win', async () => {
    // The classes told by a brightness that no network could miss.
    const pictures = samples.pictures.map(({ name, labels, split }) => {
      const level = 50 * samples.classNames.indexOf(labels[0]!);
      const pixels = { width: 32, height: 32, channels: 3 as const, data: new Uint8Array(32 * 32 * 3).fill(level) };
      return { name, labels, ...(split && { split }), read: async () => pixels };
    });
    const result = await run({
      strategy: 'auto',
      collection: { ...samples, pictures },
      cache: folderStorage(join(folder, 'plain')),
    });
    expect(result.strategy).toBe('head');
    expect(result.reasons.join()).toMatch(/cannot be told to pay: the head mistakes none of 30/);
  });

  it('does not train on a network for a handful of pictures', async () => {
    const seen = new Map<string, number>();
    const pictures = samples.pictures.filter(({ labels: [label], split }) => {
      const key = `${label} ${split}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return seen.get(key)! <= 8;
    });
    const result = await run({ strategy: 'auto', collection: { ...samples, pictures } });
    expect(['head', 'earlier']).toContain(result.strategy);
    expect(result.reasons[1]).toMatch(/too few/);
  });
});

it('refuses by name what a strategy does not heed', async () => {
  const fails = async (more: object, words: RegExp) => {
    const refused = run(more);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(words);
  };
  await fails({ fineTuning: { epochs: 3 } }, /fineTuning: is for the training of a network/);
  await fails({ strategy: 'earlier', at: 'x' }, /at: is found by measuring/);
  await fails({ strategy: 'fine-tune', fineTuning: { tempo: 3 } }, /fineTuning: there is no such option/);
  await fails({ strategy: 'fine-tune', fineTuning: { epochs: 0 } }, /fineTuning.epochs/);
  await fails({ strategy: 'scratch', fineTuning: { from: 'x' } }, /fineTuning.from: says what stays/);
  await fails({ strategy: 'fine-tune', fineTuning: { from: 'nothing' } }, /nothing/);
});
