/** The training loop. */
import type { Backend, State } from '../backend.ts';
import { DataError, NumericError, UsageError } from '../errors.ts';
import type { Loss } from '../nn/loss.ts';
import { initialWeights, type Model, withWeights } from '../nn/model.ts';
import type { Clip, Optimizer, Schedule } from '../optim/optimizer.ts';
import { onlyOptions } from '../options.ts';
import { checkSeed, permutation } from '../random/random.ts';
import type { Tensors } from '../tensor.ts';
import type { Callback, Logs, Trainer } from './callbacks.ts';
import { now, type Signal } from './clock.ts';
import type { Dataset } from './dataset.ts';
import { classesOf, evaluation } from './evaluate.ts';
import {
  checkBatchSize,
  checkLabels,
  compiler,
  feedsOf,
  firstNonFinite,
  inOrder,
  pipeline,
  type ReadBatch,
  readBatchAt,
  soleInput,
  stepFeeds,
  tally,
} from './session.ts';
import { initialState, type Metrics, names, trainingProgram } from './step.ts';

export interface FitOptions {
  readonly backend: Backend;
  readonly train: Dataset;
  readonly validation?: Dataset;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly metrics?: Metrics;
  /** Changes the gradients before the optimizer sees them. */
  readonly clip?: Clip;
  readonly epochs: number;
  /** 32 unless given, or the size of the training set if that is smaller. */
  readonly batchSize?: number;
  /** Decides initial weights, order and dropout: the same seed gives the same training. 0 unless given. */
  readonly seed?: number;
  /** A new order of the examples in every epoch; on unless switched off. */
  readonly shuffle?: boolean;
  readonly callbacks?: readonly Callback[];
  /** Ends the training after the current step. What was learnt is kept. */
  readonly signal?: Signal;
  readonly onProgress?: (progress: Progress) => void;
}

const optionNames: Readonly<Record<keyof FitOptions, true>> = {
  backend: true,
  train: true,
  validation: true,
  loss: true,
  optimizer: true,
  metrics: true,
  clip: true,
  epochs: true,
  batchSize: true,
  seed: true,
  shuffle: true,
  callbacks: true,
  signal: true,
  onProgress: true,
};

/** Sent after every batch, and once more at the end of the epoch with the figures of the validation. */
export interface Progress {
  readonly phase: 'train' | 'validate' | 'epoch';
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  /** The figures of the epoch so far. */
  readonly logs: Logs;
  /** Over the training batches of this epoch. */
  readonly examplesPerSecond: number;
  /** Seconds since `fit` began, and an estimate of those that remain. */
  readonly elapsed: number;
  readonly remaining: number;
}

export type Stopped = 'completed' | 'early stopping' | 'aborted' | 'diverged';

export interface EpochLogs {
  readonly epoch: number;
  readonly logs: Logs;
  readonly seconds: number;
  readonly examplesPerSecond: number;
}

export interface Run {
  /**
   * With its trained weights: those of `bestEpoch` if a callback kept them, else those of the last step; after a
   * divergence, those of the last finished epoch.
   */
  readonly model: Model;
  readonly history: readonly EpochLogs[];
  readonly bestEpoch?: number;
  readonly stopped: Stopped;
  /** One sentence, where the training ended before its time. */
  readonly reason?: string;
  readonly seconds: number;
}

/**
 * Trains `model` and returns it with its new weights; `model` itself stays as it is. Throws a DataError for examples that
 * do not fit the model or hold a NaN, and a NumericError if the loss became NaN before an epoch was finished; after that,
 * a divergence ends the training with what was learnt until then (`stopped: 'diverged'`). What the dataset or a callback
 * throws is thrown on as it is. When `fit` is done, nobody reads the datasets any more.
 */
export async function fit(model: Model, options: FitOptions): Promise<Run> {
  const { backend, train, validation, loss, optimizer, metrics = {}, clip, epochs, callbacks = [], signal } = options;
  const { batchSize = Math.min(32, train.size), seed = 0, shuffle = true } = options;
  onlyOptions('fit', Object.keys(optionNames), options);
  checkSeed(seed);
  if (!Number.isInteger(epochs) || epochs < 1)
    throw new UsageError('epochs must be a whole number from 1', { where: 'epochs', received: String(epochs) });
  checkBatchSize(batchSize, train, 'the training set');
  if (validation) checkBatchSize(Math.min(batchSize, validation.size), validation, 'the validation set');
  soleInput(model);

  const began = now();
  const rate: Schedule =
    typeof optimizer.learningRate === 'number' ? constantRate(optimizer.learningRate) : optimizer.learningRate;
  const steps = compiler(backend, (batch) =>
    trainingProgram(model, { loss, optimizer, metrics, ...(clip && { clip }) }, batch),
  );
  const state = await backend.createState(initialState(model.parameters, initialWeights(model, seed), optimizer));
  const evaluate =
    validation && evaluation(model, { backend, loss, metrics, batchSize: Math.min(batchSize, validation.size) }, state);
  const classes = classesOf(model);
  const perEpoch = Math.ceil(train.size / batchSize);

  let step = 0;
  let stopped: Stopped = 'completed';
  let reason: string | undefined;
  let bestEpoch: number | undefined;
  const history: EpochLogs[] = [];
  /** The weights at the end of the last epoch: a step whose loss is NaN was spoilt by the one before, or earlier. */
  let lastGood: Tensors | undefined;
  const trainer: Trainer = {
    weights: () => weightsIn(state, model),
    setWeights: (weights) => state.write(weights),
    stop(why) {
      stopped = 'early stopping';
      reason = why;
    },
    markBest(epoch) {
      bestEpoch = epoch;
    },
  };

  /** One pass over the training set; false if it ended before its time. */
  const trainEpoch = async (
    epoch: number,
    sums: ReturnType<typeof tally>,
    report: (batch: number, examples: number) => void,
  ): Promise<boolean> => {
    const order = shuffle ? permutation({ seed, purpose: 'shuffle', step: epoch }, train.size) : inOrder(train.size);
    const first = step;
    const prepare = async (i: number) => {
      const read = await readBatchAt(train, order, batchSize, i, { seed, epoch });
      checkLabels(read, classes);
      const { executable, program } = await steps.at(read.indices.length);
      const feeds = {
        ...feedsOf(program, model, read),
        ...stepFeeds(program, { seed, step: first + i, learningRate: rate(first + i) }),
      };
      return { read, executable, feeds };
    };
    const results = pipeline(perEpoch, prepare, async ({ read, executable, feeds }) => ({
      read,
      outputs: await executable.run(feeds, state),
    }));
    let examples = 0;
    if (signal?.aborted) stopped = 'aborted';
    else
      for await (const { read, outputs } of results) {
        const objective = Number(outputs[names.objective]!.data[0]);
        if (!Number.isFinite(objective)) {
          await diverged(read, `the loss became ${objective} at epoch ${epoch}, step ${step - first + 1}`);
          break;
        }
        sums.add(outputs, read.indices.length);
        step++;
        examples += read.indices.length;
        report(step - first, examples);
        if (!signal?.aborted) continue;
        stopped = 'aborted';
        break;
      }
    return stopped === 'completed';
  };

  /** Bad data and a divergence with nothing to keep are errors; after a finished epoch the training just ends. */
  const diverged = async (read: ReadBatch, why: string) => {
    const bad = firstNonFinite(read);
    if (bad !== undefined) throw new DataError('the example holds a NaN or an infinity', { where: `example ${bad}` });
    if (!lastGood)
      throw new NumericError(why, { where: model.name, hint: 'use a smaller learning rate, or clip the gradients' });
    await trainer.setWeights(lastGood);
    reason = `${why}; back to the weights of epoch ${history.length}`;
    stopped = 'diverged';
  };

  try {
    for (const callback of callbacks) await callback.onTrainBegin?.(trainer);
    for (let epoch = 1; epoch <= epochs && stopped === 'completed'; epoch++) {
      const sums = tally(metrics);
      const epochBegan = now();
      let examplesPerSecond = 0;
      const send = (phase: Progress['phase'], batch: number, of: number, logs: Logs) => {
        const elapsed = now() - began;
        const share = phase === 'train' ? batch / of : 1;
        const done = epoch - 1 + share;
        const remaining = done > 0 ? (elapsed / done) * (epochs - done) : Number.NaN;
        options.onProgress?.({ phase, epoch, epochs, batch, batches: of, logs, examplesPerSecond, elapsed, remaining });
      };
      const finished = await trainEpoch(epoch, sums, (batch, examples) => {
        examplesPerSecond = examples / (now() - epochBegan);
        if (options.onProgress) send('train', batch, perEpoch, numbersOf(sums.figures()));
      });
      if (!finished) break;

      const learned = { ...numbersOf(sums.figures()), learning_rate: rate(step - 1) };
      const judged = evaluate
        ? await evaluate.over(validation!, signal, (batch, of) => send('validate', batch, of, learned))
        : undefined;
      if (evaluate && !judged) {
        stopped = 'aborted';
        break;
      }
      const logs: Logs = { ...learned, ...prefixed('val_', numbersOf(judged ?? {})) };
      history.push({ epoch, logs, seconds: now() - epochBegan, examplesPerSecond });
      lastGood = await trainer.weights();
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs, trainer);
      send('epoch', perEpoch, perEpoch, logs);
    }
    for (const callback of callbacks) await callback.onTrainEnd?.(trainer);
    const trainedModel = withWeights(model, await trainer.weights());
    return {
      model: trainedModel,
      history,
      ...(bestEpoch !== undefined && { bestEpoch }),
      stopped,
      ...(reason !== undefined && { reason }),
      seconds: now() - began,
    };
  } finally {
    await steps.dispose();
    await evaluate?.dispose();
  }
}

const constantRate =
  (rate: number): Schedule =>
  () =>
    rate;

async function weightsIn(state: State, { parameters }: Model): Promise<Tensors> {
  const all = await state.read();
  return Object.fromEntries(parameters.map(({ name }) => [name, all[name]!]));
}

const numbersOf = (figures: Readonly<Record<string, unknown>>): Logs =>
  Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

const prefixed = (prefix: string, logs: Logs): Logs =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [`${prefix}${name}`, value]));
