/** A training loop of one's own, which notes where the weights are after each step. `fit` does this, and much more. */
import {
  type Backend,
  batchFeeds,
  type Dataset,
  initialState,
  type Loss,
  type Model,
  type Optimizer,
  permutation,
  readBatch,
  stepFeeds,
  trainingProgram,
  weightsOf,
} from '@graftml/core';

export interface WalkOptions {
  readonly backend: Backend;
  readonly data: Dataset;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Of the size of the data set: every step sees all of it. */
  readonly batchSize: number;
  readonly steps: number;
  readonly seed: number;
}

/** All weights, one after another, at the start and after each step. The model says where it starts. */
export async function walk(model: Model, options: WalkOptions): Promise<number[][]> {
  const path: number[][] = [];
  for await (const place of places(model, options)) path.push(place);
  return path;
}

/** The same, step by step, for who wants to see each before the next is made. */
export async function* places(model: Model, options: WalkOptions): AsyncGenerator<number[]> {
  const { backend, data, loss, optimizer, batchSize, steps, seed } = options;
  const program = trainingProgram(model, { loss, metrics: {}, optimizer }, batchSize);
  const executable = await backend.compile(program);
  const state = await backend.createState(initialState(model.parameters, weightsOf(model), optimizer));
  const where = async () => {
    const now = await state.read();
    return model.parameters.flatMap(({ name }) => Array.from(now[name]!.data, Number));
  };
  const { learningRate: rate } = optimizer;
  const stepsPerEpoch = Math.floor(data.size / batchSize);
  try {
    yield await where();
    for (let step = 0; step < steps; step++) {
      const order = permutation({ seed, purpose: 'order', step: Math.floor(step / stepsPerEpoch) }, data.size);
      const first = (step % stepsPerEpoch) * batchSize;
      const batch = await readBatch(data, Array.from(order.subarray(first, first + batchSize)));
      const learningRate = typeof rate === 'number' ? rate : rate(step);
      const feeds = { ...batchFeeds(program, model, batch), ...stepFeeds(program, { seed, step, learningRate }) };
      await executable.run(feeds, state);
      yield await where();
    }
  } finally {
    await executable.dispose();
  }
}
