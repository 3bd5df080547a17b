/** Trained networks that others made: what they say on the reference and on ONNX Runtime, against what is known of them. */
import { existsSync, readFileSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import { type Backend, bind, type Tensor, tensor, toNumbers } from '@graftml/core';
import { decodeModel } from '@graftml/onnx';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { modelPath, requireOrSkip } from '../support/require.ts';

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

/** The only output for one batch, `[1, …]`, of any height and width. */
async function outputOf(file: string, backend: Backend, x: Tensor): Promise<Tensor> {
  const { graph, inputs, outputs } = decodeModel(new Uint8Array(readFileSync(modelPath(file))), { where: file });
  const open = graph.inputs[0]!.shape.flatMap((dim, axis) => (typeof dim === 'string' ? [[dim, x.shape[axis]!]] : []));
  const program = await backend.compile({ name: file, graph: bind(graph, Object.fromEntries(open)), state: [] });
  try {
    return (await program.run({ [inputs[0]!]: x }))[outputs[0]!]!;
  } finally {
    await program.dispose();
  }
}

describe.skipIf(requireOrSkip('models'))('pretrained models', () => {
  const path = modelPath('reference.json');
  const { models } = JSON.parse(existsSync(path) ? readFileSync(path, 'utf8') : '{"models":{}}') as {
    readonly models: Readonly<Record<string, Reference>>;
  };

  for (const [file, reference] of Object.entries(models))
    for (const [on, backend] of Object.entries(backends))
      it(`${file} on ${on}`, { timeout: 300_000 }, async () => {
        const output = toNumbers(await outputOf(file, backend, picture(reference)));
        expect(output.length).toBe(reference.length);
        expectClose(output.slice(0, 10), reference.first10, 2e-5);
        const sum = output.reduce((total, x) => total + x, 0);
        expectClose([sum, Math.hypot(...output)], [reference.sum, reference.l2], 2e-4);
        expect(output.indexOf(Math.max(...output))).toBe(reference.argmax);
      });
});
