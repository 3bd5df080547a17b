/** How good answers are where a picture may have several labels. */
import { wilsonInterval } from '../trust/wilson.ts';
import { countsAt, type Question, questionsOf } from './label-questions.ts';
import { binaryLoss } from './logistics.ts';
import { mean } from './numbers.ts';

/** Where a figure may truly lie, with 95 % confidence. */
export type Interval = readonly [number, number];

/** What `judgeLabels` finds. */
export interface LabelsEvaluation {
  readonly of: 'validation' | 'test';
  readonly n: number;
  /** The share of pictures of which every label is right, and none too much; and where it may lie (Wilson 1927). */
  readonly exact: number;
  readonly interval: Interval;
  /** The same of who always tells the set of labels that is most frequent here. */
  readonly chance: { readonly labels: readonly string[]; readonly share: number };
  /** Of all labels of all pictures together: how many there are, are told, and are told rightly. */
  readonly labels: { readonly there: number; readonly told: number; readonly right: number };
  /** The mean over the labels. */
  readonly f1: number;
  /** The mean over the labels that occur. */
  readonly averagePrecision: number;
  /** The mean binary cross-entropy. */
  readonly loss: number;
  readonly perClass: readonly LabelEvaluation[];
  /** Pictures with a wrong answer, those with the largest loss first; 24 at most. */
  readonly mistakes: readonly LabelsMistake[];
}

/** How well one label is found; its threshold says from which probability it is told. */
export interface LabelEvaluation {
  readonly name: string;
  /** Pictures that have it. */
  readonly n: number;
  /** Pictures that it is told of, and how many of those have it. */
  readonly told: number;
  readonly right: number;
  readonly threshold: number;
  /** Of the pictures that it is told of, the share that have it; 0 where there are none, as in scikit-learn. */
  readonly precision: number;
  /** Of the pictures that have it, the share that it is told of. */
  readonly recall: number;
  readonly f1: number;
  /** The mean of the precision over all thresholds, by how much of the recall each brings. */
  readonly averagePrecision: number;
  /** Where these may truly lie; absent where nothing speaks for it. */
  readonly intervals: Partial<Readonly<Record<LabelFigure, Interval>>>;
}

/** What is told of each label. */
export type LabelFigure = 'precision' | 'recall' | 'f1' | 'averagePrecision';

/** A picture of which a label was missed, or told wrongly. */
export interface LabelsMistake {
  /** Of the picture, among those that were judged by. */
  readonly index: number;
  /** What it has. */
  readonly labels: readonly string[];
  /** Labels that it has and that were not told; the least probable first. */
  readonly missed: readonly ToldLabel[];
  /** Labels that were told and that it has not; the most probable first. */
  readonly wrong: readonly ToldLabel[];
}

/** A label, and how probable it was said to be. */
export interface ToldLabel {
  readonly label: string;
  readonly probability: number;
}

/** What `judgeLabels` is told beside probabilities and labels. */
export interface JudgeLabelsOptions {
  readonly of: LabelsEvaluation['of'];
  readonly classNames: readonly string[];
  /** From which probability each label is told. */
  readonly thresholds: readonly number[];
}

/**
 * @param probabilities `[size, classes]`
 * @param labels the indices of the labels of each
 */
export function judgeLabels(
  probabilities: ArrayLike<number>,
  labels: readonly (readonly number[])[],
  { of, classNames, thresholds }: JudgeLabelsOptions,
): LabelsEvaluation {
  const classes = classNames.length;
  const n = labels.length;
  const perClass = questionsOf(probabilities, labels, classes).map((question, k) =>
    judgeLabel(question, classNames[k]!, thresholds[k]!),
  );
  const tells = (i: number, k: number) => probabilities[i * classes + k]! >= thresholds[k]!;
  const right = labels.map((list, i) => classNames.every((_, k) => tells(i, k) === list.includes(k)));
  const exact = right.filter(Boolean).length;
  const sum = (figure: 'n' | 'told' | 'right') => perClass.reduce((all, one) => all + one[figure], 0);
  const lossOf = (i: number) =>
    binaryLoss(
      Array.from(classNames, (_, k) => probabilities[i * classes + k]!),
      [labels[i]!],
    );
  const told = (i: number, indices: readonly number[]) =>
    indices.map((k): ToldLabel => ({ label: classNames[k]!, probability: probabilities[i * classes + k]! }));
  return {
    of,
    n,
    exact: exact / n,
    interval: wilsonInterval(exact, n),
    chance: mostFrequent(labels, classNames),
    labels: { there: sum('n'), told: sum('told'), right: sum('right') },
    f1: mean(perClass.map(({ f1 }) => f1)),
    averagePrecision: mean(perClass.filter(({ n }) => n > 0).map((one) => one.averagePrecision)),
    loss: binaryLoss(probabilities, labels),
    perClass,
    mistakes: [...labels.keys()]
      .filter((i) => !right[i])
      .map((index) => ({ index, loss: lossOf(index) }))
      .sort((a, b) => b.loss - a.loss)
      .slice(0, mostMistakes)
      .map(({ index }) => {
        const all = [...classNames.keys()];
        const has = new Set(labels[index]!);
        return {
          index,
          labels: labels[index]!.map((k) => classNames[k]!),
          missed: told(
            index,
            all.filter((k) => has.has(k) && !tells(index, k)),
          ).sort(byProbability),
          wrong: told(
            index,
            all.filter((k) => !has.has(k) && tells(index, k)),
          ).sort((a, b) => byProbability(b, a)),
        };
      }),
  };
}

const mostMistakes = 24;
const byProbability = (a: ToldLabel, b: ToldLabel): number => a.probability - b.probability;

function mostFrequent(
  labels: readonly (readonly number[])[],
  classNames: readonly string[],
): LabelsEvaluation['chance'] {
  const counts = new Map<string, number>();
  const keyOf = (list: readonly number[]) => [...list].sort((a, b) => a - b).join();
  for (const list of labels) counts.set(keyOf(list), (counts.get(keyOf(list)) ?? 0) + 1);
  const [key, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  const names = key === '' ? [] : key.split(',').map((k) => classNames[Number(k)]!);
  return { labels: names, share: count / labels.length };
}

function judgeLabel(question: Question, name: string, threshold: number): LabelEvaluation {
  const { told, there, right } = countsAt(question, threshold);
  const found = averagePrecision(question);
  const either = told + there - right;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  // F1 = 2 J / (1 + J) of the share J of pictures with both among those with either (Hand, Christen & Kirielle 2021).
  const harmonic = ([low, high]: Interval): Interval => [(2 * low) / (1 + low), (2 * high) / (1 + high)];
  return {
    ...{ name, n: there, told, right, threshold },
    precision: share(right, told),
    recall: share(right, there),
    f1: share(2 * right, told + there),
    averagePrecision: found,
    intervals: {
      ...(told > 0 && { precision: wilsonInterval(right, told) }),
      ...(there > 0 && { recall: wilsonInterval(right, there) }),
      ...(either > 0 && { f1: harmonic(wilsonInterval(right, either)) }),
      // As if it were a share of the pictures that have the label (Boyd, Eng & Page 2013).
      ...(there > 0 && { averagePrecision: wilsonInterval(found * there, there) }),
    },
  };
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
  return Math.min(1, sum);
}
