/** From pictures to a classifier in a file; what the file says is checked by plain ONNX Runtime. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, DataError, UsageError } from '@graftml/core';
import {
  bestProbe,
  type Collection,
  type Evaluation,
  featuresBySplit,
  fitLogistic,
  linearProbe,
  openClassifier,
  probabilitiesOf,
  splitCollection,
  standardizer,
  wilsonInterval,
} from '@graftml/vision';
import {
  drawSampleSet,
  extractFeatures,
  folderStorage,
  type OpenedBackbone,
  openBackbone,
  openCollection,
  readPicture,
  type TransferOptions,
  transfer,
} from '@graftml/vision/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { dataPath, requireOrSkip } from '../support/require.ts';

let folder: string;
let backend: Backend;
let backbone: OpenedBackbone;
let samples: Collection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graft-transfer-'));
  backend = await onnxBackend({ device: 'cpu' });
  backbone = await openBackbone();
  await drawSampleSet(join(folder, 'samples'), { perClass: 8, testPerClass: 4, size: 64 });
  samples = await openCollection(join(folder, 'samples'));
});
afterAll(async () => {
  await backend.dispose();
  await rm(folder, { recursive: true, force: true });
});

const cache = () => folderStorage(join(folder, 'cache'));
const run = (more: Partial<TransferOptions> = {}) =>
  transfer({ backend, backbone, collection: samples, cache: cache(), ...more });

/** What plain ONNX Runtime says of the pictures of a split: probabilities row by row, and what is right. */
async function byOnnxRuntime(file: Uint8Array, { pictures, classNames }: Collection, split: string) {
  const { width, height, channels } = openClassifier(file).preprocessing;
  const session = await InferenceSession.create(file);
  const rows: number[][] = [];
  const labels: number[] = [];
  for (const picture of pictures.filter((it) => it.split === split)) {
    const pixels = await readPicture((await picture.read()) as Uint8Array, backbone.preprocessing);
    const { probabilities } = await session.run({
      pictures: new Tensor('uint8', new Uint8Array(pixels), [1, height, width, channels]),
    });
    rows.push(Array.from(probabilities!.data as Float32Array));
    labels.push(classNames.indexOf(picture.labels[0]!));
  }
  await session.release();
  return { rows, labels };
}

function expectSame(
  said: Evaluation,
  { rows, labels }: Awaited<ReturnType<typeof byOnnxRuntime>>,
  names: readonly string[],
) {
  const found = rows.map((row) => row.indexOf(Math.max(...row)));
  const right = found.filter((label, i) => label === labels[i]).length;
  expect(said.n).toBe(rows.length);
  expect(said.accuracy).toBe(right / rows.length);
  expect(said.interval).toEqual(wilsonInterval(right, rows.length));
  const confusion = names.map((_, row) =>
    names.map((_, column) => labels.filter((label, i) => label === row && found[i] === column).length),
  );
  expect(said.confusion).toEqual(confusion);
  expect(said.perClass.map(({ name }) => name)).toEqual(names);
  said.perClass.forEach(({ n, recall }, i) => {
    expect(n).toBe(labels.filter((label) => label === i).length);
    expect(recall).toBeCloseTo(confusion[i]![i]! / n, 6);
  });
  const loss = rows.reduce((sum, row, i) => sum - Math.log(row[labels[i]!]!), 0) / rows.length;
  expectClose([said.loss], [loss], 1e-3);
}

/** The probabilities of scikit-learn's way: standardised features, and a logistic regression on them. */
async function bySteps(collection: Collection, split: 'test' | 'validation', temperature: number): Promise<number[]> {
  const { features: model, preprocessing } = backbone;
  const sets = featuresBySplit(await extractFeatures({ backend, model, preprocessing, collection, cache: cache() }));
  const { features, labels } = sets.train;
  const scaled = standardizer(features.data as Float32Array, features.shape[1]!);
  const { probabilities } = fitLogistic(scaled(features.data as Float32Array), labels!, {
    classes: sets.classNames.length,
  });
  const scores = probabilities(scaled(sets[split]!.features.data as Float32Array)).map(Math.log);
  return Array.from(probabilitiesOf(scores, sets.classNames.length, temperature));
}

describe("strategy 'head'", () => {
  it('gives a file of which plain ONNX Runtime says what the features and the regression say', async () => {
    const { evaluation, trust, pictures, save } = await run({ head: { type: 'linear', c: 1 } });
    expect(pictures).toEqual({ train: 40, validation: 0, test: 20 });
    expect(evaluation.of).toBe('test');
    const file = save();
    const found = await byOnnxRuntime(file, samples, 'test');
    expectSame(evaluation, found, samples.classNames);
    expectClose(found.rows.flat(), await bySteps(samples, 'test', trust!.temperature), 1e-3);
    const { labels, training, temperature, unsure } = openClassifier(file);
    expect(trust).toMatchObject({ from: 'out-of-fold', n: 40, fit: { n: 40 } });
    expect([temperature ?? 1, unsure]).toEqual([trust!.temperature, trust!.unsure]);
    expect(evaluation.calibration.temperature).toBe(trust!.temperature);
    const said = found.rows.map((row) => Math.max(...row));
    expect(evaluation.unsure!.answered).toBe(said.filter((p) => p >= unsure!.threshold).length);
    expect(labels).toEqual(samples.classNames);
    expect(training).toMatchObject({ strategy: 'head', head: { type: 'linear', c: 1 }, seed: 1, pictures });
    // What it is for: shapes are told apart far better than by chance.
    expect(evaluation.interval[0]).toBeGreaterThan(1 / 5);
  });

  it('is regularised as cross-validation says, unless it is told', async () => {
    const { features: model, preprocessing } = backbone;
    const { train, test } = featuresBySplit(
      await extractFeatures({ backend, model, preprocessing, collection: samples, cache: cache() }),
    );
    const groups = Array.from(train.labels!, () => undefined);
    const losses = [1e-3, 1e-2, 1e-1, 1].map(
      (c) => linearProbe(train.features, train.labels!, { c, tolerance: 1e-3 }).loss,
    );
    const { c, loss } = bestProbe(train, { seed: 1, groups });
    expect(loss).toBe(losses[[1e-3, 1e-2, 1e-1, 1].indexOf(c)]);
    expect(losses.findIndex((_, i) => losses[i + 1] === undefined || losses[i + 1]! >= losses[i]!)).toBe(
      losses.indexOf(loss),
    );
    const found = await run();
    expect(openClassifier(found.save()).training).toMatchObject({ head: { type: 'linear', c } });
    const told = await run({ head: { type: 'linear', c } });
    expect(told.evaluation).toEqual(found.evaluation);
    expect(found.evaluation.n).toBe(test!.size);
  });

  it('trains a head with dropout by steps, and tells how far it is', async () => {
    const phases = new Set<string>();
    let epochs = 0;
    const { evaluation, trust, save } = await run({
      head: { type: 'dense', epochs: 12, dropout: 0.3, batchSize: 16 },
      onProgress(progress) {
        phases.add(progress.phase);
        if (progress.phase === 'head' && progress.training?.phase === 'epoch') epochs++;
      },
    });
    expect([...phases]).toEqual(['features', 'head', 'evaluation']);
    expect(epochs).toBe(12);
    // There is nothing that it has not learnt from and is not judged by.
    expect(trust).toBeUndefined();
    expectSame(evaluation, await byOnnxRuntime(save(), samples, 'test'), samples.classNames);
    expect(evaluation.interval[0]).toBeGreaterThan(1 / 5);
  });

  it('grafts on feature maps too', async () => {
    const at = backbone.cutPoints.findLast(({ natural }) => natural === 'block')!;
    expect(at.shape).toHaveLength(4);
    const { evaluation, save } = await run({ at: at.name });
    expectSame(evaluation, await byOnnxRuntime(save(), samples, 'test'), samples.classNames);
  });

  it('divides by the seed what is not divided, and gives the same bytes for the same', async () => {
    const loose = { ...samples, pictures: samples.pictures.map(({ split: _, ...picture }) => picture) };
    const first = await run({ collection: loose });
    expect(first.pictures).toEqual({ train: 48, validation: 12, test: 0 });
    expect(first.evaluation.of).toBe('validation');
    const divided = splitCollection(loose, { validation: 0.2 });
    expectSame(first.evaluation, await byOnnxRuntime(first.save(), divided, 'validation'), samples.classNames);
    const again = await run({ collection: loose });
    const other = await run({ collection: loose, seed: 2 });
    expect(Buffer.compare(again.save(), first.save())).toBe(0);
    expect(Buffer.compare(other.save(), first.save())).not.toBe(0);
  });

  it('refuses what makes no sense, by name', async () => {
    const fails = async (more: object, type: new (...args: never[]) => Error, words: RegExp) => {
      const refused = run(more);
      await expect(refused).rejects.toThrow(type);
      await expect(refused).rejects.toThrow(words);
    };
    await fails({ strategy: 'tail' }, UsageError, /strategy: there is no such strategy/);
    await fails({ head: 'deep' }, UsageError, /head: there is no such head/);
    await fails({ head: { type: 'linear', epochs: 3 } }, UsageError, /head: 'linear'.*received epochs/i);
    const pictures = samples.pictures.map(({ split: _, ...picture }) => picture);
    await fails({ collection: { ...samples, pictures }, validation: 0 }, UsageError, /no pictures to judge/);
    const [first, ...rest] = samples.pictures;
    const several = { ...samples, pictures: [{ ...first!, labels: samples.classNames.slice(0, 2) }, ...rest] };
    await fails({ collection: several }, DataError, /does not have one class/);
  });

  it('stops where it is asked to', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const onProgress = () => controller.abort(reason);
    await expect(run({ signal: controller.signal, onProgress })).rejects.toBe(reason);
  });
});

describe.skipIf(requireOrSkip('data'))('on photographs', () => {
  it.each([
    ['hymenoptera', 0.8],
    ['flowers', 0.7],
  ] as const)('knows %s as well as the regression on its features, in one file', async (name, least) => {
    const collection = await openCollection(dataPath(`${name}/${name}.tar`), { examine: false });
    const { evaluation, trust, save } = await run({ collection, head: { type: 'linear', c: 1 } });
    const found = await byOnnxRuntime(save(), collection, evaluation.of);
    expectSame(evaluation, found, collection.classNames);
    expectClose(found.rows.flat(), await bySteps(collection, evaluation.of, trust!.temperature), 1e-3);
    expect(evaluation.accuracy).toBeGreaterThanOrEqual(least);
    // What was learnt from the training pictures holds for others: nearer to the truth, and answers that can be relied on more.
    const { before, after } = evaluation.calibration;
    expect(after.loss).toBeLessThan(before.loss);
    expect(evaluation.unsure!.accuracy).toBeGreaterThan(evaluation.accuracy);
  });
});

describe('wilsonInterval', () => {
  /** By scipy.stats.binomtest(right, n).proportion_ci(method='wilson'). */
  const published = [
    [8, 10, 0.4901624715366418, 0.9433178485456248],
    [10, 10, 0.7224672001371109, 1],
    [0, 7, 0, 0.35433043506668743],
    [80, 100, 0.711170834406841, 0.8666330666689674],
  ] as const;
  it.each(published)('%i of %i', (right, n, low, high) => {
    expectClose([...wilsonInterval(right, n)], [low, high], 1e-9);
  });

  it('refuses what are no counts', () => {
    for (const [right, n] of [
      [1, 0],
      [3, 2],
      [-1, 2],
    ] as const)
      expect(() => wilsonInterval(right, n)).toThrow(UsageError);
  });
});
