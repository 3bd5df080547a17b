/** What a training begins with: labelled pictures in parts, and a network for them. */
import {
  adagrad,
  adam,
  adamW,
  type Backend,
  categoricalCrossentropy,
  type Dataset,
  type Model,
  rmsprop,
  sgd,
  sparseCategoricalCrossentropy,
  summary,
  UsageError,
} from '@graftml/core';
import { augment, logitsOf, mixup, type Preprocessing, parseAugmentation } from '@graftml/vision';
import { augmentInWorkers } from '@graftml/vision/node';
import type { DeviceOptions } from './device.ts';
import { findModel, type ModelSource } from './models.ts';
import { count, listed } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { chooseSize, describePictures, divide, type Parts, type PictureSize, readLabelled } from './pictures.ts';

export const optimizers = { rmsprop, adam, adamw: adamW, sgd, adagrad } as const;
export type OptimizerName = keyof typeof optimizers;

export interface TaskRequest extends DeviceOptions {
  readonly data: readonly string[];
  readonly test?: readonly string[];
  /** If absent, a network that suits the pictures. */
  readonly model?: string;
  /** If absent 32, or all pictures where there are fewer. */
  readonly batchSize?: number;
  readonly optimizer: OptimizerName;
  readonly seed: number;
  readonly validation?: number | string;
  readonly size?: PictureSize;
  /** How training pictures are changed, in the words of `parseAugmentation`; not at all unless given. */
  readonly augment?: string;
}

export interface Task {
  /** With logits as output. */
  readonly model: Model;
  /** The model's name, for people. */
  readonly name: string;
  readonly parts: Parts;
  /** The pictures as they are to be seen, and the loss that fits their labels: for `fit`. */
  readonly learned: ReturnType<typeof learnedFrom>;
  readonly classNames: readonly string[];
  readonly preprocessing: Preprocessing;
  readonly batchSize: number;
  /** Ends what works for the pictures. */
  close(): Promise<void>;
}

/** The network that was asked for, and a look at the words of the augmentation, before any picture is read. */
export async function namedModel(request: TaskRequest): Promise<ModelSource | undefined> {
  parseAugmentation(augmentationOf(request), '--augment');
  return request.model === undefined ? undefined : findModel(request.model);
}

/** Reads the pictures, builds the network, and shows both. */
export async function openTask(
  request: TaskRequest,
  named: ModelSource | undefined,
  backend: Backend,
  screen: Screen,
  signal: AbortSignal,
): Promise<Task> {
  const size = request.size ?? (await chooseSize(request.data, signal));
  const sets = await readLabelled(request.data, { signal, ...(size && { size }) }, screen);
  const parts = await divide(sets, request, screen, signal);
  const { classNames, preprocessing } = sets;
  showData(parts, preprocessing, augmentationOf(request), size !== undefined && !request.size, screen);

  const { width, height, channels } = preprocessing;
  const { name, build } = named ?? (await findModel(channels === 1 ? 'mnist-cnn' : 'cifar10-cnn'));
  const model = logitsOf(await build({ input: [channels, height, width], classes: classNames.length }));
  checkOutputs(model, classNames, name);
  screen.line(`\n${summary(model)}\n`);
  screen.fact('Device', describeDevice(backend, screen));
  const batchSize = request.batchSize ?? Math.min(32, parts.train.size);
  const changed = changedFrom(request, parts);
  const learned = learnedFrom(request, parts, changed);
  const close = async () => ('close' in changed ? changed.close() : undefined);
  return { model, name, parts, learned, classNames, preprocessing, batchSize, close };
}

export const lossOfLogits = () => sparseCategoricalCrossentropy({ fromLogits: true });

/** From so many pixels on, other threads change pictures faster than they can be sent to them. */
const worthWorkers = 96 * 96;

/** The training pictures as a training sees them, without mixup. */
function changedFrom(request: TaskRequest, { train }: Parts) {
  const { pictures } = parseAugmentation(augmentationOf(request), '--augment');
  if (Object.keys(pictures).length === 0) return train;
  const { width, height } = train.preprocessing;
  return width * height < worthWorkers ? augment(train, pictures) : augmentInWorkers(train, pictures);
}

/** What `fit` learns from, and the loss that fits its labels. */
function learnedFrom(request: TaskRequest, { train, validation }: Parts, changed: Dataset) {
  const { mixup: alpha } = parseAugmentation(augmentationOf(request), '--augment');
  if (alpha === undefined) return { train: changed, ...(validation && { validation }), loss: lossOfLogits() };
  const mixed = (data: Dataset) => mixup(data, { alpha, classes: train.classNames.length });
  return {
    train: mixed(changed),
    ...(validation && { validation: mixed(validation) }),
    loss: categoricalCrossentropy({ fromLogits: true }),
  };
}

export const augmentationOf = ({ augment = 'none' }: Pick<TaskRequest, 'augment'>): string => augment;

/** Why it was chosen, and with how many threads; what else was tried is for `graft doctor`. */
function describeDevice({ capabilities: { device, reason } }: Backend, { colours }: Screen): string {
  const parts = reason.split('; ');
  return device + colours.dim(` (${[...new Set([parts[0], parts.at(-1)])].join(', ')})`);
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
  augmentation: string,
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
  if (augmentation !== 'none') screen.fact('Augment', `${augmentation}, another way in each epoch`);
}
