/** What docs/numerics.md promises about a training that is run again: with other threads, on another backend, elsewhere. */
import { createHash } from 'node:crypto';
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  adam,
  add,
  arrayDataset,
  type Backend,
  batchNormalization,
  conv2D,
  dense,
  dropout,
  fit,
  flatten,
  functional,
  globalAveragePooling2D,
  initializers,
  type Layer,
  lstm,
  type Model,
  maxPooling2D,
  normals,
  permutation,
  relu,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  tensor,
  toNumbers,
  uniforms,
  weightsOf,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { prepareWebGpu, requireOrSkip } from '../support/require.ts';

const relued = { activation: 'relu' } as const;
const same = { padding: 'same', ...relued } as const;
const block = (filters: number): Layer => {
  const [conv, norm, activate] = [
    conv2D(filters, 3, { padding: 'same', useBias: false }),
    batchNormalization(),
    relu(),
  ];
  return (x) => activate(norm(conv(x)));
};
const picture = { input: [3, 8, 8] };

const networks: Readonly<Record<string, Model>> = {
  dense: sequential({ input: [24] }, [dense(64, relued), dropout(0.2), dense(10)]),
  convolutions: sequential(picture, [
    conv2D(8, 3, same),
    maxPooling2D(2),
    conv2D(16, 3, same),
    maxPooling2D(2),
    flatten(),
    dropout(0.3),
    dense(10),
  ]),
  'batch normalization': functional(picture, (x) => {
    const y = block(8)(x);
    return dense(10)(globalAveragePooling2D()(add()(y, block(8)(block(8)(y)))));
  }),
  lstm: sequential({ input: [10, 6] }, [lstm(16), dense(10)]),
};
const optimizers = { sgd: sgd({ learningRate: 0.02, momentum: 0.9 }), adam: adam() };
const cases = Object.keys(networks).flatMap((network) =>
  (Object.keys(optimizers) as (keyof typeof optimizers)[]).map((optimizer) => [network, optimizer] as const),
);

/** Noise with a class by turns: nothing to learn, much to remember. */
function noise(shape: readonly number[]) {
  const size = 96;
  const values = normals(
    { seed: 5, purpose: 'noise' },
    shape.reduce((n, d) => n * d, size),
  );
  const labels = Array.from({ length: size }, (_, i) => i % 10);
  return arrayDataset(tensor('float32', [size, ...shape], values), tensor('int32', [size], labels));
}

/** Weights and losses after three epochs of six steps. */
async function trained(backend: Backend, [network, optimizer]: (typeof cases)[number]) {
  const model = networks[network]!;
  const run = await fit(model, {
    backend,
    train: noise(model.inputs[0]!.shape.slice(1) as number[]),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: optimizers[optimizer],
    epochs: 3,
    batchSize: 16,
    seed: 1,
  });
  return {
    weights: Object.values(weightsOf(run.model)).flatMap(toNumbers),
    losses: run.history.map(({ logs }) => logs.loss!),
  };
}
type Trained = Awaited<ReturnType<typeof trained>>;

async function on(opened: Backend | Promise<Backend>, which: (typeof cases)[number]): Promise<Trained> {
  const backend = await opened;
  try {
    return await trained(backend, which);
  } finally {
    await backend.dispose();
  }
}
const onnx = (threads: number) => onnxBackend({ device: 'cpu', threads });

/** Lengths of differences, relative to the weights'; and of losses. */
function expectNear(received: Trained, expected: Trained, tolerance: number): void {
  const length = (x: readonly number[]) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const apart = received.weights.map((value, i) => value - expected.weights[i]!);
  expect(length(apart) / length(expected.weights)).toBeLessThan(tolerance);
  for (const [i, loss] of received.losses.entries())
    expect(Math.abs(loss / expected.losses[i]! - 1)).toBeLessThan(tolerance);
}

/** Where rounding decides on which side of 0 the input of a ReLU lies, weights part a little more. */
const apart = (network: string): number => (network === 'batch normalization' ? 1e-3 : 1e-5);

describe.each(cases)('%s, %s', (network, optimizer) => {
  it('is the same to the bit when it is run again, on the reference and with one and with two threads', async () => {
    const which = [network, optimizer] as const;
    const reference = await on(cpuBackend(), which);
    expect(await on(cpuBackend(), which)).toEqual(reference);
    for (const threads of [1, 2]) {
      const first = await on(onnx(threads), which);
      expect(await on(onnx(threads), which), `${threads} threads`).toEqual(first);
      expectNear(first, reference, apart(network));
    }
  });
});

describe.skipIf(requireOrSkip('webgpu'))('WebGPU', () => {
  it('trains as the reference within tolerance', async () => {
    prepareWebGpu();
    const which = ['dense', 'adam'] as const;
    expectNear(await on(onnxBackend({ device: 'webgpu' }), which), await on(cpuBackend(), which), 1e-4);
  });
});

// Of uniforms, normals, the order and Glorot's weights: what reference/philox.py, written in Python, prints.
describe('random numbers, the same on every machine', () => {
  const digest = (data: ArrayBufferView) =>
    createHash('sha256')
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      .digest('hex')
      .slice(0, 16);
  const place = { seed: 7, purpose: 'promise', step: 3 };

  it.each([
    ['uniforms', () => uniforms(place, 1000), 'c5c3d1c6eacac3f8'],
    ['normals', () => normals(place, 1000), '341e2408c00228d9'],
    ['an order', () => permutation(place, 1000), '2a943e6bb3ffc1cd'],
    ['weights by Glorot & Bengio', () => initializers.glorotUniform().create([30, 20], place).data, '3cecbf12ed3f4fd7'],
    ['weights by He et al.', () => initializers.heNormal().create([8, 4, 3, 3], place).data, 'ad2d755e5d99ff5a'],
    ['orthogonal weights', () => initializers.orthogonal().create([16, 16], place).data, '71c0aaf91f9f1c1b'],
  ] as const)('%s', (_, draw, expected) => {
    expect(digest(draw())).toBe(expected);
  });
});
