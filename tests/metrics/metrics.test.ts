/** Metrics against scikit-learn and Keras 3, whole and summed over batches. */
import { evaluate } from '@graftml/backend-cpu';
import {
  builder,
  type DType,
  input,
  type Metric,
  metrics,
  sparseCategoricalCrossentropy,
  type Tensor,
  tensor,
  toNumbers,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Averages {
  readonly macro: number;
  readonly weighted: number;
  readonly micro: number;
  readonly none: readonly number[];
}
interface Reference {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly scores: readonly (readonly number[])[];
  readonly yes: readonly (readonly number[])[];
  readonly numbers: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
  readonly expected: {
    readonly accuracy: number;
    readonly binaryAccuracy: number;
    readonly 'binaryAccuracyAt0.3': number;
    readonly topK: Readonly<Record<string, number>>;
    readonly confusionMatrix: readonly (readonly number[])[];
    readonly precision: Averages;
    readonly recall: Averages;
    readonly f1: Averages;
    readonly binary: { readonly precision: number; readonly recall: number; readonly f1: number };
    readonly binaryMatrix: readonly (readonly number[])[];
    readonly r2Score: number;
    readonly meanSquaredError: number;
    readonly meanAbsoluteError: number;
    readonly meanCrossentropy: number;
  };
}
const data = reference<Reference>('metrics');
const { expected } = data;

type Rows = readonly (number | readonly number[])[];

function asTensor(dtype: DType, rows: Rows): Tensor {
  const [first] = rows;
  return tensor(dtype, [rows.length, ...(typeof first === 'object' ? [first.length] : [])], rows.flat());
}

/** The metric over batches of `size`; the statistics are summed as training does. */
function measure<R>(
  metric: Metric<R>,
  prediction: Rows,
  target: Rows,
  weights: readonly number[],
  size = 24,
  to?: DType,
): R {
  let total: Tensor<'float64'> | undefined;
  for (let from = 0; from < prediction.length; from += size) {
    const part = <T>(rows: readonly T[]) => rows.slice(from, from + size);
    const tensors = [
      asTensor('float32', part(prediction)),
      asTensor(to ?? (typeof target[0] === 'object' ? 'float32' : 'int32'), part(target)),
      asTensor('float32', part(weights)),
    ] as const;
    const [p, t, w] = tensors.map(({ dtype, shape }, i) => input(`${i}`, dtype, shape)) as [never, never, never];
    const statistic = metric.build(builder(), { prediction: p, target: t, weight: w });
    const [found] = evaluate([statistic], new Map([p, t, w].map((value, i) => [value, tensors[i]!])));
    const sums = toNumbers(found!).map((x, i) => x + (total?.data[i] ?? 0));
    total = tensor('float64', found!.shape, sums);
  }
  return metric.result(total!);
}

const onehot = data.labels.map((label) => data.logits[0]!.map((_, i) => Number(i === label)));
const { logits, labels, weights, scores, yes, numbers, right } = data;

describe.each([24, 5, 1])('in batches of %d', (size) => {
  const near = (received: number, value: number) => expectClose([received], [value], 2e-6);

  test('accuracy by class index, one-hot target and yes or no', () => {
    near(measure(metrics.accuracy(), logits, labels, weights, size), expected.accuracy);
    near(measure(metrics.accuracy(), logits, onehot, weights, size), expected.accuracy);
    near(measure(metrics.accuracy(), scores, yes, weights, size), expected.binaryAccuracy);
    near(
      measure(metrics.binaryAccuracy({ threshold: 0.3 }), scores, yes, weights, size),
      expected['binaryAccuracyAt0.3'],
    );
  });

  test.each(Object.entries(expected.topK))('top %s, ties in favour', (k, value) => {
    const metric = metrics.topKCategoricalAccuracy({ k: Number(k) });
    near(measure(metric, logits, labels, weights, size), value);
    near(measure(metric, logits, onehot, weights, size), value);
  });

  test('confusion matrix, precision, recall and F1', () => {
    expect(measure(metrics.confusionMatrix(), logits, labels, weights, size)).toEqual(expected.confusionMatrix);
    expect(measure(metrics.confusionMatrix(), logits, onehot, weights, size)).toEqual(expected.confusionMatrix);
    for (const name of ['precision', 'recall', 'f1'] as const) {
      for (const average of ['macro', 'weighted', 'micro'] as const)
        near(measure(metrics[name]({ average }), logits, labels, weights, size), expected[name][average]);
      const each = measure(metrics[name]({ average: 'none' }), logits, labels, weights, size);
      expectClose(each, expected[name].none, 1e-9);
    }
  });

  test('the same of yes and no', () => {
    expect(measure(metrics.confusionMatrix(), scores, yes, weights, size)).toEqual(expected.binaryMatrix);
    for (const name of ['precision', 'recall', 'f1'] as const) {
      const metric = metrics[name]({ average: 'binary', threshold: 0.3 });
      near(measure(metric, scores, yes, weights, size), expected.binary[name]);
    }
  });

  test('errors, R² and the mean of a loss', () => {
    near(measure(metrics.meanSquaredError(), numbers, right, weights, size), expected.meanSquaredError);
    near(measure(metrics.meanAbsoluteError(), numbers, right, weights, size), expected.meanAbsoluteError);
    near(measure(metrics.r2Score({ around: 3 }), numbers, right, weights, size), expected.r2Score);
    expectClose([measure(metrics.r2Score(), numbers, right, weights, size)], [expected.r2Score], 1e-4);
    const meanLoss = metrics.meanLoss(sparseCategoricalCrossentropy({ fromLogits: true }));
    near(measure(meanLoss, logits, labels, weights, size), expected.meanCrossentropy);
  });
});

describe('at the edges', () => {
  test('equal scores are no right answer: the first class wins', () => {
    const flat = [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(measure(metrics.accuracy(), flat, [0, 1, 2], [1, 1, 1])).toBeCloseTo(1 / 3);
  });

  test('NaN is a wrong answer', () => {
    const broken = [
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ];
    expect(measure(metrics.accuracy(), broken, [0, 1], [1, 1])).toBe(0);
    expect(measure(metrics.topKCategoricalAccuracy({ k: 2 }), broken, [0, 1], [1, 1])).toBe(0);
  });

  test('options that do not fit the number of classes', () => {
    const three = [[1, 2, 3]];
    expect(() => measure(metrics.f1({ average: 'binary' }), three, [0], [1])).toThrow(/two classes.*received 3/);
    expect(() => measure(metrics.f1({ threshold: 0 }), three, [0], [1])).toThrow('f1: threshold');
  });

  test('without any weight there is nothing to say', () => {
    expect(measure(metrics.accuracy(), [[1, 0]], [0], [0])).toBeNaN();
  });

  test('R² of targets far from 0 needs to know where they are', () => {
    const years = [[2000.5], [2001], [2002.25], [2003]];
    const guesses = [[2000], [2001.5], [2002], [2003]];
    const ones = [1, 1, 1, 1];
    const exact = 1 - 0.5625 / (1.1875 ** 2 + 0.6875 ** 2 + 0.5625 ** 2 + 1.3125 ** 2);
    expect(measure(metrics.r2Score({ around: 2000 }), guesses, years, ones)).toBeCloseTo(exact, 6);
    expect(measure(metrics.r2Score(), guesses, years, ones)).toBeNaN();
  });

  test('R² of targets without spread, as scikit-learn has it', () => {
    expect(measure(metrics.r2Score(), [[2], [2]], [[2], [2]], [1, 1])).toBe(1);
    expect(measure(metrics.r2Score(), [[2], [3]], [[2], [2]], [1, 1])).toBe(0);
  });
});
