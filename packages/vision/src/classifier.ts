/**
 * An image classifier in one ONNX file that needs nobody else: it takes pictures as bytes, does the arithmetic of its
 * preprocessing itself, gives probabilities, and carries its labels.
 */
import { FileError, type Model, UsageError } from '@graftml/core';
import { fromOnnx, labelsOf, readMetadata, toOnnx, withMetadata } from '@graftml/onnx';
import { labelsModel, pictureClassifier } from './classifier-model.ts';
import { type ExtraOutput, extraOutputs } from './explain/extra-outputs.ts';
import { type Preprocessing, parsePreprocessing } from './preprocessing.ts';
import type { Unsure } from './trust/calibrate.ts';

/** What a classifier's file says of it beside its graph. */
export interface ClassifierDescription {
  /** What each output stands for, in order. */
  readonly labels: readonly string[];
  readonly preprocessing: Preprocessing;
  /** How it came about: anything that JSON can say. */
  readonly training?: Readonly<Record<string, unknown>>;
  /** The probabilities are `softmax(logits / temperature)`; 1 unless given. See `fitTemperature`. */
  readonly temperature?: number;
  /** Below which probability an answer had better be "unsure"; see `calibrate`. The file's probabilities do not depend on it. */
  readonly unsure?: Unsure;
  /**
   * A picture may have several labels or none: each probability is a sigmoid of its own, and a label is told from its threshold on. Absent where
   * they are a softmax, and one label is right.
   */
  readonly several?: SeveralLabels;
}

/** From which probability each label is told, in their order. */
export interface SeveralLabels {
  readonly thresholds: readonly number[];
}

/** A classifier as its file gives it back. */
export interface Classifier extends ClassifierDescription {
  /** From `pictures`, uint8 `[N, height, width, channels]`, to probabilities `[N, classes]`; with its weights. */
  readonly model: Model;
}

/** The metadata entry that holds the preprocessing of a model, as JSON. */
export const preprocessingKey = 'graft.preprocessing';
/** The metadata entries beside `labels`, each JSON. */
const keys = {
  preprocessing: preprocessingKey,
  training: 'graft.training',
  temperature: 'graft.temperature',
  unsure: 'graft.unsure',
  several: 'graft.several',
} as const;
/** The first output of a file; others are there on request. */
export const mainOutput = 'probabilities';

/** What is saved beside the weights. */
export interface SaveOptions extends ClassifierDescription {
  /** Outputs beside the probabilities; none unless given. */
  readonly outputs?: readonly ExtraOutput[];
}

/**
 * The bytes of an ONNX model from `pictures`, uint8 `[N, height, width, channels]`, to `probabilities`, float32
 * `[N, classes]`, and what else is asked for. `model` takes `[N, channels, height, width]` and gives logits, or ends in a softmax. The
 * same model and description give the same bytes.
 * @throws UsageError if labels or preprocessing do not fit the model, or its head does not allow an output; DataError if it has no weights
 */
export function saveClassifier(model: Model, description: SaveOptions): Uint8Array<ArrayBuffer> {
  const { labels, preprocessing, training, temperature = 1, unsure, several, outputs = [] } = description;
  checkLabels(labels, model);
  if (unsure) checkThreshold(unsure.threshold, 'unsure');
  if (several) checkSeveral(several, description);
  const classifier = several ? labelsModel(model, preprocessing) : pictureClassifier(model, preprocessing, temperature);
  return toOnnx(classifier, {
    labels,
    metadata: {
      [keys.preprocessing]: JSON.stringify(preprocessing),
      ...(training && { [keys.training]: JSON.stringify(training) }),
      ...(temperature !== 1 && { [keys.temperature]: JSON.stringify(temperature) }),
      ...(unsure && { [keys.unsure]: JSON.stringify(unsure) }),
      ...(several && { [keys.several]: JSON.stringify(several) }),
    },
    after: (_, probabilities) => ({
      [mainOutput]: probabilities,
      ...extraOutputs(probabilities, classifier.inputs[0]!.name, outputs),
    }),
  });
}

/**
 * Reads what `saveClassifier` wrote.
 * @param where the file's name, for errors
 * @throws FileError if it is damaged, no ONNX model, or one without labels and preprocessing
 */
export function openClassifier(bytes: Uint8Array, where = 'model'): Classifier {
  const { metadata } = readMetadata(bytes, { where });
  const labels = labelsOf(metadata);
  const stored = metadata[keys.preprocessing];
  if (!labels || stored === undefined)
    throw new FileError('is an ONNX model, but no image classifier of ours', {
      where,
      expected: `labels and ${keys.preprocessing} in its metadata`,
      received: Object.keys(metadata).join(', ') || 'no metadata',
      hint: 'only files that saveClassifier or graft train wrote can be opened so',
    });
  const preprocessing = parsePreprocessing(stored, `${where}: preprocessing`);
  const model = fromOnnx(bytes, { where, output: mainOutput });
  const { width, height, channels } = preprocessing;
  const [input] = model.inputs;
  if (input?.dtype !== 'uint8' || `${input.shape.slice(1)}` !== `${[height, width, channels]}`)
    throw new FileError('has a preprocessing that does not fit its input', {
      where,
      expected: `uint8 [N, ${height}, ${width}, ${channels}]`,
      received: `${input?.dtype} [${input?.shape.join(', ')}]`,
    });
  checkLabels(labels, model);
  const training = recordIn(metadata[keys.training]);
  const temperature = Number(metadata[keys.temperature] ?? 1);
  const unsure = unsureIn(metadata[keys.unsure], where);
  const several = severalIn(metadata[keys.several], labels, where);
  return {
    model,
    labels,
    preprocessing,
    ...(training && { training }),
    ...(temperature !== 1 && { temperature }),
    ...(unsure && { unsure }),
    ...(several && { several }),
  };
}

/**
 * The same file, unsure below another probability, or, for undefined, never. Its probabilities stay as they are.
 * @throws UsageError for a threshold that is no probability; FileError for what is no ONNX model
 */
export function withUnsure(bytes: Uint8Array, unsure: Unsure | undefined, where = 'model'): Uint8Array<ArrayBuffer> {
  if (unsure) checkThreshold(unsure.threshold, 'unsure');
  return withMetadata(bytes, { [keys.unsure]: unsure && JSON.stringify(unsure) }, { where });
}

/**
 * The same file with other labels: as many, in the order of its outputs.
 * @throws UsageError for labels that do not fit; FileError as `openClassifier`
 */
export function withLabels(bytes: Uint8Array, labels: readonly string[], where = 'model'): Uint8Array<ArrayBuffer> {
  checkLabels(labels, openClassifier(bytes, where).model);
  return withMetadata(bytes, { labels: JSON.stringify(labels) }, { where });
}

/** It only tells a story, so a classifier with a story that cannot be read still works. */
function recordIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** @throws FileError for one that is there and says no threshold: answers would be given that should not be */
function unsureIn(text: string | undefined, where: string): Unsure | undefined {
  if (text === undefined) return undefined;
  const { threshold, ...rest } = recordIn(text) ?? {};
  if (!isShare(threshold))
    throw new FileError('does not say when it is unsure', {
      where,
      expected: `${keys.unsure}: {"threshold": 0 to 1} in its metadata`,
      received: text.slice(0, 60),
    });
  return { threshold, ...rest };
}

/** @throws FileError for one that is there and does not fit the labels */
function severalIn(text: string | undefined, labels: readonly string[], where: string): SeveralLabels | undefined {
  if (text === undefined) return undefined;
  const { thresholds } = recordIn(text) ?? {};
  if (Array.isArray(thresholds) && thresholds.length === labels.length && thresholds.every(isShare))
    return { thresholds };
  throw new FileError('does not say from which probability a label is told', {
    where,
    expected: `${keys.several}: {"thresholds": [${labels.length} of 0 to 1]} in its metadata`,
    received: text.slice(0, 60),
  });
}

/** @throws UsageError for what does not go together */
function checkSeveral({ thresholds }: SeveralLabels, { labels, temperature = 1, unsure }: ClassifierDescription): void {
  if (thresholds.length !== labels.length || !thresholds.every(isShare))
    throw new UsageError('are no thresholds of the labels', {
      where: 'several',
      expected: `${labels.length} numbers from 0 to 1`,
      received: `${thresholds}`,
    });
  if (temperature !== 1 || unsure)
    throw new UsageError('are for classifiers of one label for each picture', { where: 'temperature and unsure' });
}

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

/** @throws UsageError for what is no probability */
export function checkThreshold(threshold: number, where: string): void {
  if (!isShare(threshold))
    throw new UsageError('is no probability', { where, expected: '0 to 1', received: `${threshold}` });
}

function checkLabels(labels: readonly string[], model: Model): void {
  const { shape } = model.graph('infer').outputs.output!;
  if (shape.length !== 2 || shape[1] !== labels.length)
    throw new UsageError('the labels do not fit the outputs', {
      where: model.name,
      expected: `outputs [N, ${labels.length}], one for each label`,
      received: `[${shape.join(', ')}]`,
    });
  const twice = labels.find((label, i) => labels.indexOf(label) < i);
  if (twice !== undefined) throw new UsageError(`the label "${twice}" is there twice`, { where: model.name });
}
