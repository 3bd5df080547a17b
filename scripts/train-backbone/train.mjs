/** The training: data, student and teacher put together for `fit`. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  adamW,
  cosineDecay,
  csvLogger,
  dense,
  fit,
  graft,
  modelCheckpoint,
  permutation,
  readCheckpoint,
  warmup,
} from '@graftml/core';
import { folderStorage } from '@graftml/vision/node';
import { inherited } from './inherit.mjs';
import { distillation, momentsOf, toTargets } from './loss.mjs';
import { student } from './network.mjs';
import { openPictures } from './pictures.mjs';
import { openTeacher, teacherOutputs, teacherSize } from './teacher.mjs';
import { drawView, look, middle, seenAt } from './views.mjs';

/** The student with one linear map on top, to the teacher's features and its logits; it is dropped afterwards. */
export const pupil = (recipe, outputs) =>
  graft(student({ width: recipe.width, size: recipe.trainedAt, features: recipe.features }), [
    dense(outputs, { name: 'as_teacher' }),
  ]);

/** @param folder where the decoded pictures, what the teacher said, the checkpoints and `history.csv` are kept */
export async function train({ recipe, sources, teacherPath, folder, backend, signal, say, onProgress }) {
  await mkdir(folder, { recursive: true });
  const storage = folderStorage(join(folder, 'checkpoints'));
  const resume = await readCheckpoint(storage);
  const pictures = await openPictures(sources, folder, say);
  const teacher = await openTeacher(teacherPath);
  const width = teacher.features + teacher.classes;
  const { seed, batchSize, epochs, temperature } = recipe;

  const order = [...permutation({ seed, purpose: 'held out' }, pictures.size)];
  const heldOut = order.slice(0, recipe.heldOut);
  const indices = order.slice(recipe.heldOut);
  const ask = (name, of, viewOf) =>
    teacherOutputs({ teacher, backend, pictures, indices: of, viewOf, folder, name, signal, say });
  const viewOf = (view) => (index) => drawView(pictures.pixels(index), { seed, view, index });
  const nameOf = (view) => `view-${String(view).padStart(2, '0')}`;

  const first = await ask(nameOf(1), indices, viewOf(1));
  const moments = momentsOf(first, width, teacher.features);
  const targets = (rows) => toTargets(rows, width, moments, temperature);
  const description = seenAt(recipe.trainedAt);
  const example = (of, rows, view) => (i) => ({
    x: look(pictures.pixels(of[i]), view(of[i]), description),
    y: { dtype: 'float32', shape: [width], data: rows.subarray(i * width, (i + 1) * width) },
  });

  const still = (index) => middle(pictures.pixels(index));
  const validation = {
    size: heldOut.length,
    get: example(heldOut, targets(await ask('held-out', heldOut, still)), still),
  };
  let current = { view: 1, get: Promise.resolve(example(indices, targets(first), viewOf(1))) };
  const training = {
    size: indices.length,
    async get(i, { epoch }) {
      const view = ((epoch - 1) % recipe.views) + 1;
      if (view !== current.view) {
        const rows = ask(nameOf(view), indices, viewOf(view));
        current = { view, get: rows.then((found) => example(indices, targets(found), viewOf(view))) };
      }
      return (await current.get)(i);
    },
  };

  const { loss, metrics } = distillation({ ...recipe, features: teacher.features });
  const steps = epochs * Math.ceil(training.size / batchSize);
  const decay = cosineDecay({
    initialLearningRate: recipe.learningRate,
    decaySteps: steps - recipe.warmupSteps,
    alpha: 0.01,
  });
  // A checkpoint has the weights: what it began with matters no more.
  const begin = async () => {
    say('choosing what the student takes over');
    const large = seenAt(teacherSize);
    const get = (i) => ({ x: look(pictures.pixels(indices[i]), viewOf(1)(indices[i]), large) });
    return inherited(pupil(recipe, width), teacher.classifier, {
      backend,
      data: { size: recipe.measuredOn, get },
      moments,
    });
  };
  return fit(resume ? pupil(recipe, width) : await begin(), {
    backend,
    train: training,
    validation,
    loss,
    metrics,
    optimizer: adamW({ learningRate: warmup(recipe.warmupSteps, decay), weightDecay: recipe.weightDecay }),
    epochs,
    batchSize,
    seed,
    resume,
    facts: { 'the recipe': JSON.stringify(recipe), 'the number of pictures': `${pictures.size}` },
    callbacks: [csvLogger({ storage }), modelCheckpoint({ storage, everySeconds: 300 })],
    signal,
    onProgress,
  });
}
