/** `graft train features.npz`: a head on features that were computed before. */
import { DataError, UsageError } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import { type FeatureSets, featureSets, inWords, type NpyArray, trainHead, wilsonInterval } from '@graftml/vision';
import { checkWritable, readArrays, writeWhole } from '@graftml/vision/node';
import { type DeviceOptions, openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { byteSize, count, counted, duration, figure, listed, percent } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { type OptimizerName, optimizers } from '../task.ts';
import { trainingDisplay } from '../training-display.ts';

export interface TrainFeaturesRequest extends DeviceOptions {
  readonly data: readonly string[];
  readonly epochs: number;
  readonly batchSize?: number;
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly seed: number;
  readonly out: string;
}

const endings = /\.(npz|npy|safetensors)$/i;

/** Whether all of it are files of arrays; a mixture is an error. */
export function isFeatures(data: readonly string[]): boolean {
  const files = data.filter((path) => endings.test(path));
  if (files.length === 0 || files.length === data.length) return files.length > 0;
  throw new UsageError('is a file of features, and not all of the data are', { where: files[0]! });
}

/** What says something about a head on features. */
const options = [
  '--head',
  '--epochs',
  '--batch-size',
  '--optimizer',
  '--lr',
  '--seed',
  '--out',
  '--device',
  '--threads',
  '--json',
];

/** @throws UsageError for the first option that says nothing about features */
export function checkFeatureOptions(given: readonly string[], head: string | undefined): void {
  const idle = given.find((option) => !options.includes(option));
  if (idle !== undefined)
    throw new UsageError('says nothing about features that are there already', { where: idle, hint: 'leave it out' });
  if (head !== undefined && head !== 'dense')
    throw new UsageError('is no head for a file of features', { where: '--head', expected: 'dense', received: head });
}

export async function trainFeatures(
  request: TrainFeaturesRequest,
  { json }: { readonly json: boolean },
): Promise<number> {
  const { data, epochs, batchSize, optimizer, learningRate, seed, out } = request;
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping after this step; the best weights so far are kept');
  const { signal } = interrupt;
  try {
    await checkWritable(out);
    const sets = await setsOf(data);
    const { train, validation, test, classNames } = sets;
    screen.fact('Features', `${partsOf(sets)}, ${train.features.shape.slice(1).join('×')} each`);
    screen.fact('Classes', `${classNames.length}: ${printable(listed(classNames, 10))}`);
    const began = performance.now();
    const backend = await openBackend(request);
    try {
      const display = trainingDisplay(screen);
      const run = await trainHead({
        backend,
        sets,
        epochs,
        seed,
        signal,
        optimizer: optimizers[optimizer](learningRate === undefined ? {} : { learningRate }),
        ...(batchSize !== undefined && { batchSize }),
        onProgress: (progress) => {
          display.show(progress);
          if (json && progress.phase === 'epoch')
            process.stdout.write(`${JSON.stringify({ epoch: progress.epoch, ...progress.logs })}\n`);
        },
      });
      screen.clear();
      const bytes = toOnnx(run.model, {
        labels: classNames,
        after: (g, scores) => ({ probabilities: train.labels ? g.softmax(scores, { axis: 1 }) : g.sigmoid(scores) }),
      });
      await writeWhole(out, bytes);
      const judged = test ? run.test : undefined;
      if (judged && test) {
        const right = Math.round(judged.accuracy * test.size);
        const interval = train.labels ? wilsonInterval(right, test.size) : undefined;
        screen.fact(
          'Test',
          `${screen.colours.bold(percent(judged.accuracy))} of ${count(test.size)}, loss ${figure(judged.loss)}`,
        );
        if (interval) screen.fact('', `${inWords(judged.accuracy, interval)} (95 % confidence)`);
      } else if (!validation) screen.fact('Note', 'there are no features to judge by: save some as valid or test');
      const seconds = (performance.now() - began) / 1000;
      screen.fact(
        'Saved',
        `${printable(out)}${screen.colours.dim(`, ${byteSize(bytes.length)}, ${duration(seconds)}`)}: takes features, gives probabilities`,
      );
      if (json) {
        const pictures = { train: train.size, validation: validation?.size ?? 0, test: test?.size ?? 0 };
        process.stdout.write(
          `${JSON.stringify({ features: train.features.shape.slice(1), pictures, classes: classNames, ...(judged && { test: judged }), out, seconds: Math.round(seconds * 100) / 100 })}\n`,
        );
      } else
        screen.line(
          `\nA head alone takes features. For a file that takes pictures:\n  graft train PICTURES --backbone NAME --head dense`,
        );
      return interrupt.exitStatus() ?? 0;
    } finally {
      await backend.dispose();
    }
  } finally {
    interrupt.release();
  }
}

/** The arrays of all files together: labels may lie in a file of their own. */
async function setsOf(data: readonly string[]): Promise<FeatureSets> {
  const arrays: Record<string, NpyArray> = {};
  for (const path of data)
    for (const [name, array] of Object.entries(await readArrays(path))) {
      if (Object.hasOwn(arrays, name)) throw new DataError('is there twice', { where: `${path}: ${name}` });
      arrays[name] = array;
    }
  try {
    return featureSets(arrays);
  } catch (error) {
    if (!(error instanceof DataError) || !error.hint?.includes('featureSets')) throw error;
    const { statement, where = data[0]!, expected = 'labels' } = error;
    const hint = `name a second file that has them: graft train ${data[0]} labels.npz`;
    throw new DataError(statement, { where, expected, hint, cause: error });
  }
}

const partsOf = ({ train, validation, test }: FeatureSets): string =>
  [
    `${count(train.size)} to train on`,
    ...(validation ? [`${count(validation.size)} to validate with`] : []),
    ...(test ? [`${counted(test.size, 'example')} to test with`] : []),
  ].join(', ');
