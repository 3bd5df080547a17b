/** What the student takes over from its teacher. */
import { readFileSync } from 'node:fs';
import { onnxBackend } from '@graftml/backend-onnx';
import { cut, dense, graft, predict } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { preprocess, preprocessing } from '@graftml/vision';
import { openOnnx, readPicture } from '@graftml/vision/node';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { inherited } from '../../scripts/train-backbone/inherit.mjs';
import { student } from '../../scripts/train-backbone/network.mjs';
import { expectClose } from '../support/numbers.ts';
import { modelPath, requireOrSkip } from '../support/require.ts';

const size = 224;
const description = preprocessing({ width: size, height: size, scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] });
const [features, classes] = [1280, 1000];

describe.skipIf(requireOrSkip('models'))('inherited', () => {
  let backend: Awaited<ReturnType<typeof onnxBackend>>;
  beforeAll(async () => {
    backend = await onnxBackend({ device: 'cpu', threads: 1 });
  });
  afterAll(() => backend.dispose());

  const pictures = async () => {
    const files = ['cat_720p', 'hot_dog', 'owl', 'parrot'].map((name) => modelPath(`check-images/${name}.jpg`));
    const read = files.map(async (file) => preprocess(await readPicture(readFileSync(file), description), description));
    const pixels = await Promise.all(read);
    const get = (i: number) => ({ x: { dtype: 'float32', shape: [3, size, size], data: pixels[i]! } as const });
    return { size: files.length, get };
  };
  const teacherOf = async () => {
    const { bytes, source } = await openOnnx(modelPath('mobilenet-v2/mobilenet_v2_1.0_224.onnx'));
    return fromOnnx(bytes, source);
  };
  const moments = {
    mean: Array.from({ length: features }, (_, i) => (i % 7) / 10),
    deviation: Array.from({ length: features }, (_, i) => 1 + (i % 3)),
  };
  const head = () => dense(features + classes, { name: 'as_teacher' });

  it('as wide as the teacher, the student is the teacher', async () => {
    const [teacher, data] = [await teacherOf(), await pictures()];
    const whole = graft(student({ width: 1, size, features, padding: 'same' }), [head()]);
    const model = await inherited(whole, teacher, { backend, data, moments });
    const said = await predict(model, { backend, data });
    const logits = await predict(teacher, { backend, data });
    const parts = (start: number, count: number, width: number, { data: all }: typeof said) =>
      Array.from({ length: 4 }, (_, i) => Array.from(all.slice(i * width + start, i * width + start + count), Number));
    expectClose(
      parts(features, classes, features + classes, said).flat(),
      parts(0, classes, classes, logits).flat(),
      1e-4,
    );
    // What it says of the features: brought to mean 0 and deviation 1, as the targets are.
    const taught = await predict(cut(teacher, 'features'), { backend, data });
    const standardised = parts(0, features, features, taught).map((row) =>
      row.map((x, i) => (x - moments.mean[i]!) / moments.deviation[i]!),
    );
    expectClose(parts(0, features, features + classes, said).flat(), standardised.flat(), 1e-4);
  });
});
