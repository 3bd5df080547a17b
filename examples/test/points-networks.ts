/** The points that the examples of deep and convolutional networks make. */
import { expect } from 'vitest';
import type { Points } from './points.ts';

/** The loss falls, below that of guessing among ten. */
function learns({ losses }: { readonly losses: readonly number[] }): void {
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
  expect(losses.at(-1)).toBeLessThan(Math.LN10);
}

export const networkPoints = {
  'vanishing-gradients'({ shrink, variants }) {
    const at = (name: string) => variants.find((one) => one.name === name)!;
    expect(shrink, 'each layer of sigmoid makes it smaller').toBeGreaterThan(3);
    expect(at('sigmoid').firstAtStart).toBeLessThan(1e-5 * at('sigmoid').lastAtStart);
    expect(at('sigmoid').accuracy).toBeLessThan(0.2);
    for (const name of ['tanh', 'relu', 'leaky relu', 'maxout', '+ batch norm', '+ residual', '+ pretraining']) {
      expect(at(name).firstAtStart, name).toBeGreaterThan(0.1 * at(name).lastAtStart);
      expect(at(name).accuracy, name).toBeGreaterThan(at('sigmoid').accuracy! + 0.05);
    }
    expect(at('relu').deadAtStart).toBeGreaterThan(0.05);
    expect(at('leaky relu').deadAtStart).toBe(0);
    expect(at('relu, large').firstAtStart).toBeGreaterThan(100);
    expect(at('relu, large').accuracy ?? 0, 'thrown off').toBeLessThan(0.2);
    expect(at('+ clipping').accuracy).toBeGreaterThan(0.25);
    expect(at('+ both').weightsAtEnd).toBeLessThan(at('+ clipping').weightsAtEnd!);
  },
  'mlp-or-cnn'({ mlp, cnn, cnnPooling, shared, unshared }) {
    expect(Math.abs(mlp.parameters / cnn.parameters - 1)).toBeLessThan(0.05);
    for (const { accuracies } of [mlp, cnn, cnnPooling]) expect(accuracies[0]).toBeGreaterThan(0.85);
    for (const accuracy of mlp.accuracies.slice(2)) expect(accuracy).toBeLessThan(0.3);
    for (const accuracy of cnn.accuracies) expect(accuracy).toBeGreaterThan(0.8);
    expect(cnnPooling.accuracies[4]! - cnnPooling.accuracies[2]!, 'four is a multiple of its stride').toBeGreaterThan(
      0.1,
    );
    expect(unshared / shared).toBeGreaterThan(1000);
  },
  convolution({ byHand, fromLayer, possible, wrong }) {
    expect(byHand).toBeGreaterThan(1);
    expect(fromLayer).toBeCloseTo(byHand, 5);
    expect(possible).toBeGreaterThan(300);
    expect(wrong).toBe(0);
  },
  pooling({ changes, settings, wrong, behindFlatten, behindAverage }) {
    const byOne = changes.map(({ change }) => change[1]!);
    expect(byOne, 'the larger the window, the more is forgiven').toEqual([...byOne].sort((a, b) => b - a));
    expect(byOne[0]).toBeGreaterThan(2 * byOne[3]!);
    for (const change of changes.at(-1)!.change) expect(change).toBeLessThan(1e-6);
    expect(settings).toBe(84);
    expect(wrong).toBe(0);
    expect([behindFlatten, behindAverage]).toEqual([64 * 64 * 16 * 10 + 10, 16 * 10 + 10]);
  },
  'cifar10-mlp'(figures) {
    expect(figures.parameters).toBe(3_590_642);
    learns(figures);
  },
  'cifar10-cnn'(figures) {
    expect(figures.parameters).toBe(528_054);
    learns(figures);
  },
  'early-layers'({ accuracy, classes, roughBefore, roughAfter }) {
    expect(classes).toBe(5);
    expect(accuracy).toBeGreaterThan(0.1);
    expect(Math.abs(roughBefore - Math.SQRT2), 'noise at the start').toBeLessThan(0.1);
    expect(roughAfter, 'edges and spots in the end').toBeLessThan(roughBefore - 0.1);
  },
  'cifar10-augmented'(figures) {
    expect(figures).toMatchObject({ unlike: 7, repeatable: true, untouched: true });
    learns(figures);
  },
} satisfies Partial<Points>;
