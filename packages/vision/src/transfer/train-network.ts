/** Trains a network with a head on pictures, or what lies behind its frozen part on features that are kept. */
import {
  type Backend,
  type Dataset,
  earlyStopping,
  evaluate,
  fit,
  type Model,
  metrics,
  modelCheckpoint,
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
}

const judgedBy = () => ({
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  metrics: { accuracy: metrics.accuracy() },
});

/** The weights of the epoch with the best validation loss; those that it began with, if they are a result and none is better. */
export async function trainNetwork(model: Model, options: TrainNetworkOptions): Promise<TrainedNetwork> {
  const { backend, plan, train, validation, seed, begins, checkpoint, facts, signal, onProgress, onAnswers } = options;
  const { epochs, batchSize, optimizer, patience } = plan;
  const before = begins
    ? await evaluate(model, { backend, data: validation, ...judgedBy(), ...(signal && { signal }) })
    : undefined;
  signal?.throwIfAborted();
  const watched = onAnswers && answersByEpoch(model, { backend, data: validation, tell: onAnswers });
  const run = await fit(model, {
    backend,
    train,
    validation,
    ...judgedBy(),
    optimizer,
    epochs,
    batchSize,
    seed,
    facts,
    callbacks: [
      terminateOnNaN(),
      earlyStopping({ patience }),
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
    ...(checkpoint && { resume: checkpoint.state }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  }).finally(() => watched?.dispose());
  const best = run.history.find(({ epoch }) => epoch === run.bestEpoch)?.logs;
  const after = best && { loss: best.val_loss!, accuracy: best.val_accuracy! };
  const isBetter = !before || (after !== undefined && after.loss < before.loss);
  const kept = isBetter ? after : before;
  return {
    model: isBetter ? run.model : model,
    run,
    ...(kept && { validation: kept }),
    ...(before && { before }),
    isBetter,
  };
}
