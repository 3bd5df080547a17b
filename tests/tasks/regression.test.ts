/** Regression on a real table, from the numbers in it to the file: the line is scikit-learn's. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  type Backend,
  bestWeights,
  dense,
  evaluate,
  fit,
  meanSquaredError,
  metrics,
  predict,
  sequential,
  sgd,
  toNumbers,
  weightsOf,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { matrix, tables } from './tables.ts';

const { x: raw, y, line } = tables.diabetes;
const isTest = (i: number) => i % 5 === 0;
const train = raw.filter((_, i) => !isTest(i));
const columns = raw[0]!.map((_, c) => {
  const values = train.map((row) => row[c]!);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) };
});
const rowsOf = (test: boolean) => {
  const keep = (_: unknown, i: number) => isTest(i) === test;
  const rows = raw.filter(keep).map((row) => row.map((v, c) => (v - columns[c]!.mean) / columns[c]!.std));
  return arrayDataset(matrix(rows), matrix(y.filter(keep).map((v) => [v])));
};
const [patients, others] = [rowsOf(false), rowsOf(true)];
const loss = meanSquaredError();
const figures = { mae: metrics.meanAbsoluteError(), r2: metrics.r2Score() };

const onnx = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => onnx.dispose());

describe.each<[string, Backend]>([
  ['the reference', cpuBackend()],
  ['ONNX Runtime', onnx],
])('on %s', (_, backend) => {
  test('a line becomes the one of least squares', async () => {
    const { model, history } = await fit(sequential({ input: [10] }, [dense(1)]), {
      backend,
      train: patients,
      epochs: 400,
      batchSize: patients.size,
      loss,
      optimizer: sgd({ learningRate: 0.15, momentum: 0.9 }),
      metrics: figures,
      seed: 1,
    });
    const weights = weightsOf(model);
    // Two columns say nearly the same, so that their coefficients are known less well than the error.
    expectClose(toNumbers(weights['dense/bias']!), [line.bias], 1e-4);
    expectClose(toNumbers(weights['dense/kernel']!), line.kernel, 0.02);
    expect(history.at(-1)!.logs.loss! / line.trainError).toBeCloseTo(1, 4);
    const judged = await evaluate(model, { backend, data: others, loss, metrics: figures });
    expectClose([judged!.mae, judged!.r2], [line.meanAbsoluteError, line.r2], 1e-3);
    expect(judged!.loss / line.meanSquaredError).toBeCloseTo(1, 3);
  });
});

test('a network does it too, and its file says the same numbers', async () => {
  const made = await fit(sequential({ input: [10] }, [dense(16, { activation: 'relu' }), dense(1)]), {
    backend: onnx,
    train: patients,
    validation: others,
    epochs: 60,
    batchSize: 16,
    loss,
    optimizer: adam({ learningRate: 0.02 }),
    metrics: figures,
    callbacks: [bestWeights()],
    seed: 1,
  });
  const guess = await predict(made.model, { backend: onnx, data: others });
  expect(guess.shape).toEqual([others.size, 1]);
  const judged = await evaluate(made.model, { backend: onnx, data: others, loss, metrics: figures });
  expect(judged!.r2).toBeGreaterThan(line.r2 - 0.05);

  const file = toOnnx(made.model);
  const session = await ort.InferenceSession.create(file);
  const rows = await Promise.all(Array.from({ length: others.size }, (_, i) => others.get(i)));
  const all = rows.flatMap(({ x }) => toNumbers(x));
  const { output } = await session.run({ input: new ort.Tensor('float32', all, [others.size, 10]) });
  expectClose([...(output!.data as Float32Array)], toNumbers(guess), 1e-5);
  await session.release();
  const again = await evaluate(fromOnnx(file), { backend: cpuBackend(), data: others, loss, metrics: figures });
  expectClose([again!.r2, again!.mae], [judged!.r2, judged!.mae], 1e-4);
});

test('a target of another shape is refused, with the example', async () => {
  const flat = arrayDataset(matrix([[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]), matrix([[1, 2]]));
  const options = { backend: cpuBackend(), train: flat, epochs: 1, batchSize: 1, loss, optimizer: sgd(), seed: 1 };
  await expect(fit(sequential({ input: [10] }, [dense(1)]), options)).rejects.toThrow(
    'example 0: the target does not fit the model. Expected float32 [1]; received float32 [2].',
  );
});
