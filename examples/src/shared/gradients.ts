/** The gradients of a model's parameters, as an optimizer would see them. */
import {
  type Backend,
  type Batch,
  batchFeeds,
  type Clip,
  initialState,
  type Loss,
  type Model,
  type Optimizer,
  stepFeeds,
  stepNames,
  type Tensors,
  trainingProgram,
  weightsOf,
} from '@graftml/core';

/** An optimizer that moves nothing and remembers what it would have moved by. */
const observer: Optimizer = {
  name: 'observer',
  learningRate: 0,
  slots: { seen: 0 },
  update: (_, { parameter, gradient }) => ({ parameter, slots: { seen: gradient } }),
};

export interface Observed {
  readonly backend: Backend;
  readonly loss: Loss;
  /** If given, the gradients are those after clipping. */
  readonly clip?: Clip | undefined;
}

/** The mean gradient over the examples of `batch`, by the parameters' names. The model must have its weights. */
export async function gradientsOf(model: Model, batch: Batch, { backend, loss, clip }: Observed): Promise<Tensors> {
  const size = batch.weight.data.length;
  const program = trainingProgram(model, { loss, metrics: {}, optimizer: observer, ...(clip && { clip }) }, size);
  const executable = await backend.compile(program);
  const state = await backend.createState(initialState(model.parameters, weightsOf(model), observer));
  const feeds = { ...batchFeeds(program, model, batch), ...stepFeeds(program, { seed: 0, step: 0, learningRate: 0 }) };
  await executable.run(feeds, state);
  await executable.dispose();
  const seen = await state.read();
  const trained = model.parameters.filter(({ trainable }) => trainable);
  return Object.fromEntries(trained.map(({ name }) => [name, seen[stepNames.slot('seen', name)]!]));
}
