/** Trains a network with a head on pictures, or what lies behind its frozen part on features that are kept. */
import {
  type Backend,
  type Callback,
  type Dataset,
  earlyStopping,
  evaluate,
  fit,
  type Model,
  metrics,
  modelCheckpoint,
  NumericError,
  type Optimizer,
  type Progress,
  type Run,
  sparseCategoricalCrossentropy,
  terminateOnNaN,
} from '@graftml/core';
import type { FineTuningPlan, TransferCheckpoint } from './fine-tuning.ts';
import { answersByEpoch, type WatchedAnswer } from './watched-answers.ts';

/** Options of `trainNetwork`. */
export interface TrainNetworkOptions {
  readonly backend: Backend;
  readonly plan: FineTuningPlan;
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly seed: number;
  /** Whether the weights that it begins with are a result too, which the training has to better. */
  readonly begins: boolean;
  /** Ends it after a quarter of the epochs, unless it has been right on a larger share of the validation pictures by then. */
  readonly mustExceed?: number;
  readonly checkpoint?: TransferCheckpoint;
  /** See `FitOptions`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Ends it after the current step; the best weights so far are kept. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** After each epoch, what it says of some of the examples of `validation` by now. */
  readonly onAnswers?: (answers: readonly WatchedAnswer[]) => void;
}

/** How good a network is on validation pictures. */
export interface ValidationFigures {
  readonly loss: number;
  readonly accuracy: number;
}

/** What `trainNetwork` gives. */
export interface TrainedNetwork {
  /** With the best weights. */
  readonly model: Model;
  readonly run: Run;
  /** Of `model`; undefined where it was stopped before anything was known. */
  readonly validation?: ValidationFigures;
  /** Of the weights that it began with, where they are a result. */
  readonly before?: ValidationFigures;
  /** Whether any epoch was better than what it began with. */
  readonly isBetter: boolean;
  /** Whether it diverged at first, and was begun anew with a tenth of the rate. */
  readonly slower: boolean;
}

const judgedBy = () => ({
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: { accuracy: metrics.accuracy() },
});

/** A training that diverges before it has learnt anything is begun anew with so much of its rate, once. */
const lessOfRate = 0.1;
const slowed = 'how much of the learning rate it has';

/**
 * The weights of the epoch with the best validation loss; those that it began with, if they are a result and none is better, even if it
 * diverged.
 * @throws NumericError if it diverged, also with a tenth of the rate, and there is nothing to keep
 */
export async function trainNetwork(model: Model, options: TrainNetworkOptions): Promise<TrainedNetwork> {
  const { backend, validation, begins, checkpoint, signal } = options;
  const before = begins
    ? await evaluate(model, { backend, data: validation, ...judgedBy(), ...(signal && { signal }) })
    : undefined;
  signal?.throwIfAborted();
  const result = (run: Run, slower: boolean): TrainedNetwork => {
    const best = run.history.find(({ epoch }) => epoch === run.bestEpoch)?.logs;
    const after = best && { loss: best.val_loss!, accuracy: best.val_accuracy! };
    const isBetter = before ? after !== undefined && after.loss < before.loss : true;
    const kept = isBetter ? after : before;
    return {
      model: isBetter ? run.model : model,
      run,
      ...(kept && { validation: kept }),
      ...(before && { before }),
      isBetter,
      slower,
    };
  };
  const attempt = async (rate: number): Promise<Run> => {
    try {
      return await fitted(model, options, rate);
    } catch (error) {
      if (!(error instanceof NumericError) || (rate === lessOfRate && !begins)) throw error;
      return nothingLearned(model, error);
    }
  };

  const wasSlower = checkpoint?.state?.settings.facts?.[slowed] !== undefined;
  const first = result(await attempt(wasSlower ? lessOfRate : 1), wasSlower);
  const failed = first.run.stopped === 'diverged' && (first.validation === before || first.validation === undefined);
  return failed && !wasSlower && !signal?.aborted ? result(await attempt(lessOfRate), true) : first;
}

function fitted(model: Model, options: TrainNetworkOptions, rate: number): Promise<Run> {
  const { backend, plan, train, validation, seed, mustExceed, checkpoint, facts, signal, onProgress, onAnswers } =
    options;
  const { epochs, batchSize, optimizer, patience } = plan;
  const state = checkpoint?.state;
  const goesOn = state && (state.settings.facts?.[slowed] !== undefined) === rate < 1;
  const watched = onAnswers && answersByEpoch(model, { backend, data: validation, tell: onAnswers });
  return fit(model, {
    backend,
    train,
    validation,
    ...judgedBy(),
    optimizer: rate < 1 ? withLess(optimizer, rate) : optimizer,
    epochs,
    batchSize,
    seed,
    facts: { ...facts, ...(rate < 1 && { [slowed]: `${rate}` }) },
    callbacks: [
      terminateOnNaN(),
      earlyStopping({ patience }),
      ...(mustExceed === undefined ? [] : [gaining({ epochs, accuracy: mustExceed })]),
      ...(checkpoint
        ? [
            modelCheckpoint({
              storage: checkpoint.storage,
              ...(checkpoint.everySeconds !== undefined && { everySeconds: checkpoint.everySeconds }),
            }),
          ]
        : []),
      ...(watched ? [watched.callback] : []),
    ],
    ...(goesOn && { resume: state }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  }).finally(() => watched?.dispose());
}

const withLess = (optimizer: Optimizer, share: number): Optimizer => {
  const { learningRate } = optimizer;
  return {
    ...optimizer,
    learningRate: typeof learningRate === 'number' ? share * learningRate : (step) => share * learningRate(step),
  };
};

const rounding = 1e-6;

/** Ends a training in which no epoch of the first quarter was right on more than `accuracy` of the validation examples. */
function gaining({ epochs, accuracy }: { readonly epochs: number; readonly accuracy: number }): Callback {
  const quarter = Math.ceil(epochs / 4);
  return {
    name: 'gaining',
    onEpochEnd(epoch, _, trainer) {
      const most = Math.max(...trainer.history.map(({ logs }) => logs.val_accuracy!));
      if (epoch === quarter && most <= accuracy + rounding)
        trainer.stop(`after ${epoch} of ${epochs} epochs no more of the validation pictures are right`);
    },
  };
}

const nothingLearned = (model: Model, { message }: NumericError): Run => ({
  model,
  history: [],
  stopped: 'diverged',
  stepsPerExecution: 1,
  reason: message,
  seconds: 0,
});
