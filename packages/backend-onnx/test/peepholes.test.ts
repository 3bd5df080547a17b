/** Each peephole: that it finds its place, keeps out of others, and changes no number. Judged by the reference backend. */
import { cpuBackend } from '@graftml/backend-cpu';
import { onnxBackend } from '@graftml/backend-onnx';
import {
  type Backend,
  builder,
  type Graph,
  graphOf,
  input,
  inputName,
  node,
  printGraph,
  type Tensors,
  tensor,
  uniforms,
  type Value,
} from '@graftml/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explicitWindows } from '../src/shared/peepholes/explicit-windows.ts';
import { flippedConvolution } from '../src/shared/peepholes/flipped-convolution.ts';
import { leadingSums } from '../src/shared/peepholes/leading-sums.ts';
import { nearestEnlargements } from '../src/shared/peepholes/nearest-enlargements.ts';
import { stagedSums } from '../src/shared/peepholes/staged-sums.ts';
import { tiledPools } from '../src/shared/peepholes/tiled-pools.ts';
import { transposedProducts } from '../src/shared/peepholes/transposed-products.ts';
import { weightGradients } from '../src/shared/peepholes/weight-gradients.ts';
import { weightGradientsOnGpu } from '../src/shared/peepholes/weight-gradients-on-gpu.ts';
import { difference } from './support/programs.ts';

const g = builder('layer');
const float = (name: string, shape: readonly number[]) => input(name, 'float32', shape);

let reference: Backend;
let onnx: Backend;
beforeAll(async () => {
  reference = cpuBackend();
  onnx = await onnxBackend({ device: 'cpu', threads: 1 });
});
afterAll(() => onnx.dispose());

/** Numbers in [-1, 1), among them zeros of both signs. */
const feedsOf = ({ inputs }: Graph): Tensors =>
  Object.fromEntries(
    inputs.map((value) => {
      const name = inputName(value)!;
      const shape = value.shape as number[];
      const random = uniforms(
        { seed: 1, purpose: name },
        shape.reduce((n, size) => n * size, 1),
      );
      const data = random.map((u, i) => (i % 7 ? 2 * u - 1 : i % 2 ? 0 : -0));
      return [name, tensor('float32', shape, data)];
    }),
  );

const run = async (backend: Backend, graph: Graph): Promise<Tensors> => {
  const program = await backend.compile({ name: 'peephole', graph, state: [] });
  const outputs = await program.run(feedsOf(graph));
  await program.dispose();
  return outputs;
};

/** The same numbers before and after, on the reference, and on ONNX Runtime with everything. */
async function expectSame(before: Graph, after: Graph): Promise<void> {
  const expected = await run(reference, before);
  expect(difference(await run(reference, after), expected)).toBeLessThan(2e-6);
  expect(difference(await run(onnx, before), expected)).toBeLessThan(2e-6);
}

const single = (y: Value): Graph => graphOf({ y });

describe('flipped convolution', () => {
  const transposed = (x: number[], w: number[], attributes: object) =>
    single(g.convTranspose(float('x', x), float('w', w), undefined, attributes));
  it.each([
    ['3×3', [2, 3, 5, 6], [3, 4, 3, 3], { pads: [1, 1, 1, 1] }],
    ['2×2, padded at one side', [2, 3, 5, 5], [3, 4, 2, 2], { pads: [0, 0, 1, 1] }],
    ['unpadded, not square', [1, 2, 4, 5], [2, 2, 3, 2], {}],
    ['dilated', [1, 2, 6, 6], [2, 3, 2, 3], { dilations: [2, 1], pads: [1, 1, 1, 0] }],
    ['1×1 to fewer channels', [2, 6, 4, 4], [6, 2, 1, 1], {}],
    ['in groups', [2, 4, 5, 5], [4, 3, 3, 3], { group: 2, pads: [1, 1, 1, 1] }],
    ['depthwise', [2, 4, 5, 5], [4, 1, 3, 3], { group: 4, pads: [1, 1, 1, 1] }],
    ['one axis', [2, 3, 7], [3, 3, 3], { pads: [1, 1] }],
    ['three axes', [1, 2, 3, 4, 3], [2, 2, 2, 2, 2], {}],
  ])('%s', async (_, x, w, attributes) => {
    const before = transposed(x, w, attributes);
    const after = flippedConvolution(before);
    expect(printGraph(after)).not.toContain('convTranspose');
    expect(after.outputs.y!.shape).toEqual(before.outputs.y!.shape);
    await expectSame(before, after);
  });

  it.each([
    ['strides', [1, 2, 4, 4], [2, 2, 3, 3], { strides: [2, 2] }],
    ['padding beyond the kernel', [1, 2, 5, 5], [2, 2, 1, 1], { pads: [1, 1, 1, 1] }],
    ['more channels in than out', [1, 4, 4, 4], [4, 2, 3, 3], {}],
  ])('not with %s', async (_, x, w, attributes) => {
    const before = transposed(x, w, attributes);
    expect(printGraph(flippedConvolution(before))).toBe(printGraph(before));
    await expectSame(before, before);
  });

  it('keeps the bias', async () => {
    const before = single(g.convTranspose(float('x', [1, 2, 3, 3]), float('w', [2, 2, 2, 2]), float('b', [2])));
    await expectSame(before, flippedConvolution(before));
  });
});

describe('weight gradients without columns', () => {
  const gradient = (x: number[], dy: number[], attributes: object) =>
    single(g.convWeightGradient(float('x', x), float('dy', dy), attributes as never));
  it.each([
    ['1×1', [2, 3, 4, 5], [2, 4, 4, 5], { kernel_shape: [1, 1] }],
    ['1×1 in groups', [2, 4, 3, 3], [2, 6, 3, 3], { kernel_shape: [1, 1], group: 2 }],
    ['depthwise', [2, 3, 5, 6], [2, 3, 5, 6], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: 3 }],
    ['depthwise, dilated, unpadded', [2, 3, 6, 6], [2, 3, 4, 4], { kernel_shape: [2, 2], dilations: [2, 2], group: 3 }],
    ['one channel', [2, 1, 5, 5], [2, 1, 4, 4], { kernel_shape: [2, 2] }],
    ['many channels', [2, 8, 5, 5], [2, 4, 5, 5], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }],
    [
      'many channels in groups, padded at one side',
      [2, 16, 4, 5],
      [2, 4, 4, 5],
      { kernel_shape: [3, 3], pads: [0, 1, 2, 1], group: 2 },
    ],
    ['many channels, fewer windows than fit', [2, 8, 5, 5], [2, 3, 2, 3], { kernel_shape: [3, 3] }],
    ['many channels, one axis, dilated', [2, 9, 17], [2, 2, 1], { kernel_shape: [9], dilations: [2] }],
  ])('%s', async (_, x, dy, attributes) => {
    const before = gradient(x, dy, attributes);
    const after = weightGradients(before);
    expect(printGraph(after)).not.toContain('convWeightGradient');
    await expectSame(before, after);
  });

  it.each([
    ['strides', [2, 3, 6, 6], [2, 3, 3, 3], { kernel_shape: [2, 2], strides: [2, 2], group: 3 }],
    ['few channels', [2, 3, 5, 5], [2, 4, 3, 3], { kernel_shape: [3, 3] }],
    ['few taps', [2, 8, 5, 5], [2, 4, 4, 4], { kernel_shape: [2, 2] }],
    ['two filters a channel', [2, 2, 5, 5], [2, 4, 5, 5], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: 2 }],
    ['a padded 1×1', [1, 2, 3, 3], [1, 2, 5, 5], { kernel_shape: [1, 1], pads: [1, 1, 1, 1] }],
  ])('not with %s', async (_, x, dy, attributes) => {
    const before = gradient(x, dy, attributes);
    expect(printGraph(weightGradients(before))).toBe(printGraph(before));
    await expectSame(before, before);
  });
});

describe('weight gradients on a GPU', () => {
  it.each([
    ['1×1', [2, 3, 4, 5], [2, 4, 4, 5], { kernel_shape: [1, 1] }],
    ['1×1 with strides', [2, 3, 5, 5], [2, 4, 3, 3], { kernel_shape: [1, 1], strides: [2, 2] }],
    ['depthwise', [2, 3, 5, 6], [2, 3, 5, 6], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], group: 3 }],
    ['2×2, padded at one side', [3, 3, 5, 4], [3, 4, 5, 4], { kernel_shape: [2, 2], pads: [0, 0, 1, 1] }],
    ['3×3', [2, 8, 5, 5], [2, 4, 5, 5], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }],
    ['in groups', [2, 4, 4, 5], [2, 6, 4, 5], { kernel_shape: [3, 3], pads: [0, 1, 2, 1], group: 2 }],
    ['dilated', [2, 3, 7, 8], [2, 2, 3, 6], { kernel_shape: [3, 2], dilations: [2, 2] }],
    ['fewer windows than fit', [2, 3, 5, 6], [2, 3, 2, 3], { kernel_shape: [3, 3] }],
    ['strides', [2, 3, 7, 7], [2, 4, 4, 4], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['strides in groups', [2, 4, 6, 6], [2, 2, 3, 3], { kernel_shape: [2, 2], strides: [2, 2], group: 2 }],
    ['more taps than buffers', [1, 1, 9, 9], [1, 2, 5, 1], { kernel_shape: [1, 9] }],
    ['one axis', [2, 3, 9], [2, 2, 7], { kernel_shape: [3] }],
    ['three axes', [1, 2, 3, 4, 4], [1, 2, 2, 3, 3], { kernel_shape: [2, 2, 2] }],
  ])('%s', async (_, x, dy, attributes) => {
    const before = single(g.convWeightGradient(float('x', x), float('dy', dy), attributes as never));
    const after = weightGradientsOnGpu(before);
    expect(printGraph(after)).not.toContain('convWeightGradient');
    await expectSame(before, after);
  });
});

describe('transposed products', () => {
  const turned = (value: Value) => g.transpose(value, { perm: [1, 0] });
  it.each([
    ['the first', () => g.matMul(turned(float('a', [3, 2])), float('b', [3, 4]))],
    ['the second', () => g.matMul(float('a', [2, 3]), turned(float('b', [4, 3])))],
    ['both', () => g.matMul(turned(float('a', [3, 2])), turned(float('b', [4, 3])))],
  ])('%s', async (_, product) => {
    const before = single(product());
    const after = transposedProducts(before);
    expect(printGraph(after)).not.toMatch(/transpose|matMul/);
    await expectSame(before, after);
  });

  it('not of batches, nor of plain matrices', () => {
    for (const product of [
      g.matMul(float('a', [2, 3]), float('b', [3, 4])),
      g.matMul(float('a', [5, 2, 3]), turned(float('b', [4, 3]))),
    ]) {
      const before = single(product);
      expect(printGraph(transposedProducts(before))).toBe(printGraph(before));
    }
  });
});

describe('tiled pools', () => {
  const pool = (shape: number[], window: object) => single(g.maxPool(float('x', shape), window as never));
  it.each([
    ['2×2', [2, 3, 4, 6], { kernel_shape: [2, 2], strides: [2, 2] }],
    ['of two sizes', [2, 3, 6, 4], { kernel_shape: [3, 1], strides: [3, 1] }],
    ['one axis', [2, 3, 8], { kernel_shape: [4], strides: [4] }],
  ])('%s', async (_, shape, window) => {
    const before = pool(shape, window);
    const after = tiledPools(before);
    expect(printGraph(after)).not.toContain('maxPool');
    await expectSame(before, after);
  });

  it.each([
    ['overlapping', [1, 2, 5, 5], { kernel_shape: [3, 3], strides: [2, 2] }],
    ['padded', [1, 2, 4, 4], { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1] }],
    ['a rest', [1, 2, 5, 4], { kernel_shape: [2, 2], strides: [2, 2] }],
  ])('not with %s windows', (_, shape, window) => {
    const before = pool(shape, window);
    expect(printGraph(tiledPools(before))).toBe(printGraph(before));
  });

  it('not where somebody asks which element it was', () => {
    const window = { kernel_shape: [2, 2], strides: [2, 2] };
    const [y, indices] = node('maxPool', 'pool', [float('x', [1, 1, 4, 4])], window).outputs;
    const before = graphOf({ y: y!, indices: indices! });
    expect(printGraph(tiledPools(before))).toBe(printGraph(before));
  });
});

describe('nearest enlargements', () => {
  const options = { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' } as const;
  it.each([
    ['2×2', [2, 3, 4, 5], [2, 3, 8, 10]],
    ['one axis', [2, 3, 4, 5], [2, 3, 4, 15]],
    ['pictures too', [2, 1, 3], [4, 3, 3]],
  ])('%s', async (_, from, to) => {
    const before = single(g.resize(float('x', from), undefined, undefined, to, options));
    const after = nearestEnlargements(before);
    expect(printGraph(after)).not.toContain('resize');
    await expectSame(before, after);
  });

  it.each([
    ['a fraction', [1, 1, 3, 4], options],
    ['interpolation', [1, 1, 4, 4], { ...options, mode: 'linear' }],
    ['another rounding', [1, 1, 4, 4], { ...options, nearest_mode: 'ceil' }],
  ])('not with %s', (_, to, given) => {
    const before = single(g.resize(float('x', [1, 1, 2, 2]), undefined, undefined, to, given));
    expect(printGraph(nearestEnlargements(before))).toBe(printGraph(before));
  });
});

describe('staged sums', () => {
  it.each([
    ['the first axis', [32, 1024], [0], 0],
    ['the last axis, kept', [1024, 96], [1], 1],
    ['two axes', [8, 1100, 9], [0, 2], 0],
  ] as const)('%s', async (_, shape, axes, keepdims) => {
    const before = single(g.reduceSum(float('x', [...shape]), [...axes], { keepdims }));
    const after = stagedSums(before);
    expect(printGraph(after)).not.toBe(printGraph(before));
    expect(after.outputs.y!.shape).toEqual(before.outputs.y!.shape);
    await expectSame(before, after);
  });

  it.each([
    ['few outputs', [64, 100], [0]],
    ['few summands', [31, 2000], [0]],
    ['a large prime', [37, 2000], [0]],
  ] as const)('not with %s', (_, shape, axes) => {
    const before = single(g.reduceSum(float('x', [...shape]), [...axes], { keepdims: 0 }));
    expect(printGraph(stagedSums(before))).toBe(printGraph(before));
  });
});

describe('leading sums', () => {
  const sum = (shape: number[], axes: number[], keepdims: 0 | 1) =>
    single(g.reduceSum(float('x', shape), axes, { keepdims }));
  it.each([
    ['the first axis', [5, 3, 4], [0], 0],
    ['the first axis, kept', [5, 3, 4], [0], 1],
    ['two axes, in any order', [5, 3, 4], [1, -3], 0],
    ['many rows', [1000, 3], [0], 0],
    ['one row', [1, 7], [0], 1],
  ] as const)('%s', async (_, shape, axes, keepdims) => {
    const before = sum([...shape], [...axes], keepdims);
    const after = leadingSums(before);
    expect(printGraph(after)).not.toContain('reduceSum');
    expect(after.outputs.y!.shape).toEqual(before.outputs.y!.shape);
    await expectSame(before, after);
  });

  it.each([
    ['the last axis', [5, 3], [1]],
    ['axes with a gap', [5, 3, 4], [0, 2]],
    ['all axes', [5, 3], [0, 1]],
    ['nothing', [0, 3], [0]],
  ])('not with %s', async (_, shape, axes) => {
    const before = sum(shape, axes, 0);
    expect(printGraph(leadingSums(before))).toBe(printGraph(before));
    await expectSame(before, before);
  });

  it('leaves whole numbers whole', () => {
    const before = single(g.reduceSum(input('x', 'int32', [5, 3]), [0]));
    expect(printGraph(leadingSums(before))).toBe(printGraph(before));
  });
});

describe('explicit windows', () => {
  it.each([
    ['hanging over the end', [1, 2, 6, 7], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }],
    [
      'a window that would start in the padding',
      [1, 2, 5, 5],
      { kernel_shape: [2, 2], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 },
    ],
    [
      'dilated',
      [1, 2, 7, 7],
      { kernel_shape: [2, 2], strides: [2, 2], dilations: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 },
    ],
  ])('%s', async (_, shape, window) => {
    const before = single(g.maxPool(float('x', shape), window));
    const after = explicitWindows(before);
    expect(printGraph(after)).not.toContain('ceil_mode=1');
    expect(after.outputs.y!.shape).toEqual(before.outputs.y!.shape);
    await expectSame(before, after);
  });
});
