/** Trained networks that others made: what they say on the reference and on ONNX Runtime, against what is known of them. */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, bind, type Tensor, tensor, toNumbers } from '@graftml/core';
import { decodeModel } from '@graftml/onnx';
import { parseIdx } from '@graftml/vision';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { dataPath, modelPath, requireOrSkip } from '../support/require.ts';

interface Reference {
  readonly size: number;
  readonly normalisation: string;
  readonly length: number;
  readonly first10: readonly number[];
  readonly sum: number;
  readonly l2: number;
  readonly argmax: number;
}

const backends: Readonly<Record<string, Backend>> = {
  'the reference': cpuBackend(),
  'ONNX Runtime': await onnxBackend({ device: 'cpu' }),
};
afterAll(() => Promise.all(Object.values(backends).map((backend) => backend.dispose())));

const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];
const keras = [103.939, 116.779, 123.68];

/** What makes network inputs of bytes, by what `reference.json` calls it: the channel that is taken, and the number. */
const normalisations: Readonly<
  Record<string, readonly [channel: (c: number) => number, (x: number, c: number) => number]>
> = {
  'x/127.5-1, RGB': [(c) => c, (x) => x / 127.5 - 1],
  '(x/255-mean)/std, RGB': [(c) => c, (x, c) => (x / 255 - mean[c]!) / std[c]!],
  'x-[103.939,116.779,123.68], BGR': [(c) => 2 - c, (x, c) => x - keras[c]!],
};

/** The picture that `reference.json` describes. */
function picture({ size, normalisation }: Reference): Tensor {
  const [channel, scaled] = normalisations[normalisation]!;
  const numbers = Array.from({ length: 3 * size * size }, (_, i) => {
    const c = channel(Math.floor(i / (size * size)));
    const [y, x] = [Math.floor(i / size) % size, i % size];
    return scaled((37 * y + 59 * x + 101 * c + x * y) % 256, Math.floor(i / (size * size)));
  });
  return tensor('float32', [1, 3, size, size], numbers);
}

/** Runs the file's only output for batches of the same shape, of any height and width, one after another. */
async function outputsOf(file: string, backend: Backend, batches: readonly Tensor[]): Promise<Tensor[]> {
  const { graph, inputs, outputs } = decodeModel(new Uint8Array(readFileSync(modelPath(file))), { where: file });
  const open = graph.inputs[0]!.shape.flatMap((dim, axis) =>
    typeof dim === 'string' ? [[dim, batches[0]!.shape[axis]!]] : [],
  );
  const program = await backend.compile({ name: file, graph: bind(graph, Object.fromEntries(open)), state: [] });
  const results: Tensor[] = [];
  try {
    for (const x of batches) results.push((await program.run({ [inputs[0]!]: x }))[outputs[0]!]!);
    return results;
  } finally {
    await program.dispose();
  }
}

const largest = (numbers: readonly number[]): number => numbers.indexOf(Math.max(...numbers));

describe.skipIf(requireOrSkip('models'))('pretrained models', () => {
  const path = modelPath('reference.json');
  const { models } = JSON.parse(existsSync(path) ? readFileSync(path, 'utf8') : '{"models":{}}') as {
    readonly models: Readonly<Record<string, Reference>>;
  };

  for (const [file, reference] of Object.entries(models))
    for (const [on, backend] of Object.entries(backends))
      it(`${file} on ${on}`, { timeout: 300_000 }, async () => {
        const [result] = await outputsOf(file, backend, [picture(reference)]);
        const output = toNumbers(result!);
        expect(output.length).toBe(reference.length);
        expectClose(output.slice(0, 10), reference.first10, 2e-5);
        const sum = output.reduce((total, x) => total + x, 0);
        expectClose([sum, Math.hypot(...output)], [reference.sum, reference.l2], 2e-4);
        expect(largest(output)).toBe(reference.argmax);
      });
});

/** The file of the oldest form: opset 7, weights that are inputs too, biases that are broadcast by shape. */
describe.skipIf(requireOrSkip('models') || requireOrSkip('data'))('mnist.onnx', () => {
  const read = (name: string): Uint8Array =>
    parseIdx(gunzipSync(readFileSync(dataPath(`mnist/t10k-${name}-ubyte.gz`))), name).data;

  it.each([
    ['ONNX Runtime', 10_000, 9891],
    ['the reference', 500, 493],
  ] as const)('on %s, %d digits: %d are right', { timeout: 300_000 }, async (on, count, right) => {
    const [pictures, labels] = [read('images-idx3'), read('labels-idx1')];
    const size = 28 * 28;
    const digits = Array.from({ length: count }, (_, i) =>
      tensor('float32', [1, 1, 28, 28], Float32Array.from(pictures.subarray(i * size, (i + 1) * size))),
    );
    const scores = await outputsOf('mnist/mnist.onnx', backends[on]!, digits);
    expect(scores.filter((it, i) => largest(toNumbers(it)) === labels[i])).toHaveLength(right);
  });
});
