/** Sequences of symbols told apart by what they said last, from ids to the file; on the reference and on ONNX Runtime. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  type Backend,
  bidirectional,
  clipByGlobalNorm,
  type Dataset,
  dense,
  embedding,
  evaluate,
  fit,
  gru,
  initialWeights,
  lstm,
  metrics,
  predict,
  type RecurrentLayer,
  randomBits,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
  withWeights,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';

const [steps, symbols] = [12, 6];
/** Symbols 0 to 5 in any order; the class is which of 0, 1 and 2 came last (0 if none did): what comes after is to be ignored. */
function sequences(size: number, seed: number): Dataset {
  const ids = Array.from(randomBits({ seed, purpose: 'symbols' }, size * steps), (bits) => bits % symbols);
  const rows = Array.from({ length: size }, (_, i) => ids.slice(i * steps, (i + 1) * steps));
  const labels = rows.map((row) => row.findLast((id) => id < 3) ?? 0);
  return arrayDataset(tensor('int32', [size, steps], ids), tensor('int32', [size], labels), ['0', '1', '2']);
}
const [train, validation] = [sequences(640, 1), sequences(200, 2)];
const network = (layer: RecurrentLayer) =>
  sequential({ input: [steps], inputDtype: 'int32' }, [embedding(symbols, 4), layer, dense(3)]);

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const accuracy = metrics.accuracy();
const onnx = await onnxBackend({ device: 'cpu', threads: 1 });
afterAll(() => onnx.dispose());

const training = (backend: Backend, epochs: number) =>
  fit(network(lstm(12)), {
    backend,
    train,
    validation,
    epochs,
    batchSize: 32,
    loss,
    optimizer: adam({ learningRate: 0.02 }),
    clip: clipByGlobalNorm(1),
    metrics: { accuracy },
    seed: 1,
  });

test('an LSTM learns it, and the file alone knows it', async () => {
  const { model, history } = await training(onnx, 6);
  expect(history.at(-1)!.logs.val_accuracy).toBeGreaterThan(0.95);
  const logits = await predict(model, { backend: onnx, data: validation });
  expect(logits.shape).toEqual([200, 3]);

  const file = toOnnx(model);
  const session = await ort.InferenceSession.create(file);
  const rows = await Promise.all(Array.from({ length: 200 }, (_, i) => validation.get(i)));
  const ids = new ort.Tensor(
    'int32',
    rows.flatMap(({ x }) => toNumbers(x)),
    [200, steps],
  );
  const { output } = await session.run({ input: ids });
  await session.release();
  expectClose([...(output!.data as Float32Array)], toNumbers(logits), 1e-5);

  const judged = await evaluate(fromOnnx(file), {
    backend: cpuBackend(),
    data: validation,
    loss,
    metrics: { accuracy },
  });
  expect(judged!.accuracy).toBeCloseTo(history.at(-1)!.logs.val_accuracy!, 6);
});

test('the reference trains it to the same figures', async () => {
  const [ours, theirs] = [await training(cpuBackend(), 2), await training(onnx, 2)];
  const losses = ({ history }: typeof ours) => history.flatMap(({ logs }) => [logs.loss!, logs.val_loss!]);
  expectClose(losses(ours), losses(theirs), 1e-4);
});

test('a file that was read is trained further', async () => {
  const model = network(gru(8));
  const read = fromOnnx(toOnnx(withWeights(model, initialWeights(model, 1))));
  expect(read.inputs[0]).toMatchObject({ dtype: 'int32' });
  const { history } = await fit(read, {
    backend: onnx,
    train,
    epochs: 3,
    batchSize: 32,
    loss,
    optimizer: adam({ learningRate: 0.02 }),
    seed: 1,
  });
  expect(history.at(-1)!.logs.loss!).toBeLessThan(0.8 * history[0]!.logs.loss!);
});

test('dropout, both directions, regularised: one step after another on ONNX Runtime', async () => {
  const layer = bidirectional(lstm(6, { dropout: 0.3, returnSequences: true }), { mergeMode: 'ave' });
  const model = sequential({ input: [steps], inputDtype: 'int32' }, [embedding(symbols, 4), layer, gru(5), dense(3)]);
  const options = { train: sequences(96, 3), epochs: 2, batchSize: 32, loss, optimizer: adam(), seed: 1 };
  const [ours, theirs] = [
    await fit(model, { ...options, backend: cpuBackend() }),
    await fit(model, { ...options, backend: onnx }),
  ];
  expectClose(
    ours.history.map(({ logs }) => logs.loss!),
    theirs.history.map(({ logs }) => logs.loss!),
    1e-5,
  );
});

describe('ids that the table does not have', () => {
  const model = withWeights(network(lstm(3)), initialWeights(network(lstm(3)), 1));
  const one = (id: number) => {
    const x = tensor('int32', [1, steps], Array(steps).fill(id));
    return arrayDataset(x, tensor('int32', [1], [0]));
  };
  test.each<[string, Backend]>([
    ['the reference', cpuBackend()],
    ['ONNX Runtime', onnx],
  ])('end the run on %s; negative ones count from the end', async (_, backend) => {
    await expect(predict(model, { backend, data: one(symbols) })).rejects.toThrow(/6/);
    const ofLast = await predict(model, { backend, data: one(symbols - 1) });
    expect(toNumbers(await predict(model, { backend, data: one(-1) }))).toEqual(toNumbers(ofLast));
  });

  test('floats are refused with the example', async () => {
    const x = tensor('float32', [1, steps], Array(steps).fill(1));
    await expect(predict(model, { backend: cpuBackend(), data: arrayDataset(x, x) })).rejects.toThrow(
      'example 0: the input does not fit the model. Expected int32 [12]; received float32 [12].',
    );
  });
});
