// A stranger's program in plain Node: trains, predicts, writes a file, reads it again.
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  arrayDataset,
  dense,
  fit,
  predict,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';

const points = Array.from({ length: 200 }, (_, i) => [Math.sin(i * 1.7) * 1.5, Math.cos(i * 2.3) * 1.5]);
const x = tensor('float32', [200, 2], points.flat());
const y = tensor(
  'int32',
  [200],
  points.map(([a, b]) => (a * a + b * b < 1 ? 1 : 0)),
);
const model = sequential({ input: [2] }, [dense(16, { activation: 'tanh' }), dense(2)]);
const train = arrayDataset(x, y);
const loss = sparseCategoricalCrossentropy({ fromLogits: true });

const results = {};
for (const backend of [cpuBackend(), await onnxBackend({ device: 'cpu' })]) {
  const run = await fit(model, { backend, train, loss, optimizer: adam({ learningRate: 0.02 }), epochs: 30, seed: 1 });
  const again = fromOnnx(toOnnx(run.model));
  const [before, after] = [
    await predict(run.model, { backend, data: x }),
    await predict(again, { backend, data: x }),
  ].map(toNumbers);
  results[backend.name] = {
    loss: run.history.at(-1).logs.loss,
    apart: Math.max(...before.map((value, i) => Math.abs(value - after[i]))),
  };
  await backend.dispose();
}
console.log(JSON.stringify(results));
