/** A classifier that learns while it is used: what it keeps, what it forgets, and that its file says the same. */
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, dense, flatten, initialWeights, sequential, withWeights } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import {
  backboneFrom,
  classify,
  createClassifier,
  type LiveClassifier,
  openClassifier,
  type Pixels,
  preprocessing,
} from '@graftml/vision';
import { graftBackbone } from '@graftml/vision/backbone';
import { encodePicture, readPicture } from '@graftml/vision/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

/** Stripes of a width, dark or light, and a little of everything else. */
function striped(width: number, i: number): Pixels {
  const data = new Uint8Array(48 * 40 * 3);
  for (let y = 0; y < 40; y++)
    for (let x = 0; x < 48; x++)
      for (let c = 0; c < 3; c++)
        data[(y * 48 + x) * 3 + c] = (Math.floor((x + i) / width) % 2 ? 60 : 180) + ((i * 37 + c * 53 + x * y) % 40);
  return { width: 48, height: 40, channels: 3, data };
}
const widths = { fine: 2, middle: 6, wide: 16 } as const;
type Class = keyof typeof widths;

let backend: Backend;
let backbone: Awaited<ReturnType<typeof graftBackbone>>;
beforeAll(async () => {
  backend = await onnxBackend({ device: 'cpu' });
  backbone = await graftBackbone();
});
afterAll(() => backend.dispose());

let classifier: LiveClassifier;
beforeEach(async () => {
  classifier = await createClassifier({ backend, backbone });
});

async function taught(...classes: readonly Class[]): Promise<void> {
  for (const label of classes) for (let i = 0; i < 4; i++) await classifier.add(label, striped(widths[label], i));
}

describe('learning', () => {
  it('tells classes apart, and its file gives the same probabilities', async () => {
    await taught('fine', 'middle', 'wide');
    expect(classifier.upToDate).toBe(false);
    const objectives: number[] = [];
    await classifier.train({ onProgress: ({ objective }) => objectives.push(objective) });
    expect(classifier.upToDate).toBe(true);
    expect(objectives.length).toBeGreaterThan(2);
    expect(objectives).toEqual([...objectives].sort((a, b) => b - a));
    const file = openClassifier(classifier.toOnnx());
    expect(file.labels).toEqual(['fine', 'middle', 'wide']);
    expect(file.training).toMatchObject({ backbone: 'graft-backbone', pictures: { train: 12 } });
    for (const [label, width] of Object.entries(widths)) {
      const picture = striped(width, 9);
      const { top, ...said } = await classifier.predict(picture);
      expect(said).toEqual({ label, probability: top[0]!.probability });
      expect(top.map(({ label }) => label).sort()).toEqual([...file.labels]);
      const pixels = await readPicture(picture, file.preprocessing);
      for await (const { probabilities } of classify(file, { backend, pictures: [{ name: label, pixels }] }))
        for (const each of top)
          expect(Math.abs(each.probability - probabilities[file.labels.indexOf(each.label)]!)).toBeLessThan(1e-5);
    }
    expect(classifier.probe({ folds: 4 }).predictions).toHaveLength(12);
  });

  it('begins at what it has learnt when told to, and says nearly what learning from nothing says', async () => {
    await taught('fine', 'middle', 'wide');
    await classifier.train();
    classifier.rename('fine', 'narrow');
    await classifier.add('wide', striped(widths.wide, 4));
    const steps = { warm: 0, cold: 0, again: 0 };
    await classifier.train({ warmStart: true, onProgress: () => steps.warm++ });
    const rows = await Promise.all(Object.values(widths).map((width) => classifier.features(striped(width, 9))));
    const all = Float32Array.from(rows.flatMap((row) => [...row]));
    const inOrder = () => classifier.guessAll(all).sort((a, b) => a.index - b.index);
    const warm = inOrder();
    await classifier.train({ warmStart: true, onProgress: () => steps.again++ });
    expect(steps.again).toBeLessThan(2);
    await classifier.train({ onProgress: () => steps.cold++ });
    expect(steps.warm).toBeLessThan(steps.cold);
    const cold = inOrder();
    expect(cold.map(({ label }) => label)).toEqual(['narrow', 'middle', 'wide']);
    cold.forEach(({ label, probability }, i) => {
      expect(warm[i]!.label).toBe(label);
      expect(Math.abs(warm[i]!.probability - probability)).toBeLessThan(0.02);
    });
    const saved = classifier.save();
    await classifier.train();
    expect(classifier.save()).toEqual(saved);
  });

  it('says of many what it says of each, the least certain first, and learns by features alone', async () => {
    await taught('fine', 'middle', 'wide');
    await classifier.train({ c: 0.001 });
    const pictures = [3, 2, 9, 16, 6].map((width) => striped(width, 5));
    const rows = await Promise.all(pictures.map((picture) => classifier.features(picture)));
    const guesses = classifier.guessAll(Float32Array.from(rows.flatMap((row) => [...row])));
    expect(guesses.map(({ index }) => index).sort()).toEqual([0, 1, 2, 3, 4]);
    for (const [at, { index, label, probability, uncertainty }] of guesses.entries()) {
      const { top } = await classifier.predict(pictures[index]!);
      expect(label).toBe(top[0]!.label);
      expect(probability).toBeCloseTo(top[0]!.probability, 12);
      expect(uncertainty).toBeCloseTo(1 - (top[0]!.probability - top[1]!.probability), 12);
      expect(uncertainty).toBeLessThanOrEqual(guesses[at - 1]?.uncertainty ?? 1);
    }
    expect(classifier.guessAll(new Float32Array())).toEqual([]);
    expect(() => classifier.guessAll(new Float32Array(5))).toThrow(/features of another length/);
    expect(() => classifier.addFeatures('fine', new Float32Array(5))).toThrow(/not the features of one picture/);
    const twin = await createClassifier({ backend, backbone });
    for (const label of ['fine', 'middle', 'wide'] as const)
      for (let i = 0; i < 4; i++) twin.addFeatures(label, await twin.features(striped(widths[label], i)));
    await twin.train({ c: 0.001 });
    expect(twin.save()).toEqual(classifier.save());
  });

  it('takes pictures in every form that there is in Node', async () => {
    await taught('fine', 'wide');
    await classifier.train();
    const pixels = striped(2, 7);
    const file = await encodePicture(pixels, 'png');
    const rgba = new Uint8ClampedArray(48 * 40 * 4).fill(255);
    for (let i = 0; i < 48 * 40; i++) rgba.set(pixels.data.subarray(3 * i, 3 * i + 3), 4 * i);
    const bytes = Uint8Array.from(file);
    const forms = [pixels, file, bytes.buffer, new Blob([bytes]), { width: 48, height: 40, data: rgba }];
    const said = await Promise.all(forms.map((form) => classifier.predict(form)));
    for (const prediction of said) expect(prediction).toEqual(said[0]);
  });

  it('stops when it is told to, and stays as it was', async () => {
    await taught('fine', 'wide');
    await classifier.train();
    const before = classifier.save();
    await taught('middle');
    const stop = new AbortController();
    await expect(
      classifier.train({ signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
    expect(classifier.save()).toEqual(before);
    expect(classifier.upToDate).toBe(false);
  });
});

it('classes are renamed, merged and removed, and pictures moved, without another look', async () => {
  await taught('fine', 'middle', 'wide');
  await classifier.train();
  classifier.rename('fine', 'narrow');
  expect(classifier.upToDate).toBe(true);
  expect((await classifier.predict(striped(2, 9))).label).toBe('narrow');
  expect(() => classifier.rename('narrow', 'wide')).toThrow(/"wide" already.*merge/s);
  expect(() => classifier.rename('fine', 'x')).toThrow(/no class "fine".*narrow, middle, wide/s);

  classifier.merge('middle', 'wide');
  expect(classifier.counts).toEqual({ narrow: 4, wide: 8 });
  expect(classifier.upToDate).toBe(false);
  const [first] = classifier.examples;
  classifier.move(first!.id, 'other');
  expect(classifier.labels).toEqual(['narrow', 'wide', 'other']);
  classifier.remove(first!.id);
  expect(classifier.labels).toEqual(['narrow', 'wide']);
  expect(() => classifier.remove(first!.id)).toThrow(/no such picture/);
  classifier.removeLabel('wide');
  expect(classifier.counts).toEqual({ narrow: 3 });
  await expect(classifier.train()).rejects.toThrow(/nothing to tell apart.*two classes/s);
});

describe('what it keeps', () => {
  it('is a head of kilobytes, and pictures as features, which learn the same again', async () => {
    await taught('wide', 'fine');
    classifier.remove(2);
    await classifier.train();
    const head = classifier.save();
    expect(head.length).toBeLessThan(12_000);
    const again = await createClassifier({ backend, backbone: await graftBackbone() });
    again.load(head);
    expect(await again.predict(striped(2, 9))).toEqual(await classifier.predict(striped(2, 9)));
    again.loadExamples(classifier.saveExamples());
    expect(again.examples).toEqual(classifier.examples);
    await again.train();
    expect(again.save()).toEqual(head);
    expect(await again.add('fine', striped(2, 5))).toBe(9);
  });

  it('is refused on another backbone, and where it is damaged', async () => {
    await taught('wide', 'fine');
    await classifier.train();
    const description = preprocessing({ width: 8, height: 8 });
    const untrained = sequential({ input: [3, 8, 8] }, [flatten(), dense(5, { activation: 'relu' })]);
    const model = withWeights(untrained, initialWeights(untrained, 1));
    const other = await createClassifier({
      backend,
      backbone: backboneFrom(toOnnx(model), { preprocessing: description, where: 'other.onnx' }),
    });
    const message = /^my head: was written with another backbone.*Expected other\.onnx, .*received graft-backbone, /;
    expect(() => other.load(classifier.save(), 'my head')).toThrow(message);
    expect(() => other.loadExamples(classifier.saveExamples())).toThrow(/holds no pictures/);
    expect(() => classifier.load(classifier.save().subarray(0, 5000))).toThrow(/^head: /);
    expect(() => classifier.load(classifier.saveExamples())).toThrow(/is no head of a classifier/);
    expect(() => classifier.loadExamples(classifier.save())).toThrow(/holds no pictures of a classifier/);
    expect(other.labels).toEqual([]);
  });
});

it('mistakes are told', async () => {
  await expect(classifier.predict(striped(2, 1))).rejects.toThrow(/not learnt anything.*train\(\)/s);
  expect(() => classifier.save()).toThrow(/not learnt anything/);
  await expect(classifier.train()).rejects.toThrow(/no pictures/);
  await expect(classifier.add(' ', striped(2, 1))).rejects.toThrow(/no name of a class/);
  await expect(classifier.add('a', new TextEncoder().encode('<!doctype html>'))).rejects.toThrow(/web page/);
  await expect(classifier.add('a', 'photo.jpg' as never)).rejects.toThrow(/is no picture.*received string/s);
  await expect(classifier.add('a', { width: 4, height: 4, data: new Uint8Array(3), channels: 3 })).rejects.toThrow(
    /is no picture/,
  );
  expect(classifier.examples).toEqual([]);
});
