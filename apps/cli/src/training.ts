/** From pictures to a model file: what `graft train` and `graft demo` do. */
import { findNonFinite } from '@graftml/backend-cpu';
import {
  adagrad,
  adam,
  adamW,
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
  rmsprop,
  sgd,
  sparseCategoricalCrossentropy,
  summary,
  terminateOnNaN,
  UsageError,
} from '@graftml/core';
import { digestOf, type ImageDataset, logitsOf, type Preprocessing, saveClassifier } from '@graftml/vision';
import { checkWritable, writeWhole } from '@graftml/vision/node';
import { type CheckpointRequest, type Checkpoints, openCheckpoints } from './checkpoints.ts';
import { type DeviceOptions, openBackend } from './device.ts';
import { findModel } from './models.ts';
import { drawMoment } from './output/bar.ts';
import { byteSize, count, counted, duration, figure, listed, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { chooseSize, describePictures, divide, type Parts, type PictureSize, readLabelled } from './pictures.ts';
import { trainingDisplay } from './training-display.ts';

export const optimizers = { rmsprop, adam, adamw: adamW, sgd, adagrad } as const;
export type OptimizerName = keyof typeof optimizers;

export interface TrainingRequest extends DeviceOptions, CheckpointRequest {
  readonly data: readonly string[];
  readonly test?: readonly string[];
  /** If absent, a network that suits the pictures. */
  readonly model?: string;
  readonly epochs: number;
  /** If absent 32, or all pictures where there are fewer. */
  readonly batchSize?: number;
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly seed: number;
  readonly validation?: number | string;
  /** Epochs without a better validation loss after which to stop; if absent all epochs are run. */
  readonly patience?: number;
  readonly size?: PictureSize;
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
  const model = request.model === undefined ? undefined : await findModel(request.model);
  if (request.patience !== undefined && request.validation === 0)
    throw new UsageError('needs validation pictures', { where: '--patience', hint: 'leave out --validation 0' });
  await checkWritable(request.out);
  const checkpoints = await openCheckpoints(request, screen);
  const backend = await openBackend(request);
  try {
    const size = request.size ?? (await chooseSize(request.data, signal));
    const sets = await readLabelled(request.data, { signal, ...(size && { size }) }, screen);
    const parts = await divide(sets, request, screen, signal);
    const { classNames, preprocessing } = sets;
    showData(parts, preprocessing, size !== undefined && !request.size, screen);

    const { width, height, channels } = preprocessing;
    const chosen = model ?? (await findModel(channels === 1 ? 'mnist-cnn' : 'cifar10-cnn'));
    const built = logitsOf(await chosen.build({ input: [channels, height, width], classes: classNames.length }));
    checkOutputs(built, classNames, chosen.name);
    screen.line(`\n${summary(built)}\n`);
    screen.fact('Device', describeDevice(backend, screen));

    const run = await train(built, request, parts, checkpoints, backend, screen, signal, onRow);
    const best = run.history.find(({ epoch }) => epoch === run.bestEpoch) ?? run.history.at(-1);
    const val =
      best?.logs.val_loss === undefined ? null : { loss: best.logs.val_loss, accuracy: best.logs.val_accuracy! };
    showRun(run, val, screen);

    const bytes = saveClassifier(run.model, {
      labels: classNames,
      preprocessing,
      training: describeTraining(request, chosen.name, parts, run, val),
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

/** Why it was chosen, and with how many threads; what else was tried is for `graft doctor`. */
function describeDevice({ capabilities: { device, reason } }: Backend, { colours }: Screen): string {
  const parts = reason.split('; ');
  return device + colours.dim(` (${[...new Set([parts[0], parts.at(-1)])].join(', ')})`);
}

async function train(
  model: Model,
  request: TrainingRequest,
  parts: Parts,
  checkpoints: Checkpoints | undefined,
  backend: Backend,
  screen: Screen,
  signal: AbortSignal,
  onRow: (row: Readonly<Record<string, unknown>>) => void,
): Promise<Run> {
  const { train, validation } = parts;
  const { learningRate } = request;
  const resume = checkpoints?.state;
  const display = trainingDisplay(screen, resume?.history);
  if (resume) onRow({ resumed: { epoch: resume.epoch, batch: resume.batch } });
  const run = await fit(model, {
    backend,
    train,
    ...(validation && { validation }),
    loss: lossOfLogits(),
    metrics: { accuracy: metrics.accuracy() },
    optimizer: optimizers[request.optimizer](learningRate === undefined ? {} : { learningRate }),
    epochs: request.epochs,
    batchSize: batchSizeFor(request, train),
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
const factsOf = ({ patience }: TrainingRequest, { train, validation }: Parts) => ({
  'what is in the training pictures': digestOf(train),
  'what is in the validation pictures': validation ? digestOf(validation) : 'none',
  'early stopping (--patience)': patience === undefined ? 'off' : 'on',
});

export const lossOfLogits = () => sparseCategoricalCrossentropy({ fromLogits: true });

const batchSizeFor = ({ batchSize }: TrainingRequest, { size }: ImageDataset): number =>
  batchSize ?? Math.min(32, size);

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

function checkOutputs(model: Model, classNames: readonly string[], name: string): void {
  const { shape } = model.graph('infer').outputs.output!;
  if (shape.length === 2 && shape[1] === classNames.length) return;
  throw new UsageError('the model does not have one output for each class', {
    where: name,
    expected: `outputs [N, ${classNames.length}]`,
    received: `[${shape.join(', ')}]`,
    hint: 'use the classes that the function is called with',
  });
}

function showData(
  { train, validation, test }: Parts,
  preprocessing: Preprocessing,
  resized: boolean,
  screen: Screen,
): void {
  const { dim } = screen.colours;
  const all = train.size + (validation?.size ?? 0) + (test?.size ?? 0);
  const hint = resized ? dim(', resized to be alike (--size)') : '';
  screen.fact('Pictures', `${count(all)}, ${describePictures(preprocessing)}${hint}`);
  screen.fact('Classes', `${train.classNames.length}: ${printable(listed(train.classNames, 10))}`);
  const uses = [
    `${count(train.size)} to train`,
    ...(validation ? [`${count(validation.size)} to validate`] : []),
    ...(test ? [`${count(test.size)} to test`] : []),
  ];
  screen.fact('Split', uses.join(', '));
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
function describeTraining(request: TrainingRequest, model: string, parts: Parts, run: Run, validation: Figures | null) {
  const { optimizer, learningRate, seed } = request;
  return {
    model,
    optimizer,
    ...(learningRate !== undefined && { learningRate }),
    batchSize: batchSizeFor(request, parts.train),
    seed,
    epochs: run.history.length,
    ...(run.bestEpoch !== undefined && { bestEpoch: run.bestEpoch }),
    pictures: parts.train.size,
    ...(validation && { validation }),
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
