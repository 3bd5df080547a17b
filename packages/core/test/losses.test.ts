/** Which predictions and options a loss or a metric takes, and what targets it asks for. Values are tested on a backend. */
import {
  binaryCrossentropy,
  builder,
  categoricalCrossentropy,
  huber,
  input,
  klDivergence,
  type Loss,
  meanSquaredError,
  metrics,
  sparseCategoricalCrossentropy,
  type TensorType,
  UsageError,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

const float = (...shape: (number | string)[]): TensorType => ({ dtype: 'float32', shape });

describe('targets', () => {
  test.each<[string, Loss, TensorType, TensorType]>([
    ['class indices', sparseCategoricalCrossentropy(), float('N', 10), { dtype: 'int32', shape: ['N'] }],
    ['distributions', categoricalCrossentropy(), float(32, 10), float(32, 10)],
    ['yes or no', binaryCrossentropy(), float(8, 1), float(8, 1)],
    ['numbers', meanSquaredError(), float(8), float(8)],
    ['pictures', huber(), float('N', 3, 8, 8), float('N', 3, 8, 8)],
  ])('%s', (_, loss, prediction, expected) => {
    expect(loss.target(prediction)).toEqual(expected);
  });

  test.each<[string, Loss, TensorType]>([
    ['one score for each class', sparseCategoricalCrossentropy(), float('N')],
    ['one answer for each example', sparseCategoricalCrossentropy(), float('N', 10, 7, 7)],
    ['at least two classes', categoricalCrossentropy(), float('N', 1)],
    ['known number of classes', categoricalCrossentropy(), float('N', 'C')],
    ['scores of classes', sparseCategoricalCrossentropy(), { dtype: 'int32', shape: ['N', 3] }],
    ['2 numbers, one for each class', sparseCategoricalCrossentropy({ classWeights: [1, 2, 3] }), float('N', 2)],
    ['cannot be compared', meanSquaredError(), { dtype: 'uint8', shape: ['N', 2] }],
    ['cannot be compared', binaryCrossentropy(), float()],
    ['no distribution', klDivergence(), float('N')],
  ])('an error: %s', (message, loss, prediction) => {
    expect(() => loss.target(prediction)).toThrow(UsageError);
    expect(() => loss.target(prediction)).toThrow(message);
    expect(() => loss.target(prediction)).toThrow(loss.name);
  });
});

describe('options that make no sense', () => {
  test.each<[string, () => unknown]>([
    ['temperature', () => sparseCategoricalCrossentropy({ fromLogits: true, temperature: 0 })],
    ['fromLogits: true with it', () => sparseCategoricalCrossentropy({ temperature: 2 })],
    ['labelSmoothing', () => categoricalCrossentropy({ labelSmoothing: 1 })],
    ['labelSmoothing', () => binaryCrossentropy({ labelSmoothing: -0.1 })],
    ['classWeights', () => categoricalCrossentropy({ classWeights: [1, Number.NaN] })],
    ['positiveWeight', () => binaryCrossentropy({ positiveWeight: -1 })],
    ['positiveWeight', () => binaryCrossentropy({ positiveWeight: [] })],
    ['one number, or 4, one for each label', () => binaryCrossentropy({ positiveWeight: [1, 2] }).target(float(8, 4))],
    ['delta', () => huber({ delta: 0 })],
    ['no such option', () => sparseCategoricalCrossentropy({ logits: true } as never)],
    ['k', () => metrics.topKCategoricalAccuracy({ k: 0 })],
    ['average', () => metrics.f1({ average: 'mean' as never })],
    ['around', () => metrics.r2Score({ around: Number.NaN })],
    ['threshold', () => metrics.binaryAccuracy({ threshold: Number.NaN })],
  ])('%s', (message, make) => {
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });
});

describe('metrics that do not fit', () => {
  const weight = input('weight', 'float32', [4]);
  const at = (prediction: TensorType, target: TensorType) => ({
    prediction: input('prediction', prediction.dtype, prediction.shape),
    target: input('target', target.dtype, target.shape),
    weight,
  });
  const indices: TensorType = { dtype: 'int32', shape: [4] };
  test('fewer classes than k', () => {
    const metric = metrics.topKCategoricalAccuracy();
    expect(() => metric.build(builder(), at(float(4, 3), indices))).toThrow(/k makes no sense.*at most .* 3/);
  });
  test('targets that say nothing about the prediction', () => {
    expect(() => metrics.accuracy().build(builder(), at(float(4, 3), float(4)))).toThrow('targets do not fit');
    expect(() => metrics.accuracy().build(builder(), at(float(4, 1), indices))).toThrow('targets do not fit');
    expect(() => metrics.confusionMatrix().build(builder(), at(float(4, 3), float(4, 2)))).toThrow('do not fit');
  });
});
