/** How wide and how far each initializer draws, for the fans of each kind of layer, against Keras 3. */
import {
  conv2D,
  dense,
  depthwiseConv2D,
  elementCount,
  type Initializer,
  initializers,
  initialWeights,
  type LayeredModel,
  sequential,
  toNumbers,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';
import { reference } from '../support/reference.ts';

interface Drawn {
  readonly initializer: keyof typeof initializers;
  readonly arguments: readonly unknown[];
  readonly layer: 'dense' | 'conv2D' | 'depthwiseConv2D' | 'bias';
  /** In Keras's layout. */
  readonly shape: readonly [number, number, number, number];
  readonly mean: number;
  readonly stddev: number;
  readonly least: number;
  readonly most: number;
}

/** A model with one parameter that is drawn by `kernelInitializer`, the first, or a bias, the second. */
const models: Readonly<Record<Drawn['layer'], (initializer: Initializer, shape: Drawn['shape']) => LayeredModel>> = {
  dense: (kernelInitializer, [features, units]) =>
    sequential({ input: [features] }, [dense(units, { kernelInitializer })]),
  bias: (biasInitializer, [units]) => sequential({ input: [1] }, [dense(units, { biasInitializer })]),
  conv2D: (kernelInitializer, [height, width, channels, filters]) =>
    sequential({ input: [channels, 8, 8] }, [conv2D(filters, [height, width], { kernelInitializer })]),
  depthwiseConv2D: (kernelInitializer, [height, width, channels, depthMultiplier]) =>
    sequential({ input: [channels, 8, 8] }, [depthwiseConv2D([height, width], { kernelInitializer, depthMultiplier })]),
};

const make = ({ initializer, arguments: given }: Drawn): Initializer =>
  (initializers[initializer] as (...given: readonly unknown[]) => Initializer)(...given);

const draw = (drawn: Drawn, seed = 1): number[] => {
  const weights = Object.values(initialWeights(models[drawn.layer](make(drawn), drawn.shape), seed));
  return toNumbers(weights[drawn.layer === 'bias' ? 1 : 0]!);
};

function statistics(numbers: readonly number[]) {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const stddev = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
  return {
    mean,
    stddev,
    least: numbers.reduce((a, b) => Math.min(a, b)),
    most: numbers.reduce((a, b) => Math.max(a, b)),
  };
}

const { initializers: drawn, truncatedNormalDeciles } = reference<{
  readonly initializers: readonly Drawn[];
  readonly truncatedNormalDeciles: readonly number[];
}>('layers');

describe('initializers draw as wide and as far as those of Keras', () => {
  test.each(
    drawn.map(
      (one) =>
        [`${one.initializer}(${JSON.stringify(one.arguments).slice(1, -1)}) ${one.layer} [${one.shape}]`, one] as const,
    ),
  )('%s', (_, one) => {
    const numbers = draw(one);
    const ours = statistics(numbers);
    expect(numbers.length).toBe(elementCount(one.shape));
    // Two samples of n numbers: their means differ by σ√(2/n), their deviations by about σ/√n.
    const noise = one.stddev / Math.sqrt(numbers.length);
    expect(Math.abs(ours.mean - one.mean)).toBeLessThanOrEqual(5 * Math.SQRT2 * noise);
    expect(Math.abs(ours.stddev - one.stddev)).toBeLessThanOrEqual(4 * noise);
    // The ends are sharp except those of a normal distribution.
    if (one.initializer !== 'randomNormal' && one.initializer !== 'orthogonal') {
      expect(Math.abs(ours.least - one.least)).toBeLessThanOrEqual(0.1 * one.stddev);
      expect(Math.abs(ours.most - one.most)).toBeLessThanOrEqual(0.1 * one.stddev);
    }
  });

  test('the truncated normal has the right shape between its ends', () => {
    const n = 100_000;
    const { create } = initializers.truncatedNormal({ stddev: 1 });
    const sorted = toNumbers(create([n], { seed: 1, purpose: 'test' })).sort((a, b) => a - b);
    truncatedNormalDeciles.forEach((decile, i) => {
      expect(Math.abs(sorted[((i + 1) * n) / 10]! - decile)).toBeLessThan(0.02);
    });
    expect(sorted[0]).toBeGreaterThanOrEqual(-2);
    expect(sorted[n - 1]).toBeLessThanOrEqual(2);
  });
});

describe('orthogonal', () => {
  test.each([[[20, 7]], [[7, 20]], [[6, 3, 2, 2]], [[16, 2, 2, 2]]])('%j: rows or columns are orthonormal', (shape) => {
    const [rows, ...rest] = shape as [number, ...number[]];
    const columns = elementCount(rest);
    const w = toNumbers(initializers.orthogonal({ gain: 2 }).create(shape, { seed: 3, purpose: 'test' }));
    const vector = (i: number) =>
      rows <= columns ? w.slice(i * columns, (i + 1) * columns) : w.filter((_, at) => at % columns === i);
    const count = Math.min(rows, columns);
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const product = vector(i).reduce((sum, x, k) => sum + x * vector(j)[k]!, 0);
        expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
      }
  });
});

describe('draws depend on their place alone', () => {
  const glorot = initializers.glorotUniform();
  const at = (seed: number, purpose: string) => toNumbers(glorot.create([5, 4], { seed, purpose }));
  test('the same seed and name give the same numbers, another gives others', () => {
    expect(at(1, 'a')).toEqual(at(1, 'a'));
    expect(at(1, 'a')).not.toEqual(at(2, 'a'));
    expect(at(1, 'a')).not.toEqual(at(1, 'b'));
  });
  test('a layer keeps its numbers when another comes before it', () => {
    const last = dense(3, { name: 'last' });
    const alone = initialWeights(sequential({ input: [4] }, [last]), 7);
    const after = initialWeights(sequential({ input: [4] }, [dense(4), last]), 7);
    expect(after['last/kernel']).toEqual(alone['last/kernel']);
  });
});
