/** From pictures to a model file: what `graft train` and `graft demo` do. */
import { findNonFinite } from '@graftml/backend-cpu';
import {
  type Backend,
  bestWeights,
  type Callback,
  earlyStopping,
  evaluate,
  fit,
  type Model,
  metrics,
  modelCheckpoint,
  parameterCount,
  type Run,
  terminateOnNaN,
  UsageError,
} from '@graftml/core';
import { digestOf, type ImageDataset, saveClassifier } from '@graftml/vision';
import { checkWritable, writeWhole } from '@graftml/vision/node';
import { type CheckpointRequest, type Checkpoints, openCheckpoints } from './checkpoints.ts';
import { openBackend } from './device.ts';
import { showMemory } from './memory.ts';
import { drawMoment } from './output/bar.ts';
import { byteSize, count, counted, duration, figure, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import type { Parts } from './pictures.ts';
import { augmentationOf, lossOfLogits, namedModel, openTask, optimizers, type Task, type TaskRequest } from './task.ts';
import { trainingDisplay } from './training-display.ts';

export interface TrainingRequest extends TaskRequest, CheckpointRequest {
  readonly epochs: number;
  readonly learningRate?: number;
  /** Batches whose gradients make one update; 1 unless given. */
  readonly accumulate?: number;
  /** Epochs without a better validation loss after which to stop; if absent all epochs are run. */
  readonly patience?: number;
  readonly out: string;
}

export interface Figures {
  readonly loss: number;
  readonly accuracy: number;
}

/** What `--json` ends with. `null` where there is no such thing. */
export interface TrainingResult {
  readonly params: number;
  readonly epochs: number;
  readonly stopped: Run['stopped'];
  readonly bestEpoch: number | null;
  readonly val: Figures | null;
  readonly test: Figures | null;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly device: string;
}

export async function trainClassifier(
  request: TrainingRequest,
  screen: Screen,
  signal: AbortSignal,
  onRow: (row: Readonly<Record<string, unknown>>) => void = () => {},
): Promise<TrainingResult> {
  // What can fail at once does so before the pictures are read.
  const model = await namedModel(request);
  if (request.patience !== undefined && request.validation === 0)
    throw new UsageError('needs validation pictures', { where: '--patience', hint: 'leave out --validation 0' });
  await checkWritable(request.out);
  const checkpoints = await openCheckpoints(request, screen);
  const backend = await openBackend(request);
  try {
    const task = await openTask(request, model, backend, screen, signal);
    const { parts, classNames, preprocessing } = task;

    showMemory(task, request, backend, screen);
    const run = await train(task, request, checkpoints, backend, screen, signal, onRow).finally(task.close);
    const best = run.history.find(({ epoch }) => epoch === run.bestEpoch) ?? run.history.at(-1);
    const val =
      best?.logs.val_loss === undefined ? null : { loss: best.logs.val_loss, accuracy: best.logs.val_accuracy! };
    showRun(run, val, screen);

    const bytes = saveClassifier(run.model, {
      labels: classNames,
      preprocessing,
      training: describeTraining(request, task, run, val),
    });
    await writeWhole(request.out, bytes);
    screen.fact('Saved', `${printable(request.out)}${screen.colours.dim(`, ${byteSize(bytes.length)}`)}`);

    const test =
      parts.test && !signal.aborted ? await evaluateOn(run.model, parts.test, backend, screen, signal) : null;
    if (test)
      screen.fact(
        'Test',
        `${screen.colours.bold(percent(test.accuracy))} right of ${counted(parts.test!.size, 'picture')} it has never seen, loss ${figure(test.loss)}`,
      );
    return {
      params: parameterCount(run.model),
      epochs: run.history.length,
      stopped: run.stopped,
      bestEpoch: run.bestEpoch ?? null,
      val,
      test,
      seconds: rounded(run.seconds),
      imagesPerSecond: rounded(imagesPerSecond(run)),
      device: request.device === 'reference' ? 'reference' : backend.capabilities.device,
    };
  } finally {
    await backend.dispose();
  }
}

async function train(
  { model, parts, learned, batchSize }: Task,
  request: TrainingRequest,
  checkpoints: Checkpoints | undefined,
  backend: Backend,
  screen: Screen,
  signal: AbortSignal,
  onRow: (row: Readonly<Record<string, unknown>>) => void,
): Promise<Run> {
  const { learningRate, accumulate = 1 } = request;
  const resume = checkpoints?.state;
  const display = trainingDisplay(screen, resume?.history);
  if (resume) onRow({ resumed: { epoch: resume.epoch, batch: resume.batch } });
  const run = await fit(model, {
    backend,
    ...learned,
    metrics: { accuracy: metrics.accuracy() },
    optimizer: optimizers[request.optimizer](learningRate === undefined ? {} : { learningRate }),
    epochs: request.epochs,
    batchSize,
    gradientAccumulationSteps: accumulate,
    seed: request.seed,
    callbacks: callbacksFor(request, parts, checkpoints),
    ...(checkpoints && { resume, facts: factsOf(request, parts) }),
    signal,
    onProgress(progress) {
      display.show(progress);
      if (progress.phase === 'epoch') onRow({ epoch: progress.epoch, ...progress.logs });
    },
  });
  screen.clear();
  return run;
}

function callbacksFor({ patience }: TrainingRequest, { validation }: Parts, checkpoints: Checkpoints | undefined) {
  const callbacks: Callback[] = [terminateOnNaN({ explain: findNonFinite })];
  if (validation) callbacks.push(patience === undefined ? bestWeights() : earlyStopping({ patience }));
  if (checkpoints) {
    const { storage, everySeconds } = checkpoints;
    callbacks.push(modelCheckpoint({ storage, everySeconds }));
  }
  return callbacks;
}

/** What has to be the same, beside what `fit` knows, when the training is resumed. */
const factsOf = (request: TrainingRequest, { train, validation }: Parts) => ({
  'what is in the training pictures': digestOf(train),
  'what is in the validation pictures': validation ? digestOf(validation) : 'none',
  'the augmentation (--augment)': augmentationOf(request),
  'early stopping (--patience)': request.patience === undefined ? 'off' : 'on',
});

async function evaluateOn(
  model: Model,
  data: ImageDataset,
  backend: Backend,
  screen: Screen,
  signal: AbortSignal,
): Promise<Figures | null> {
  const result = await evaluate(model, {
    backend,
    data,
    loss: lossOfLogits(),
    metrics: { accuracy: metrics.accuracy() },
    batchSize: Math.min(128, data.size),
    signal,
    onProgress: (batch, batches) =>
      screen.live(() => drawMoment({ what: 'Testing', share: batch / batches, figures: [] }, screen)),
  });
  screen.clear();
  return result ?? null;
}

function showRun(run: Run, val: Figures | null, screen: Screen): void {
  const { bold, yellow } = screen.colours;
  screen.line();
  if (run.stopped === 'diverged') screen.fact('Stopped', yellow(run.reason ?? 'the loss became NaN'));
  else if (run.reason) screen.fact('Stopped', run.reason);
  else if (run.stopped === 'aborted') screen.fact('Stopped', yellow('as you asked, before all epochs were done'));
  if (val && run.bestEpoch !== undefined)
    screen.fact(
      'Best',
      `${bold(`epoch ${run.bestEpoch}`)}: ${percent(val.accuracy)} of the validation pictures right, loss ${figure(val.loss)}`,
    );
  screen.fact('Time', `${duration(run.seconds)}, ${count(imagesPerSecond(run))} pictures/s`);
}

/** Training pictures a second, validation not counted, over all epochs. */
function imagesPerSecond({ history }: Run): number {
  const seconds = history.reduce((sum, { examplesPerSecond }) => sum + 1 / examplesPerSecond, 0);
  return history.length === 0 ? 0 : history.length / seconds;
}

/** Travels in the file. Nothing in it tells of the clock or the machine: the same training gives the same file. */
function describeTraining(request: TrainingRequest, task: Task, run: Run, validation: Figures | null) {
  const { optimizer, learningRate, accumulate, seed } = request;
  return {
    model: task.name,
    optimizer,
    ...(learningRate !== undefined && { learningRate }),
    batchSize: task.batchSize,
    ...(accumulate !== undefined && { gradientAccumulationSteps: accumulate }),
    seed,
    ...(request.augment !== undefined && { augmentation: request.augment }),
    epochs: run.history.length,
    ...(run.bestEpoch !== undefined && { bestEpoch: run.bestEpoch }),
    pictures: task.parts.train.size,
    ...(validation && { validation }),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
