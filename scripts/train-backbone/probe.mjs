/** How good features are on pictures that nobody distilled: a linear classifier on them, trained on some and judged on others. */
import { basename, join } from 'node:path';
import { cut, freeze, initialWeights, predict, readCheckpoint, UsageError, withWeights } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { fitLogistic, preprocessor, standardizer } from '@graftml/vision';
import { folderStorage, openImages, openOnnx } from '@graftml/vision/node';
import { student } from './network.mjs';
import { seenAt } from './views.mjs';

/** The student with random weights: what its shape alone is worth. */
export function untrained(recipe, size = recipe.judgedAt) {
  const model = student({ width: recipe.width, size, features: recipe.features });
  return withWeights(model, initialWeights(model, recipe.seed));
}

/** The student of the last checkpoint in `folder`, and the epochs that it has behind it. */
export async function fromCheckpoint(recipe, folder, size = recipe.judgedAt) {
  const storage = folderStorage(join(folder, 'checkpoints'));
  const state = await readCheckpoint(storage);
  if (!state)
    throw new UsageError('there is no checkpoint yet', {
      where: storage.where,
      hint: 'train first; one comes every 5 minutes',
    });
  const model = student({ width: recipe.width, size, features: recipe.features });
  const weights = Object.fromEntries(
    model.parameters.map(({ name }) => [name, state.state[name] ?? state.state[`parameter/${name}`]]),
  );
  return { model: withWeights(model, weights), epochs: state.epoch - 1, history: state.history };
}

/** Any classifier in a file that has a tensor `features`, for pictures from -1 to 1. */
export async function fromFile(path) {
  const { bytes, source } = await openOnnx(path);
  return freeze(cut(fromOnnx(bytes, source), 'features'));
}

/** @returns `{ x, y, width }` of a set of pictures: its features, flat, and its labels */
async function featuresOf(model, pictures, backend) {
  const prepare = preprocessor(pictures.preprocessing);
  const { width, height } = pictures.preprocessing;
  const get = (i) => ({ x: { dtype: 'float32', shape: [3, height, width], data: prepare(pictures.pixels(i)) } });
  const data = { size: pictures.size, get };
  if (!model) {
    const all = Array.from({ length: pictures.size }, (_, i) => [...get(i).x.data]).flat();
    return { x: Float32Array.from(all), y: pictures.labels, width: 3 * width * height };
  }
  const { data: x } = await predict(model, { backend, data, batchSize: 16 });
  return { x, y: pictures.labels, width: x.length / pictures.size };
}

/** Columns with mean 0 and deviation 1, by those of the first. */
function standardised(sets) {
  const [train] = sets;
  const scaled = standardizer(train.x, train.width);
  return sets.map((set) => ({ ...set, x: scaled(set.x) }));
}

/**
 * The accuracy on the validation pictures of each archive: of a classifier on the features as they are (c = 1), and on
 * standardised ones (c = 0.1).
 * @param model from `[N, 3, size, size]` to features; left out: the pixels themselves
 */
export async function probe({ model, size, archives, backend, onFeatures }) {
  const found = [];
  for (const archive of archives) {
    const preprocessing = { ...seenAt(size), resize: 'crop' };
    const { train, validation, classNames } = await openImages([archive], { size, preprocessing });
    if (!validation)
      throw new UsageError('has no folder val', { where: archive, expected: 'train/CLASS and val/CLASS' });
    const sets = [await featuresOf(model, train, backend), await featuresOf(model, validation, backend)];
    await onFeatures?.(basename(archive, '.tar'), sets);
    const accuracy = ([a, b], c) => {
      const found = fitLogistic(a.x, a.y, { classes: classNames.length, c }).classify(b.x);
      return found.filter((k, i) => k === b.y[i]).length / b.y.length;
    };
    found.push({
      archive: basename(archive),
      pictures: [train.size, validation.size],
      plain: accuracy(sets, 1),
      standardised: accuracy(standardised(sets), 0.1),
    });
  }
  return found;
}
