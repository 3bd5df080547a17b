/** The point that each example makes, in numbers: an example without an entry does not compile. */
import { expect } from 'vitest';
import type { examples } from '../src/examples.ts';
import { networkPoints } from './points-networks.ts';

export type Points = {
  readonly [Name in keyof typeof examples]: (figures: Awaited<ReturnType<(typeof examples)[Name]['run']>>) => void;
};

/** For those that need data: which of the test data. */
export const dataOf: Readonly<Record<string, string>> = {
  'cifar10-mlp': 'cifar10',
  'cifar10-cnn': 'cifar10',
  'cifar10-augmented': 'cifar10',
};

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
  descent({ walks }) {
    const [batch, mini, stochastic] = walks;
    expect(batch!.stepsUphill).toBe(0);
    expect(stochastic!.stepsUphill).toBeGreaterThan(mini!.stepsUphill);
    expect(mini!.afterOneEpoch).toBeLessThan(batch!.afterOneEpoch / 2);
    expect(mini!.atTheEnd).toBeLessThan(stochastic!.atTheEnd);
  },
  'learning-rate-decay'({ runs }) {
    const [large, small, inverse, cosine] = runs;
    expect(small!.stepsToCome).toBeGreaterThan(10 * large!.stepsToCome);
    for (const decayed of [inverse!, cosine!]) {
      expect(decayed.stepsToCome).toBeLessThan(small!.stepsToCome / 5);
      expect(decayed.atTheEnd).toBeLessThan(large!.atTheEnd / 5);
    }
  },
  momentum({ walks, all }) {
    const [plain, momentum, nesterov] = walks.map(({ steps }) => steps);
    expect(plain).toBeLessThan(all);
    expect(momentum).toBeLessThan(plain! / 2);
    expect(nesterov).toBeLessThan(plain! / 2);
  },
  'local-minima'({ share, best, worst, chances, ends }) {
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.9);
    expect(best).toBeLessThan(0.05);
    expect(worst).toBeGreaterThan(0.3);
    expect(chances.at(-1)).toBeGreaterThan(share);
    expect(new Set(ends.map(Math.round)).size).toBe(3);
  },
  'early-stopping'({ end, early, lastTrainingLoss }) {
    expect(early.best).toBeLessThan(early.rounds);
    expect(early.rounds).toBeLessThan(end.rounds);
    expect(early.loss).toBeLessThan(end.loss - 0.05);
    expect(lastTrainingLoss).toBeLessThan(early.loss);
  },
  'weight-penalties'({ runs }) {
    const [none, l2, l1] = runs;
    expect(l2!.length).toBeLessThan(none!.length);
    expect(none!.trainError).toBeLessThan(Math.min(l1!.trainError, l2!.trainError));
    expect(l2!.testError).toBeLessThan(none!.testError);
    expect(l1!.testError).toBeLessThan(l2!.testError);
    expect(l1!.nearZero).toBeGreaterThan(9);
    expect(l2!.nearZero).toBeLessThan(4);
    for (const [i, weight] of [2, -1.5, 1].entries()) expect(l1!.three[i]! * weight).toBeGreaterThan(0);
  },
  dropout({ mask, runs }) {
    expect(mask.kept).toBeCloseTo(0.5, 1);
    expect(mask.worth).toBe(2);
    expect(mask.mean).toBeCloseTo(1, 1);
    const [none, half, most] = runs;
    expect(none!.trainLoss).toBeLessThan(half!.trainLoss / 3);
    expect(half!.trainLoss).toBeLessThan(most!.trainLoss);
    expect(half!.loss).toBeLessThan(none!.loss - 0.03);
  },
  ...networkPoints,
  regression({ clean, wrong }) {
    const [line, curve] = clean;
    expect(line!.r2).toBeLessThan(0.6);
    expect(curve!.r2).toBeGreaterThan(0.82);
    const [squared, absolute] = wrong;
    expect(absolute!.error).toBeLessThan(squared!.error / 2);
  },
  'multi-label'({ runs }) {
    const [logistics, softmax] = runs;
    expect([logistics!.most, softmax!.most]).toEqual([3, 1]);
    expect(logistics!.accuracy).toBeGreaterThan(softmax!.accuracy + 0.05);
    expect(logistics!.f1).toBeGreaterThan(0.9);
    logistics!.sums.forEach((total, labels) => {
      expect(Math.abs(total - labels)).toBeLessThan(0.3);
    });
    for (const total of softmax!.sums) expect(total).toBeCloseTo(1, 5);
  },
  'long-memory'({ runs }) {
    const [plain, lstm] = runs.map(({ ends }) => ends);
    expect(plain![0]).toBeGreaterThan(0.9);
    expect(plain!.at(-1)).toBeLessThan(0.75);
    for (const accuracy of lstm!) expect(accuracy).toBeGreaterThan(0.97);
  },
};
