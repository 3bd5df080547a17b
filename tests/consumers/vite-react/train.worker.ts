// The application's own worker: trains a small network and hands over an .onnx file.
import { onnxBackend } from '@graftml/backend-onnx';
import { adam, arrayDataset, dense, fit, sequential, sparseCategoricalCrossentropy, tensor } from '@graftml/core';
import { toOnnx } from '@graftml/onnx';

self.onmessage = async ({ data: device }: MessageEvent<'wasm' | 'webgpu' | 'auto'>) => {
  try {
    const backend = await onnxBackend({ device });
    const points = Array.from({ length: 128 }, (_, i) => [Math.sin(i * 1.7) * 1.5, Math.cos(i * 2.3) * 1.5] as const);
    const run = await fit(sequential({ input: [2] }, [dense(16, { activation: 'tanh' }), dense(2)]), {
      backend,
      train: arrayDataset(
        tensor('float32', [128, 2], points.flat()),
        tensor(
          'int32',
          [128],
          points.map(([a, b]) => (a * a + b * b < 1 ? 1 : 0)),
        ),
      ),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      optimizer: adam({ learningRate: 0.02 }),
      epochs: 80,
      seed: 1,
    });
    const { device: used, reason } = backend.capabilities;
    await backend.dispose();
    self.postMessage({ file: toOnnx(run.model), loss: run.history.at(-1)!.logs.loss, device: used, reason });
  } catch (error) {
    self.postMessage({ failure: String(error) });
  }
};
