/**
 * A gradient goes back through a network as a product with a factor for each layer. Factors below one let it vanish on the way, and
 * the first layers learn nothing; factors above one let it explode. Here is one network of 20 hidden layers that reads digits, with
 * one thing changed at a time; for each the norm of the gradient of every layer's weights, before and after the same training.
 *
 * The variants are in shared/deep-network.ts. Vanishing gradients: Hochreiter 1991, Glorot & Bengio 2010. Pretraining layer by layer:
 * Bengio et al. 2007. Clipping and weight penalty: Pascanu et al. 2013.
 */
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  type Backend,
  type Batch,
  fit,
  freeze,
  initialWeights,
  type Model,
  metrics,
  NumericError,
  readBatch,
  sgd,
  sparseCategoricalCrossentropy,
  type Tensors,
  withWeights,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { ImageDataset } from '@graftml/vision';
import type { Stage } from './harness/example.ts';
import { build, hiddenName, units, type Variant, variants } from './shared/deep-network.ts';
import { openDigits, otherDigits } from './shared/digits.ts';
import { gradientsOf, type Observed } from './shared/gradients.ts';

export const title = 'Vanishing and exploding gradients, layer by layer, and what helps';
export const otherData = otherDigits;

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

interface Result extends Variant {
  readonly start: Look;
  /** Absent if the training diverged. */
  readonly end: Look | undefined;
  /** On the test digits, after each epoch. */
  readonly accuracies: readonly number[];
}

interface Look {
  /** Of the gradient of each hidden layer's weights. */
  readonly norms: readonly number[];
  /** The share of units whose bias no example moves. */
  readonly dead: number;
  /** The root mean square of the hidden weights. */
  readonly weights: number;
}

/** What all variants share. */
interface Course {
  readonly backend: Backend;
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  readonly seed: number;
  readonly epochs: number;
}

export async function run({ quick, seed, data, say, table, draw }: Stage) {
  const depth = quick ? 10 : 20;
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const { train, test, side } = await openDigits({ data, seed, train: quick ? 640 : 1344, test: quick ? 192 : 448 });
  const course: Course = { backend, train, test, seed, epochs: quick ? 10 : 30 };
  const batch = await readBatch(
    train,
    Array.from({ length: 256 }, (_, i) => i),
  );

  const results: Result[] = [];
  for (const variant of variants(depth)) {
    const network = (layers: number) => build(variant, side, layers);
    const before = variant.pretrained ? await pretrain(network, depth, course) : network(depth);
    const start = withWeights(before, initialWeights(before, seed));
    const { model, accuracies } = await learn(start, variant, course);
    const look = (at: Model) => lookAt(at, depth, batch, { backend, loss, clip: variant.clip });
    results.push({
      ...variant,
      start: await look(start),
      end: model && (await look(model)),
      accuracies,
    });
  }
  await backend.dispose();

  say(
    `${depth} hidden layers of ${units} units. The norm of the gradient of the weights of the first and of the last of them`,
  );
  say('(after clipping, where there is some), before and after training; the share of dead units, which no example of');
  say('256 moves; and the size of the weights in the end:');
  table(
    ['', 'first, start', 'last, start', 'first, end', 'last, end', 'dead, start', 'dead, end', 'weights', 'accuracy'],
    results.map(({ name, group, start, end, accuracies }) => [
      name.startsWith('+') && group === 'vanishing' ? `sigmoid ${name}` : name,
      start.norms[0]!,
      start.norms.at(-1)!,
      end?.norms[0] ?? 'diverged',
      end?.norms.at(-1) ?? '',
      start.dead,
      end?.dead ?? '',
      end?.weights ?? '',
      accuracies.at(-1) ?? '',
    ]),
  );

  const [sigmoid] = results;
  const shrink = (sigmoid!.start.norms.at(-1)! / sigmoid!.start.norms[0]!) ** (1 / (depth - 1));
  say();
  say(
    `Sigmoid has a slope of at most 1/4, and each layer makes the gradient ${shrink.toFixed(1)} times smaller on its way back:`,
  );
  say(
    'the first layers learn nothing. Functions with slopes around 1 keep it. What helps sigmoid is to normalise what each',
  );
  say(
    'layer gives it, a connection around each layer, or layers that each learned something before. Too large weights make',
  );
  say(
    'the first steps so long that the network is thrown off: clipping saves it at once; the weight penalty alone comes',
  );
  say('too late, but in time it brings the weights down.');

  const picture = (group: Variant['group'], part: keyof typeof headings) => {
    const shown = results.filter((one) => one.group === group || (group === 'vanishing' && one.name === 'sigmoid'));
    return lines({
      title: `${headings[part]}, ${helps[group]}`,
      width: 500,
      height: 340,
      x: part === 'accuracy' ? 'epoch' : { name: 'hidden layer', min: 1, max: depth },
      y:
        part === 'accuracy'
          ? { name: 'test accuracy', min: 0, max: 1 }
          : { name: 'norm of the gradient', log: true, ...(group === 'exploding' ? tall : deep) },
      series: shown.map(({ name, start, end, accuracies }) => {
        const y = part === 'start' ? start.norms : part === 'end' ? (end?.norms ?? []) : accuracies;
        // What is zero, in a network that died, is nowhere on a logarithmic axis.
        return { name: y.length === 0 ? `${name}: diverged` : name, y: y.map((value) => value || Number.NaN) };
      }),
    });
  };
  await draw(
    panels({
      title: `The same network of ${depth} hidden layers, with one thing changed at a time`,
      columns: 3,
      pictures: (['start', 'end', 'accuracy'] as const).flatMap((part) =>
        (['functions', 'vanishing', 'exploding'] as const).map((group) => picture(group, part)),
      ),
    }),
  );
  return {
    shrink,
    variants: results.map(({ name, start, end, accuracies }) => ({
      name,
      firstAtStart: start.norms[0]!,
      lastAtStart: start.norms.at(-1)!,
      deadAtStart: start.dead,
      weightsAtEnd: end?.weights ?? null,
      accuracy: accuracies.at(-1) ?? null,
    })),
  };
}

const headings = { start: 'Gradients at the start', end: 'Gradients after training', accuracy: 'Test accuracy' };
const helps = { functions: 'by function', vanishing: 'against vanishing', exploding: 'against exploding' };
/** From where to where the axes of gradients go. */
const deep = { min: 1e-14, max: 100 };
const tall = { min: 0.01, max: 1000 };

/** The course that all take. A divergence in the first epoch leaves no model. */
async function learn(start: Model, { clip }: Variant, { test: validation, ...course }: Course) {
  try {
    const { model, history, stopped } = await fit(start, {
      ...course,
      validation,
      batchSize: 64,
      loss,
      optimizer: sgd({ learningRate: 0.005, momentum: 0.9 }),
      metrics: { accuracy: metrics.accuracy() },
      ...(clip && { clip }),
    });
    const accuracies = history.map(({ logs }) => logs.val_accuracy!);
    return stopped === 'diverged' ? { accuracies } : { model, accuracies };
  } catch (error) {
    if (error instanceof NumericError) return { accuracies: [] };
    throw error;
  }
}

/** Two layers at a time: those below are frozen, and a new last layer learns to tell the classes by what they give. */
async function pretrain(network: (layers: number) => Model, depth: number, { backend, train, seed }: Course) {
  let learned: Tensors = {};
  for (let layers = 2; layers <= depth; layers += 2) {
    const model = withWeights(network(layers), learned);
    const { model: trained } = await fit(layers > 2 ? freeze(model, { upTo: `hidden${layers - 2}` }) : model, {
      backend,
      train,
      seed,
      epochs: 3,
      batchSize: 64,
      loss,
      optimizer: adam({ learningRate: 0.03 }),
    });
    const kept = trained.parameters.filter(({ name }) => name.startsWith('hidden'));
    learned = Object.fromEntries(kept.map(({ name, value }) => [name, value!]));
  }
  return withWeights(network(depth), learned);
}

async function lookAt(model: Model, depth: number, batch: Batch, observed: Observed): Promise<Look> {
  const gradients = await gradientsOf(model, batch, observed);
  const layers = Array.from({ length: depth }, (_, i) => hiddenName(i + 1));
  const biases = Object.entries(gradients).flatMap(([name, { data }]) =>
    /^hidden.*\/(bias|beta)$/.test(name) ? Array.from(data, Number) : [],
  );
  const weights = model.parameters.filter(({ name }) => name.endsWith('kernel') && name.startsWith('hidden'));
  const squares = weights.flatMap(({ value }) => Array.from(value!.data as Float32Array, (w) => w * w));
  return {
    norms: layers
      .map((name) => gradients[`${name}/kernel`]!.data as Float32Array)
      .map((one) => Math.sqrt(one.reduce((sum, g) => sum + g * g, 0))),
    dead: biases.filter((gradient) => gradient === 0).length / biases.length,
    weights: Math.sqrt(squares.reduce((a, b) => a + b) / squares.length),
  };
}
