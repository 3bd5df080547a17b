/** How good answers are where a picture may have several labels. */

import { binaryLoss } from './logistics.ts';
import { mean } from './numbers.ts';

/** What `judgeLabels` finds. */
export interface LabelsEvaluation {
  readonly of: 'validation' | 'test';
  readonly n: number;
  /** The share of pictures of which every label is right, and none too much. */
  readonly exact: number;
  /** The mean over the labels. */
  readonly f1: number;
  /** The mean over the labels that occur. */
  readonly averagePrecision: number;
  /** The mean binary cross-entropy. */
  readonly loss: number;
  readonly perClass: readonly LabelEvaluation[];
}

/** How well one label is found; its threshold says from which probability it is told. */
export interface LabelEvaluation {
  readonly name: string;
  /** Pictures that have it. */
  readonly n: number;
  readonly threshold: number;
  /** Of the pictures that it is told of, the share that have it; 0 where there are none, as in scikit-learn. */
  readonly precision: number;
  /** Of the pictures that have it, the share that it is told of. */
  readonly recall: number;
  readonly f1: number;
  /** The mean of the precision over all thresholds, by how much of the recall each brings. */
  readonly averagePrecision: number;
}

/** Answers of yes or no to one question. */
interface Question {
  readonly probabilities: readonly number[];
  readonly right: readonly boolean[];
}

/**
 * @param probabilities `[size, classes]`
 * @param labels the indices of the labels of each
 */
export function judgeLabels(
  probabilities: ArrayLike<number>,
  labels: readonly (readonly number[])[],
  {
    of,
    classNames,
    thresholds,
  }: {
    readonly of: LabelsEvaluation['of'];
    readonly classNames: readonly string[];
    readonly thresholds: readonly number[];
  },
): LabelsEvaluation {
  const classes = classNames.length;
  const questions = questionsOf(probabilities, labels, classes);
  const perClass = questions.map((question, k) => {
    const threshold = thresholds[k]!;
    const n = question.right.filter(Boolean).length;
    return {
      name: classNames[k]!,
      n,
      threshold,
      ...at(question, threshold),
      averagePrecision: averagePrecision(question),
    };
  });
  const exact = labels.filter((list, i) =>
    classNames.every((_, k) => probabilities[i * classes + k]! >= thresholds[k]! === list.includes(k)),
  ).length;
  return {
    of,
    n: labels.length,
    exact: exact / labels.length,
    f1: mean(perClass.map(({ f1 }) => f1)),
    averagePrecision: mean(perClass.filter(({ n }) => n > 0).map((one) => one.averagePrecision)),
    loss: binaryLoss(probabilities, labels),
    perClass,
  };
}

export function questionsOf(
  probabilities: ArrayLike<number>,
  labels: readonly (readonly number[])[],
  classes: number,
): Question[] {
  return Array.from({ length: classes }, (_, k) => ({
    probabilities: labels.map((_, i) => probabilities[i * classes + k]!),
    right: labels.map((list) => list.includes(k)),
  }));
}

function at({ probabilities, right }: Question, threshold: number) {
  let [hits, told, there] = [0, 0, 0];
  probabilities.forEach((probability, i) => {
    const tells = probability >= threshold;
    if (tells) told++;
    if (right[i]) there++;
    if (tells && right[i]) hits++;
  });
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return { precision: share(hits, told), recall: share(hits, there), f1: share(2 * hits, told + there) };
}

function averagePrecision({ probabilities, right }: Question): number {
  const there = right.filter(Boolean).length;
  if (there === 0) return 0;
  const order = [...probabilities.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
  let [sum, hits, before] = [0, 0, 0];
  order.forEach((index, i) => {
    if (right[index]) hits++;
    if (i + 1 < order.length && probabilities[order[i + 1]!] === probabilities[index]) return;
    sum += ((hits - before) / there) * (hits / (i + 1));
    before = hits;
  });
  return sum;
}

/** Fewer pictures that have a label say nothing of where to draw the line. */
const fewest = 10;

/** The threshold with the best F1, midway between two probabilities that occur; a half where too few pictures have, or lack, the label. */
export function bestThreshold(question: Question): number {
  const there = question.right.filter(Boolean).length;
  if (Math.min(there, question.right.length - there) < fewest) return 0.5;
  const sorted = [...new Set(question.probabilities)].sort((a, b) => a - b);
  const between = sorted.slice(1).map((probability, i) => (probability + sorted[i]!) / 2);
  let best = { threshold: 0.5, f1: at(question, 0.5).f1 };
  for (const threshold of between) {
    const { f1 } = at(question, threshold);
    if (f1 > best.f1 + 1e-12) best = { threshold, f1 };
  }
  return Math.round(best.threshold * 1e4) / 1e4;
}
