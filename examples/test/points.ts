/** The point that each example makes, in numbers: an example without an entry does not compile. */
import { expect } from 'vitest';
import type { examples } from '../src/examples.ts';

type Points = {
  readonly [Name in keyof typeof examples]: (figures: Awaited<ReturnType<(typeof examples)[Name]['run']>>) => void;
};

/** For those that need data: which of the test data. */
export const dataOf: Readonly<Record<string, string>> = {};

export const points: Points = {
  logistic({ curves, fromFormula, fromDifferences }) {
    for (const { slope, atMidpoint, slopeThere, slopeFarAway } of curves) {
      expect(atMidpoint).toBeCloseTo(0.5, 12);
      expect(slopeThere).toBeCloseTo(slope / 4, 12);
      expect(slopeFarAway).toBeLessThan(slopeThere / 30);
    }
    expect(fromFormula).toBeLessThan(1e-15);
    expect(fromDifferences).toBeLessThan(1e-9);
  },
  softmax({ cases, shift, apart }) {
    for (const { probabilities } of cases) expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const bits = cases.map(({ bits }) => bits);
    expect(bits, 'entropy rises with temperature').toEqual([...bits].sort((a, b) => a - b));
    expect(cases[0]!.probabilities[0]).toBeGreaterThan(0.999);
    expect(Math.max(...cases.at(-1)!.probabilities)).toBeLessThan(0.4);
    expect(shift).toBeLessThan(1e-13);
    expect(apart).toBeLessThan(1e-15);
  },
  'one-hot'({ asNumber, asOneHot, loss, sparseLoss }) {
    expect(asOneHot).toBeGreaterThan(0.9);
    expect(asNumber).toBeLessThan(asOneHot - 0.15);
    expect(sparseLoss).toBeCloseTo(loss, 6);
  },
  information(at) {
    expect(at.entropy).toBe(1.75);
    expect(at.codeLength).toBe(1.75);
    expect(at.divergence).toBeCloseTo(at.crossEntropy - at.entropy, 12);
    expect(at.divergence).toBeGreaterThan(0.1);
    expect(Math.abs(at.divergence - at.theOtherWay)).toBeGreaterThan(0.01);
    expect(at.loss).toBeCloseTo(at.nats, 12);
    expect(at.cheapestBelief).toBe(0.3);
    expect(at.largestEntropyAt).toBe(0.5);
  },
  perceptron({ and, or, xor, everWithoutMistakes, withHiddenLayer }) {
    expect([and, or]).toEqual([0, 0]);
    expect(xor).toBeGreaterThan(0);
    expect(everWithoutMistakes).toBe(false);
    expect(withHiddenLayer).toBe(0);
  },
  backpropagation({ apart, fromDifference, lossesApart, before, after }) {
    expect(apart).toBeLessThan(1e-12);
    expect(lossesApart).toBeLessThan(1e-12);
    expect(fromDifference).toBeLessThan(1e-9);
    expect(after).toBeLessThan(before);
  },
  'vanishing-gradients'({ shrink, variants }) {
    const at = (name: string) => variants.find((one) => one.name === name)!;
    expect(shrink, 'each layer of sigmoid makes it smaller').toBeGreaterThan(3);
    expect(at('sigmoid').firstAtStart).toBeLessThan(1e-5 * at('sigmoid').lastAtStart);
    expect(at('sigmoid').accuracy).toBeLessThan(0.2);
    for (const name of ['tanh', 'relu', 'leaky relu', 'maxout', '+ residual', '+ pretraining']) {
      expect(at(name).firstAtStart, name).toBeGreaterThan(0.1 * at(name).lastAtStart);
      expect(at(name).accuracy, name).toBeGreaterThan(at('sigmoid').accuracy! + 0.1);
    }
    expect(at('relu').deadAtStart).toBeGreaterThan(0.05);
    expect(at('leaky relu').deadAtStart).toBe(0);
    expect(at('relu, large').firstAtStart).toBeGreaterThan(100);
    expect(at('relu, large').accuracy ?? 0, 'thrown off').toBeLessThan(0.2);
    expect(at('+ clipping').accuracy).toBeGreaterThan(0.35);
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
};
