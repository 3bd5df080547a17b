// What a program says about the packages when its compiler believes nothing.
import { cpuBackend } from '@graftml/backend-cpu';
import { type OnnxBackendOptions, onnxBackend } from '@graftml/backend-onnx';
import { onnxBackend as inBrowser } from '@graftml/backend-onnx/web';
import {
  type Backend,
  dense,
  fit,
  type LayeredModel,
  metrics,
  type Run,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  type Tensor,
} from '@graftml/core';
import { fromOnnx, toOnnx } from '@graftml/onnx';
import { lines } from '@graftml/plot';
import { augment, type ImageDataset, parseAugmentation } from '@graftml/vision';

const options: OnnxBackendOptions = { device: 'auto' };
export const backends: readonly (() => Promise<Backend>)[] = [
  async () => cpuBackend(),
  () => onnxBackend(options),
  () => inBrowser({ device: 'wasm' }),
];
export const model: LayeredModel = sequential({ input: [4] }, [dense(3)]);

export async function train(backend: Backend, pictures: ImageDataset): Promise<Uint8Array> {
  const run: Run = await fit(model, {
    backend,
    train: augment(pictures, parseAugmentation('flip').pictures),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: sgd({ learningRate: 0.1 }),
    metrics: { accuracy: metrics.accuracy() },
    epochs: 1,
  });
  const losses: readonly (number | undefined)[] = run.history.map(({ logs }) => logs.loss);
  const svg: string = lines({ x: 'epoch', y: 'loss', series: [{ name: 'loss', y: losses.map((loss) => loss ?? 0) }] });
  console.log(svg.length);
  const read = fromOnnx(toOnnx(run.model));
  const shapes: readonly (readonly number[])[] = read.parameters.map(({ shape }) => shape);
  console.log(shapes.length);
  return toOnnx(run.model);
}

export const first = (t: Tensor): number | bigint | undefined => t.data[0];
// @ts-expect-error there is no such option
dense(3, { activationn: 'relu' });
// @ts-expect-error the loss is missing
fit(model, { backend: cpuBackend(), epochs: 1 });
