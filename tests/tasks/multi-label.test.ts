/**
 * Labels of which several, or none, may hold: one logistic each, beside a softmax on the same data, which has to share one
 * whole among all of them. The logistics are scikit-learn's.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  type Backend,
  binaryCrossentropy,
  categoricalCrossentropy,
  type Dataset,
  dense,
  evaluate,
  fit,
  type Loss,
  metrics,
  predict,
  regularizers,
  sequential,
  sparseCategoricalCrossentropy,
  toNumbers,
} from '@graftml/core';
import { toOnnx } from '@graftml/onnx';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { matrix, pixelsOf, tables } from './tables.ts';

const { pixels, labels, names, logistic } = tables.digits;
const count = names.length;
const x = pixels.map(pixelsOf);
const part = (from: number, to: number, y: readonly (readonly number[])[] = labels): Dataset =>
  arrayDataset(matrix(x.slice(from, to)), matrix(y.slice(from, to)));
const [train, test200] = [part(0, 600), part(600, 800)];

const perLabel = { average: 'none' } as const;
const figures = {
  accuracy: metrics.binaryAccuracy(),
  accuracies: metrics.multilabelAccuracy(perLabel),
  precision: metrics.multilabelPrecision(),
  recall: metrics.multilabelRecall({ average: 'micro' }),
  f1: metrics.multilabelF1(),
  f1micro: metrics.multilabelF1({ average: 'micro' }),
  f1weighted: metrics.multilabelF1({ average: 'weighted' }),
  f1s: metrics.multilabelF1(perLabel),
};

/** C = 1: half the sum of squares beside the sum of the losses, which here are means over examples and labels. */
const penalty = regularizers.l2(0.5 / (600 * count));
const training = (backend: Backend, data: Dataset, loss: Loss, activation: 'sigmoid' | 'softmax', epochs: number) =>
  fit(sequential({ input: [64] }, [dense(count, { activation, kernelRegularizer: penalty })]), {
    backend,
    train: data,
    epochs,
    batchSize: 600,
    loss,
    optimizer: adam({ learningRate: 0.1 }),
    seed: 1,
  });

const onnx = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => onnx.dispose());

describe.each<[string, Backend]>([
  ['the reference', cpuBackend()],
  ['ONNX Runtime', onnx],
])('logistics on %s', (_, backend) => {
  test('are those of scikit-learn, and so are their figures', async () => {
    const loss = binaryCrossentropy();
    const { model } = await training(backend, train, loss, 'sigmoid', 1000);
    const chances = await predict(model, { backend, data: test200 });
    expectClose(toNumbers(chances), logistic.chances.flat(), 0.01);
    const judged = await evaluate(model, { backend, data: test200, loss, metrics: figures });
    const mean = logistic.accuracy.reduce((a, b) => a + b) / count;
    // An example on the edge may fall to the other side.
    expectClose([judged!.accuracy, ...judged!.accuracies], [mean, ...logistic.accuracy], 0.0051);
    expectClose([judged!.precision, judged!.recall], [logistic.precision.macro, logistic.recall.micro], 0.01);
    const { macro, micro, weighted, none } = logistic.f1;
    expectClose(
      [judged!.f1, judged!.f1micro, judged!.f1weighted, ...judged!.f1s],
      [macro, micro, weighted, ...none],
      0.01,
    );
  });
});

describe('independent against exclusive', () => {
  let [independent, exclusive]: number[][][] = [];
  beforeAll(async () => {
    const rows = async (backend: Backend, data: Dataset, loss: Loss, activation: 'sigmoid' | 'softmax') => {
      const { model } = await training(backend, data, loss, activation, 300);
      const all = toNumbers(await predict(model, { backend, data: test200 }));
      return Array.from({ length: 200 }, (_, i) => all.slice(i * count, (i + 1) * count));
    };
    // What a softmax can be asked for: the labels that hold, in equal parts.
    const shares = labels.map((row) =>
      row.map(
        (v) =>
          v /
          Math.max(
            1,
            row.reduce((a, b) => a + b),
          ),
      ),
    );
    independent = await rows(onnx, train, binaryCrossentropy(), 'sigmoid');
    exclusive = await rows(onnx, part(0, 600, shares), categoricalCrossentropy(), 'softmax');
  });
  const sum = (row: readonly number[]) => row.reduce((a, b) => a + b);
  const right = (row: readonly number[], i: number) =>
    sum(row.map((p, k) => Number(p > 0.5 === labels[600 + i]![k]! > 0)));

  test('chances of a softmax sum to 1, those of logistics to as many labels as hold', () => {
    expectClose(exclusive!.map(sum), Array(200).fill(1), 1e-5);
    const holding = labels.slice(600).map(sum);
    const meanWhere = (rows: readonly (readonly number[])[], n: number) => {
      const chosen = rows.filter((_, i) => holding[i] === n).map(sum);
      return sum(chosen) / chosen.length;
    };
    expect(meanWhere(independent!, 3)).toBeGreaterThan(2.5);
    expect(meanWhere(independent!, 1)).toBeLessThan(1.5);
    expect(Math.abs(sum(independent!.map(sum)) / sum(holding) - 1)).toBeLessThan(0.1);
  });

  test('above a half, a softmax finds one label at most; logistics find them all', () => {
    const found = (rows: readonly (readonly number[])[]) => rows.map((row) => row.filter((p) => p > 0.5).length);
    expect(Math.max(...found(exclusive!))).toBe(1);
    expect(Math.max(...found(independent!))).toBeGreaterThanOrEqual(3);
    const accuracy = (rows: readonly (readonly number[])[]) => sum(rows.map(right)) / (200 * count);
    expect(accuracy(independent!)).toBeGreaterThan(accuracy(exclusive!) + 0.15);
  });
});

test('the file gives the same chances, one for each label', async () => {
  const { model } = await fit(sequential({ input: [64] }, [dense(count, { activation: 'sigmoid' })]), {
    backend: onnx,
    train,
    epochs: 2,
    batchSize: 32,
    loss: binaryCrossentropy(),
    optimizer: adam(),
    seed: 1,
  });
  const session = await ort.InferenceSession.create(toOnnx(model));
  const input = new ort.Tensor('float32', x.slice(600).flat(), [200, 64]);
  const { output } = await session.run({ input });
  await session.release();
  expectClose(
    [...(output!.data as Float32Array)],
    toNumbers(await predict(model, { backend: onnx, data: test200 })),
    1e-5,
  );
});

describe('mistakes', () => {
  const options = { backend: cpuBackend(), train, epochs: 1, batchSize: 8, optimizer: adam(), seed: 1 };
  const model = sequential({ input: [64] }, [dense(count)]);

  test('several labels for a loss of one class', async () => {
    await expect(fit(model, { ...options, loss: sparseCategoricalCrossentropy() })).rejects.toThrow(
      /the target does not fit the model. Expected int32 \[\]; received float32 \[4\]/,
    );
  });

  test('a threshold where classes exclude one another', async () => {
    const f1 = metrics.f1({ threshold: 0.5 });
    await expect(fit(model, { ...options, loss: binaryCrossentropy(), metrics: { f1 } })).rejects.toThrow(
      'f1: threshold makes no sense. Expected one score, not 4 classes; received 0.5. Hint: labels that do not exclude one another have metrics of their own: multilabelF1 and the like.',
    );
  });

  test.each([
    [{ threshold: Number.NaN }, 'threshold makes no sense'],
    [{ average: 'binary' }, 'average makes no sense'],
    [{ k: 3 }, 'there is no such option'],
  ])('%o', (given, message) => {
    expect(() => metrics.multilabelF1(given as never)).toThrow(message);
  });
});
