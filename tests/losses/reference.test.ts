/** Every loss and its gradient against Keras 3 and PyTorch, at extremes too. */
import { evaluate } from '@graftml/backend-cpu';
import {
  binaryCrossentropy,
  builder,
  categoricalCrossentropy,
  grad,
  huber,
  input,
  klDivergence,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly loss: string;
  readonly options: object;
  readonly prediction: Numbers;
  readonly target: Numbers;
  readonly expected: readonly number[];
  readonly gradient: readonly number[];
}
const losses: Readonly<Record<string, (options: object) => Loss>> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  klDivergence,
  huber,
  meanSquaredError,
  meanAbsoluteError,
};

function judge(loss: Loss, dtype: 'float32' | 'float64', prediction: Numbers, target: Numbers) {
  const x = input('prediction', dtype, prediction.shape);
  const wanted = loss.target(x);
  const y = input('target', wanted.dtype, wanted.shape);
  const g = builder();
  const each = loss.build(g, { prediction: x, target: y });
  expect(each.shape).toEqual([prediction.shape[0]]);
  const [dx] = grad(g.reduceSum(each, { keepdims: 0 }), [x]);
  const feeds = new Map([
    [x, tensor(dtype, prediction.shape, prediction.data)],
    [y, tensor(wanted.dtype, target.shape, target.data)],
  ]);
  return evaluate([each, dx!], feeds).map(toNumbers) as [number[], number[]];
}

const cases = reference<readonly Case[]>('losses');

describe('losses as Keras and PyTorch compute them', () => {
  test.each(cases.map((c, i) => [`${i}: ${c.loss} ${JSON.stringify(c.options)}`, c] as const))('%s', (_, at) => {
    const loss = losses[at.loss]!(at.options);
    const [each, gradient] = judge(loss, 'float64', at.prediction, at.target);
    expectClose(each, at.expected, 1e-12, 'loss');
    // PyTorch's own sigmoid and its clip at 1e-7 round in another order.
    expectClose(gradient, at.gradient, 1e-9, 'gradient');
  });

  test.each(cases.map((c, i) => [`${i}: ${c.loss} ${JSON.stringify(c.options)}`, c] as const))(
    'in float32, finite: %s',
    (_, at) => {
      const [each, gradient] = judge(losses[at.loss]!(at.options), 'float32', at.prediction, at.target);
      for (const x of [...each, ...gradient]) expect(Number.isFinite(x)).toBe(true);
      // A probability of 1 - 1e-7 is 1 - 1.2e-7 in float32, and its complement has one digit.
      if (!('fromLogits' in at.options) && at.loss === 'binaryCrossentropy') return;
      expectClose(each, at.expected, 2e-6, 'loss');
    },
  );
});

test('sample weights stay outside: they do not change what a loss builds', () => {
  const [each] = judge(meanSquaredError(), 'float32', { shape: [2, 1], data: [1, 3] }, { shape: [2, 1], data: [0, 0] });
  expect(each).toEqual([1, 9]);
});

test('a class index that does not exist matches no class', () => {
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const [each] = judge(loss, 'float32', { shape: [2, 3], data: [1, 2, 3, 1, 2, 3] }, { shape: [2], data: [3, -1] });
  expect(each.map(Math.abs)).toEqual([0, 0]);
});
