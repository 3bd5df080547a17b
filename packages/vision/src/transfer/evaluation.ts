/** How good a classifier is on examples it has not learnt from, how sure that is, and how far what it says of itself is true. */
import { type Backend, type Dataset, type Model, metrics, predictBatches, type Tensor, toNumbers } from '@graftml/core';
import type { Split } from '../layout.ts';
import type { Unsure } from '../trust/calibrate.ts';
import { answersOf, crossEntropy, probabilitiesOf } from '../trust/logits.ts';
import { type Reliability, reliability } from '../trust/reliability.ts';
import { type Coverage, coverageAt, coverageCurve } from '../trust/unsure.ts';
import { wilsonInterval } from '../trust/wilson.ts';

/** What `judge` finds. Every example counts once, whatever weight it has in training. */
export interface Evaluation {
  readonly of: Exclude<Split, 'train'>;
  /** How many examples there are. */
  readonly n: number;
  /** The share of them that is recognised. */
  readonly accuracy: number;
  /** Where the share among endlessly many of their kind lies, with 95 % confidence: see `wilsonInterval`. */
  readonly interval: readonly [number, number];
  /** The mean cross-entropy. */
  readonly loss: number;
  /** In the order of the labels. */
  readonly perClass: readonly ClassEvaluation[];
  /** `confusion[right][said]` */
  readonly confusion: metrics.ConfusionMatrix;
  /** Whether its probabilities are true: without a temperature, and with it. */
  readonly calibration: { readonly temperature: number; readonly before: Reliability; readonly after: Reliability };
  /** What is answered, and how much of it is right, as the classifier answers only where it is surer and surer. */
  readonly coverage: readonly Coverage[];
  /** The same at the threshold that the classifier has, if it has one. */
  readonly unsure?: Coverage;
  /** Of the wrong answers, those that it was surest of; 24 at most. */
  readonly mistakes: readonly Mistake[];
}

/** How well one class is told from the others. */
export interface ClassEvaluation extends metrics.ClassScores {
  readonly name: string;
  /** Examples of it. */
  readonly n: number;
}

/** An example that was taken for another class. */
export interface Mistake {
  /** Of the example, in the data that was judged by. */
  readonly index: number;
  readonly label: string;
  readonly said: string;
  /** Of what it said, and of what is right. */
  readonly probability: number;
  readonly probabilityOfLabel: number;
}

/** What an evaluation is of. */
export interface Judged {
  readonly of: Evaluation['of'];
  readonly classNames: readonly string[];
  /** See `saveClassifier`; 1 unless given. */
  readonly temperature?: number;
  readonly unsure?: Unsure;
}

/** What `judge` runs the model on. */
export interface LogitsOptions {
  readonly backend: Backend;
  /** With one class index for each example. */
  readonly data: Dataset;
  /** Examples that run together: 32 unless given. */
  readonly batchSize?: number;
  /** After each batch. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Options of `judge`. */
export interface JudgeOptions extends Judged, LogitsOptions {}

const mostMistakes = 24;

/** @param model to logits `[N, classes]` */
export async function judge(
  model: Model,
  { of, classNames, temperature, unsure, ...data }: JudgeOptions,
): Promise<Evaluation> {
  const { logits, labels } = await labelledLogits(model, data);
  const judged = { of, classNames, ...(temperature !== undefined && { temperature }), ...(unsure && { unsure }) };
  return evaluationOf(logits, labels, judged);
}

/** What a model to logits says of examples, and what is right. */
export async function labelledLogits(
  model: Model,
  { backend, data, batchSize = Math.min(32, data.size), onProgress, signal }: LogitsOptions,
): Promise<{ readonly logits: Float64Array; readonly labels: Int32Array }> {
  const labels = new Int32Array(data.size);
  const noted: Dataset = {
    size: data.size,
    async get(index) {
      const { x, y } = await data.get(index);
      labels[index] = Number(y!.data[0]);
      return { x, y: y! };
    },
  };
  const rows: Tensor[] = [];
  let done = 0;
  for await (const batch of predictBatches(model, { backend, data: noted, batchSize, ...(signal && { signal }) })) {
    rows.push(batch);
    done += batch.shape[0]!;
    onProgress?.(done, data.size);
  }
  signal?.throwIfAborted();
  return { logits: Float64Array.from(rows.flatMap((batch) => toNumbers(batch))), labels };
}

/**
 * @param logits `[n, classes]`, without any temperature
 * @param labels class indices, `[n]`
 */
export function evaluationOf(
  logits: ArrayLike<number>,
  labels: Int32Array,
  { of, classNames, temperature = 1, unsure }: Judged,
): Evaluation {
  const width = classNames.length;
  const probabilities = probabilitiesOf(logits, width, temperature);
  const answers = answersOf(probabilities, labels);
  const confusion = classNames.map(() => classNames.map(() => 0));
  for (const [i, label] of labels.entries()) confusion[label]![answers.classes[i]!]!++;
  const n = labels.length;
  const right = answers.right.filter(Boolean).length;
  const { classes } = metrics.confusionScores(confusion);
  return {
    of,
    n,
    accuracy: right / n,
    interval: wilsonInterval(right, n),
    loss: crossEntropy(probabilities, labels),
    perClass: classes.map(({ support, ...scores }, i) => ({ name: classNames[i]!, n: support, ...scores })),
    confusion,
    calibration: {
      temperature,
      before: reliability(temperature === 1 ? probabilities : probabilitiesOf(logits, width), labels),
      after: reliability(probabilities, labels),
    },
    coverage: coverageCurve(answers),
    ...(unsure && { unsure: coverageAt(answers, unsure.threshold) }),
    mistakes: [...labels.keys()]
      .filter((i) => !answers.right[i])
      .sort((a, b) => answers.confidence[b]! - answers.confidence[a]!)
      .slice(0, mostMistakes)
      .map((index) => ({
        index,
        label: classNames[labels[index]!]!,
        said: classNames[answers.classes[index]!]!,
        probability: answers.confidence[index]!,
        probabilityOfLabel: probabilities[index * width + labels[index]!]!,
      })),
  };
}
