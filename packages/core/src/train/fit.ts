/** The training loop. */
import type { Backend, Program } from '../backend.ts';
import { BackendError, UsageError } from '../errors.ts';
import { inputName } from '../ir/value.ts';
import type { Loss } from '../nn/loss.ts';
import { initialWeights, type Model, withWeights } from '../nn/model.ts';
import type { Clip, Optimizer } from '../optim/optimizer.ts';
import { onlyOptions } from '../options.ts';
import { checkSeed } from '../random/random.ts';
import { bytesPerElement, elementCount } from '../tensor.ts';
import type { Callback } from './callbacks/callback.ts';
import { requireSame, settingsOf } from './checkpoint/settings.ts';
import type { TrainingState } from './checkpoint/training-state.ts';
import { now, type Signal } from './clock.ts';
import type { Dataset } from './dataset.ts';
import { lengthOf, trainEpoch } from './epoch.ts';
import { evaluation } from './evaluate.ts';
import { InterruptedTrainingError } from './interrupted.ts';
import type { EpochLogs, Logs } from './logs.ts';
import { fixedPace, measuredPace, type Pace, type Work } from './pace.ts';
import { type Progress, progressOf } from './progress.ts';
import { checkBatchSize, soleInput } from './session.ts';
import { initialState, type Metrics } from './step.ts';
import { trainingSteps } from './steps.ts';
import { learning, type Stopped } from './trainer.ts';

/** Options of `fit`. */
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
  /**
   * Updates the weights once for so many batches, with the mean gradient of all their examples: as one batch of that size
   * would, in the memory of one of these. 1 unless given.
   */
  readonly gradientAccumulationSteps?: number;
  /**
   * How many steps the backend runs at once; the weights are the same for any number. `'auto'`, unless given, times it: small
   * networks are several times as fast with more, large ones run one by one, and so do all while a callback hears of each batch.
   */
  readonly stepsPerExecution?: number | 'auto';
  /** Decides initial weights, order and dropout: the same seed gives the same training. 0 unless given. */
  readonly seed?: number;
  /** A new order of the examples in every epoch; on unless switched off. */
  readonly shuffle?: boolean;
  readonly callbacks?: readonly Callback[];
  /** Goes on from there (`readCheckpoint`) as if it had never stopped; all other options must be what they were, but `epochs`. */
  readonly resume?: TrainingState | undefined;
  /**
   * What else a training must have in common with the one that it resumes, by a name for people:
   * `{ 'augmentation': 'flip', 'the pictures': digest }`. Kept in checkpoints.
   */
  readonly facts?: Readonly<Record<string, string>>;
  /** Ends the training after the current step. What was learnt is kept. */
  readonly signal?: Signal;
  readonly onProgress?: (progress: Progress) => void;
}

const known: Readonly<Record<keyof FitOptions, true>> = {
  backend: true,
  train: true,
  validation: true,
  loss: true,
  optimizer: true,
  metrics: true,
  clip: true,
  epochs: true,
  batchSize: true,
  gradientAccumulationSteps: true,
  stepsPerExecution: true,
  seed: true,
  shuffle: true,
  callbacks: true,
  resume: true,
  facts: true,
  signal: true,
  onProgress: true,
};
export const fitOptionNames: readonly string[] = Object.keys(known);

/** What `fit` gives: the trained model and how it went. */
export interface Run {
  /**
   * With its trained weights: those of `bestEpoch` if a callback kept them, else those of the last step; after a
   * divergence, those before the step that failed if they are good, or those of the last finished epoch that were.
   */
  readonly model: Model;
  readonly history: readonly EpochLogs[];
  readonly bestEpoch?: number;
  readonly stopped: Stopped;
  /** How many steps the backend ran at once, in the end. */
  readonly stepsPerExecution: number;
  /** One sentence, where the training ended before its time. */
  readonly reason?: string;
  /** Of all sessions together, where the training was resumed. */
  readonly seconds: number;
}

/**
 * Trains `model` and returns it with its new weights; `model` itself stays as it is. Throws a DataError for examples that
 * do not fit the model or hold a NaN, and a NumericError if the loss became NaN before an epoch ended with good weights; after
 * that, a divergence ends the training with what was learnt until then (`stopped: 'diverged'`). A backend that fails after an
 * epoch is an InterruptedTrainingError, which has what was learnt. What the dataset or a callback
 * throws is thrown on as it is. When `fit` is done, nobody reads the datasets any more.
 */
export async function fit(model: Model, options: FitOptions): Promise<Run> {
  const { backend, train, validation, loss, optimizer, metrics = {}, clip, epochs, callbacks = [], signal } = options;
  const { batchSize = Math.min(32, train.size), seed = 0, shuffle = true, resume, facts = {} } = options;
  const accumulated = options.gradientAccumulationSteps ?? 1;
  onlyOptions('fit', fitOptionNames, options);
  checkSeed(seed);
  requireCount('epochs', epochs);
  requireCount('gradientAccumulationSteps', accumulated);
  checkBatchSize(batchSize, train, 'the training set');
  if (validation) checkBatchSize(Math.min(batchSize, validation.size), validation, 'the validation set');
  soleInput(model);

  const gradientNorms = callbacks.some(({ watchesGradients }) => watchesGradients);
  const training = { loss, optimizer, metrics, ...(clip && { clip }), gradientNorms };
  const steps = trainingSteps(model, training, { backend, batchSize, accumulates: accumulated > 1 });
  const settings = async () =>
    settingsOf(model, await steps.program(), {
      optimizer: optimizer.name,
      seed,
      batchSize,
      gradientAccumulationSteps: accumulated,
      examples: train.size,
      shuffle,
      facts,
    });
  const length = lengthOf({ train, batchSize, accumulated });
  const inTurn = [...callbacks.filter(({ isLast }) => !isLast), ...callbacks.filter(({ isLast }) => isLast)];
  let evaluate: ReturnType<typeof evaluation> | undefined;
  let learnt: ReturnType<typeof learning> | undefined;

  try {
    if (resume) requireSame(resume.settings, await settings());
    const fresh = () => initialState(model.parameters, initialWeights(model, seed), optimizer, accumulated > 1);
    const state = await backend.createState(resume?.state ?? fresh());
    const run = learning({ model, state, optimizer, callbacks: inTurn, settings, resume });
    if (validation)
      evaluate = evaluation(model, { backend, loss, metrics, batchSize: Math.min(batchSize, validation.size) }, state);
    learnt = run;
    const { trainer } = run;
    const tell = progressOf(epochs, run.epoch - 1 + run.batch / length.batches, options.onProgress);

    const pace = await paceOf(options, async () => ({
      perEpoch: Math.floor(train.size / batchSize),
      left: (epochs - run.epoch + 1) * length.batches - run.batch,
      bytes: fedBytes(await steps.program()),
    }));
    const epochOptions = {
      model,
      train,
      batchSize,
      accumulated,
      seed,
      shuffle,
      callbacks: inTurn,
      signal,
      state,
      steps,
      run,
      pace,
    };

    for (const callback of inTurn) await callback.onTrainBegin?.(trainer);
    run.restoreCallbacks();
    while (run.epoch <= epochs && run.stopped === 'completed') {
      const { epoch } = run;
      const sums = run.tallyOf(metrics);
      const epochBegan = now();
      let examplesPerSecond = 0;
      if (signal?.aborted) run.stopped = 'aborted';
      const finished =
        run.stopped === 'completed' &&
        (await trainEpoch(epochOptions, sums, (batch, examples) => {
          examplesPerSecond = examples / (now() - epochBegan);
          const logs = options.onProgress ? numbersOf(sums.figures()) : {};
          tell({ phase: 'train', epoch, batch, batches: length.batches, logs, examplesPerSecond });
        }));
      if (!finished) break;

      const rate = run.rateAt(epoch * length.updates - 1);
      const learned = { ...numbersOf(sums.figures()), learning_rate: rate };
      const judged = await evaluate?.over(validation!, signal, (batch, batches) =>
        tell({ phase: 'validate', epoch, batch, batches, logs: learned, examplesPerSecond }),
      );
      if (evaluate && !judged) {
        run.stopped = 'aborted';
        break;
      }
      const logs: Logs = { ...learned, ...prefixed('val_', numbersOf(judged ?? {})) };
      await run.endEpoch({ epoch, logs, seconds: now() - epochBegan, examplesPerSecond });
      for (const callback of inTurn) await callback.onEpochEnd?.(epoch, logs, trainer);
      tell({ phase: 'epoch', epoch, batch: length.batches, batches: length.batches, logs, examplesPerSecond });
    }
    if (run.stopped === 'aborted') for (const callback of inTurn) await callback.onAbort?.(trainer);
    for (const callback of inTurn) await callback.onTrainEnd?.(trainer);
    return {
      model: withWeights(model, await trainer.weights()),
      history: run.history,
      ...(run.bestEpoch !== undefined && { bestEpoch: run.bestEpoch }),
      stopped: run.stopped,
      stepsPerExecution: pace.steps,
      ...(run.reason !== undefined && { reason: run.reason }),
      seconds: run.seconds(),
    };
  } catch (error) {
    const kept = learnt && (learnt.untried ?? learnt.lastGood);
    if (!(error instanceof BackendError) || !kept) throw error;
    const { epoch, weights } = kept;
    throw new InterruptedTrainingError(error, { epoch, model: withWeights(model, weights), history: learnt!.history });
  } finally {
    // A backend that failed may fail at this too; what it said first counts.
    await Promise.allSettled([steps.dispose(), evaluate?.dispose()]);
  }
}

/** How many steps at once are possible, and asked for. */
async function paceOf(
  { stepsPerExecution = 'auto', gradientAccumulationSteps = 1, callbacks = [], backend }: FitOptions,
  work: () => Promise<Work>,
): Promise<Pace> {
  const listener = callbacks.find(({ onTrainBatchEnd }) => onTrainBatchEnd);
  const obstacle = listener
    ? `${listener.name} hears of each batch`
    : gradientAccumulationSteps > 1
      ? 'the gradients of several batches are accumulated'
      : backend.compileSeries
        ? undefined
        : `the backend ${backend.name} on ${backend.capabilities.device} runs one at a time`;
  if (stepsPerExecution === 'auto') return obstacle === undefined ? measuredPace(await work()) : fixedPace(1);
  requireCount('stepsPerExecution', stepsPerExecution);
  if (stepsPerExecution > 1 && obstacle !== undefined)
    throw new UsageError('steps cannot be run together', {
      where: 'stepsPerExecution',
      expected: "1, or 'auto'",
      received: `${stepsPerExecution}, but ${obstacle}`,
    });
  return fixedPace(stepsPerExecution);
}

/** What a step is fed, in bytes. */
function fedBytes({ graph, state }: Program): number {
  const held = new Set(state.map(({ input }) => input));
  return graph.inputs
    .filter((value) => !held.has(inputName(value)!))
    .reduce((sum, { dtype, shape }) => sum + elementCount(shape as number[]) * bytesPerElement(dtype), 0);
}

export function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new UsageError(`${option} must be a whole number from 1`, { where: option, received: String(value) });
}

const numbersOf = (figures: Readonly<Record<string, unknown>>): Logs =>
  Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

const prefixed = (prefix: string, logs: Logs): Logs =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [`${prefix}${name}`, value]));
