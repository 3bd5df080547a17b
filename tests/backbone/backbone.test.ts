/** The embedded backbone: a file that any ONNX Runtime runs, and that knows something. */
import { readFileSync } from 'node:fs';
import { onnxBackend } from '@graftml/backend-onnx';
import { cut, type Model, predict, tensor } from '@graftml/core';
import { fromOnnx, inspectOnnx, readMetadata } from '@graftml/onnx';
import { type Preprocessing, parsePreprocessing, preprocess, preprocessing } from '@graftml/vision';
import { openOnnx, readPicture } from '@graftml/vision/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import * as web from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { modelPath, prepareWebGpu, requireOrSkip } from '../support/require.ts';

const bytes = readFileSync(new URL('../../packages/vision/backbone/graft-backbone.onnx', import.meta.url));
const { metadata } = readMetadata(bytes);
const own = parsePreprocessing(metadata['graft.preprocessing']);
const { width, height } = own;
const features = 1280;

/** A picture of waves, float32 `[1, 3, height, width]`. */
const pictures = Float32Array.from({ length: 3 * height * width }, (_, i) => Math.sin(i / 7) * Math.cos(i / 1900));
const dims = [1, 3, height, width];

async function inNode(executionProviders: readonly string[]): Promise<number[]> {
  const session = await InferenceSession.create(bytes, { executionProviders: [...executionProviders] });
  const { features: found } = await session.run({ input: new Tensor('float32', pictures, dims) });
  expect(found!.dims).toEqual([1, features]);
  await session.release();
  return Array.from(found!.data as Float32Array);
}

describe('the file', () => {
  it('has at most 4 MB, and takes and gives what its description says', () => {
    const { inputs, outputs } = inspectOnnx(bytes);
    expect(bytes.length).toBeLessThanOrEqual(4e6);
    expect(inputs).toMatchObject([{ name: 'input', type: 'float', shape: ['N', 3, height, width] }]);
    expect(outputs).toMatchObject([{ name: 'features', type: 'float', shape: ['N', features] }]);
    expect(own).toEqual(
      preprocessing({ width: 128, height: 128, resize: 'crop', scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] }),
    );
    expect(JSON.parse(metadata['graft.training']!)).toMatchObject({ recipe: { features, judgedAt: width } });
  });
});

describe('plain ONNX Runtime', () => {
  it('runs it on the cpu of Node and on WebAssembly, with the same features', async () => {
    const cpu = await inNode(['cpu']);
    web.env.wasm.numThreads = 1;
    const session = await web.InferenceSession.create(bytes);
    const { features: found } = await session.run({ input: new web.Tensor('float32', pictures, dims) });
    await session.release();
    expectClose(Array.from(found!.data as Float32Array), cpu, 1e-3);
    expect(cpu.some((x) => x > 0.5)).toBe(true);
  });

  const hasNoWebGpu = requireOrSkip('webgpu');
  if (!hasNoWebGpu) prepareWebGpu();
  it.skipIf(hasNoWebGpu)('runs it on WebGPU', async () => {
    expectClose(await inNode(['webgpu']), await inNode(['cpu']), 1e-3);
  });
});

describe('as a model of Graft', () => {
  const backbone = fromOnnx(bytes);

  it('is trainable, with weights under the names of their layers', () => {
    const names = backbone.parameters.map(({ name, trainable }) => `${name} ${trainable}`);
    expect(names.slice(0, 5)).toEqual([
      'stem/kernel true',
      'stem_bn/gamma true',
      'stem_bn/beta true',
      'stem_bn/moving_mean false',
      'stem_bn/moving_variance false',
    ]);
    expect(names.filter((name) => name.endsWith('kernel true'))).toHaveLength(52);
  });

  it.skipIf(requireOrSkip('models'))('tells photographs apart as its teacher does', async () => {
    const { bytes: large, source } = await openOnnx(modelPath('mobilenet-v2/mobilenet_v2_1.0_224.onnx'));
    const teacher = cut(fromOnnx(large, source), 'features');
    const names = ['cat_720p', 'hot_dog', 'owl', 'parrot'];
    const files = names.map((name) => readFileSync(modelPath(`check-images/${name}.jpg`)));
    const learnt = await featuresOf(backbone, own, files);
    const taught = await featuresOf(teacher, { ...own, width: 224, height: 224 }, files);
    // Of each picture, the picture whose features in the teacher go along best with those that the student gives it.
    const nearest = learnt.map((mine) => {
      const likeness = taught.map((theirs) => mine.reduce((sum, x, i) => sum + x * theirs[i]!, 0));
      return names[likeness.indexOf(Math.max(...likeness))];
    });
    expect(nearest).toEqual(names);
  });
});

/** The features of pictures, without what all of them have in common, `[files, features]`. */
async function featuresOf(model: Model, description: Preprocessing, files: readonly Uint8Array[]): Promise<number[][]> {
  const backend = await onnxBackend({ device: 'cpu', threads: 1 });
  const rows: number[][] = [];
  for (const file of files) {
    const x = preprocess(await readPicture(file, description), description);
    const data = tensor('float32', [1, 3, description.height, description.width], x);
    rows.push(Array.from((await predict(model, { backend, data })).data as Float32Array));
  }
  await backend.dispose();
  const mean = rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
  const centred = rows.map((row) => row.map((x, i) => x - mean[i]!));
  return centred.map((row) => row.map((x) => x / Math.hypot(...row)));
}
