/** What `fit`, `evaluate` and `predict` share: programs compiled once for each batch size, batches checked and fed. */
import type { Backend, Program } from '../backend.ts';
import { DataError, UsageError } from '../errors.ts';
import { inputName, type TensorType, type Value } from '../ir/value.ts';
import type { Model } from '../nn/model.ts';
import { draw } from '../random/random.ts';
import { type FloatType, isFloat, scalar, type Tensor, type Tensors, toFloat } from '../tensor.ts';
import { type Batch, type Dataset, type Occasion, readBatch } from './dataset.ts';
import { names } from './step.ts';

/** What is made the first time that its size comes up, and disposed of with all others. */
export function onDemand<Made extends { dispose(): Promise<void> }>(make: (size: number) => Promise<Made>) {
  const made = new Map<number, Promise<Made>>();
  return {
    at(size: number): Promise<Made> {
      const one = made.get(size) ?? make(size);
      made.set(size, one);
      return one;
    },
    async dispose(): Promise<void> {
      for (const one of await Promise.allSettled(made.values()))
        if (one.status === 'fulfilled') await one.value.dispose();
      made.clear();
    },
  };
}

/** Programs by batch size, compiled on demand. A short last batch gets one of its own size. */
export const compiler = (backend: Backend, build: (batch: number) => Program) =>
  onDemand(async (batch) => {
    const program = build(batch);
    const executable = await backend.compile(program);
    return { executable, program, dispose: () => executable.dispose() };
  });

/**
 * `start` on each prepared item, one after another, until `prepare` has no more. The next item is prepared while the last one
 * runs (on another thread, or on a device), so that reading pictures and drawing random numbers cost no time of their own. When
 * it ends, for whatever reason, nothing is being prepared any more: the caller may close what the data came from.
 */
export async function* pipeline<Item, Result>(
  prepare: () => Promise<Item> | undefined,
  start: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  let next = prepare();
  try {
    while (next) {
      const running = start(await next);
      next = prepare();
      // A failure is reported when its turn comes, not as an unhandled rejection before.
      next?.catch(() => {});
      yield await running;
    }
  } finally {
    await next?.catch(() => {});
  }
}

/** `prepare(0)` to `prepare(count - 1)`, one at each call. */
export function upTo<Item>(count: number, prepare: (i: number) => Promise<Item>): () => Promise<Item> | undefined {
  let i = 0;
  return () => (i < count ? prepare(i++) : undefined);
}

export interface ReadBatch {
  readonly batch: Batch;
  /** Which examples it holds. */
  readonly indices: readonly number[];
}

/** The `i`th batch of examples in some order; the last may be short. */
export async function readBatchAt(
  dataset: Pick<Dataset, 'get'>,
  order: ArrayLike<number>,
  batchSize: number,
  i: number,
  at?: Occasion,
): Promise<ReadBatch> {
  const indices = batchAt(order.length, batchSize, i).map((k) => order[k]!);
  return { batch: await readBatch(dataset, indices, at), indices };
}

/** The places of the `i`th batch among `size`. */
export const batchAt = (size: number, batchSize: number, i: number): number[] =>
  Array.from({ length: Math.min(batchSize, size - i * batchSize) }, (_, k) => i * batchSize + k);

export const inOrder = (size: number): Uint32Array => Uint32Array.from(new Uint32Array(size).keys());

export function checkBatchSize(batchSize: number, dataset: Pick<Dataset, 'size'>, what: string): void {
  if (!Number.isInteger(dataset.size) || dataset.size < 0)
    throw new UsageError('the size of a dataset must be a whole number', {
      where: what,
      received: String(dataset.size),
      hint: 'a dataset is { size, get(index) }',
    });
  if (dataset.size === 0) throw new DataError('there are no examples', { where: what });
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new UsageError('the batch size must be a whole number from 1', {
      where: 'batchSize',
      received: String(batchSize),
    });
  if (batchSize > dataset.size)
    throw new UsageError('the batch is larger than the set', {
      where: what,
      expected: `at most ${dataset.size}, the number of examples`,
      received: `a batch size of ${batchSize}`,
      hint: `use a batch size of ${Math.min(32, dataset.size)}`,
    });
}

/** The name of the one input that examples are fed to. */
export function soleInput({ inputs, name }: Model): string {
  const [only, ...more] = inputs;
  if (!only || more.length > 0)
    throw new UsageError('a dataset feeds one input', {
      where: name,
      received: `a model with ${inputs.length}`,
      hint: 'run its program with feeds of your own',
    });
  return only.name;
}

/** Feeds of a batch, checked against what the program expects: which example, what was expected, what came. */
export function feedsOf(
  program: Program,
  model: Model,
  { batch, indices }: { batch: Pick<Batch, 'x'> & Partial<Batch>; indices: readonly number[] },
): Tensors {
  const x = soleInput(model);
  const inputs = new Map(program.graph.inputs.map((value) => [inputName(value)!, value]));
  const feeds: Record<string, Tensor> = { [x]: batch.x };
  check(batch.x, inputs.get(x)!, 'the input', indices);
  const target = inputs.get(names.target);
  if (target && batch.y && batch.weight) {
    feeds[names.target] = check(batch.y, target, 'the target', indices);
    feeds[names.weight] = toFloat(batch.weight, inputs.get(names.weight)!.dtype as FloatType);
  }
  return feeds;
}

/** What a batch feeds to a step, an evaluation or a prediction of a loop of one's own. @throws DataError if it does not fit */
export const batchFeeds = (program: Program, model: Model, batch: Batch): Tensors =>
  feedsOf(program, model, { batch, indices: batchAt(batch.weight.data.length, batch.weight.data.length, 0) });

function check(given: Tensor, expected: Value, what: string, indices: readonly number[]): Tensor {
  if (given.dtype === expected.dtype && String(given.shape) === String(expected.shape)) return given;
  const show = ({ dtype, shape }: TensorType) => `${dtype} [${shape.slice(1).join(', ')}]`;
  throw new DataError(`${what} does not fit the model`, {
    where: `example ${indices[0]}`,
    expected: show(expected),
    received: show(given),
  });
}

/** Throws a DataError for a class index that the model has no output for. */
export function checkLabels({ batch: { y }, indices }: ReadBatch, classes: number): void {
  if (y.dtype !== 'int32' || y.shape.length !== 1) return;
  const bad = y.data.findIndex((label) => label < 0 || label >= classes);
  if (bad >= 0)
    throw new DataError('the label is out of range', {
      where: `example ${indices[bad]}`,
      expected: `0 to ${classes - 1}`,
      received: String(y.data[bad]),
      hint: `the model has ${classes} outputs: one for each class`,
    });
}

/** The number of the first example that has a NaN or an infinity in it; undefined if all are finite. */
export function firstNonFinite({ batch: { x, y, weight }, indices }: ReadBatch): number | undefined {
  for (const t of [x, y, weight]) {
    if (!isFloat(t.dtype)) continue;
    const at = (t.data as Float32Array).findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return indices[Math.floor(at / (t.data.length / indices.length))];
  }
  return undefined;
}

/** The random inputs of a program, as they are at `step` (counted from 0) under `seed`. */
export function drawFeeds({ graph }: Program, seed: number, step: number): Tensors {
  const feeds: Record<string, Tensor> = {};
  for (const { source, shape, dtype } of graph.inputs) {
    if (source.kind !== 'input' || !source.distribution) continue;
    const drawn = draw(source.distribution, shape as number[], { seed, purpose: source.name, step });
    feeds[source.name] = toFloat(drawn, dtype as FloatType);
  }
  return feeds;
}

/** Beside `batchFeeds` everything that changes from step to step: the learning rate, the step's number, the random inputs. */
export function stepFeeds(
  program: Program,
  { seed, step, learningRate }: { seed: number; step: number; learningRate: number },
): Tensors {
  const { dtype } = program.graph.inputs.find((value) => inputName(value) === names.learningRate)!;
  return {
    ...drawFeeds(program, seed, step),
    [names.learningRate]: scalar(learningRate, dtype as FloatType),
    [names.step]: scalar(step + 1, dtype as FloatType),
  };
}
