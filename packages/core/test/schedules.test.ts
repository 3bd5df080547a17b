import { readFileSync } from 'node:fs';
import {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  piecewiseConstantDecay,
  polynomialDecay,
  type Schedule,
  UsageError,
  warmup,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

const makers = { inverseTimeDecay, exponentialDecay, piecewiseConstantDecay, cosineDecay, polynomialDecay } as const;
const { steps, cases } = JSON.parse(
  readFileSync(new URL('../../../tests/reference/schedules.json', import.meta.url), 'utf8'),
) as {
  steps: number[];
  cases: { schedule: keyof typeof makers; options: never; expected: number[] }[];
};

describe('learning rates as Keras 3 computes them', () => {
  test.each(cases.map((c) => [`${c.schedule} ${JSON.stringify(c.options)}`, c] as const))('%s', (_, at) => {
    const schedule = makers[at.schedule](at.options);
    steps.forEach((step, i) => {
      // Keras's rates are float32.
      expect(Math.abs(schedule(step) / at.expected[i]! - 1) || 0).toBeLessThan(1e-6);
    });
  });
});

describe('warmup', () => {
  test('rises to the full rate and goes on from the beginning of what follows', () => {
    const schedule = warmup(4, inverseTimeDecay({ initialLearningRate: 0.8, decaySteps: 1, decayRate: 1 }));
    expect([0, 1, 2, 3, 4, 5, 7].map(schedule)).toEqual([0.2, 0.4, 0.8 * 0.75, 0.8, 0.8, 0.4, 0.2]);
    expect([0, 1, 2, 100].map(warmup(2, 0.5))).toEqual([0.25, 0.5, 0.5, 0.5]);
  });
});

describe('settings that make no sense', () => {
  test.each<[string, () => Schedule]>([
    ['decaySteps', () => inverseTimeDecay({ initialLearningRate: 1, decaySteps: 0, decayRate: 1 })],
    ['decayRate', () => exponentialDecay({ initialLearningRate: 1, decaySteps: 10, decayRate: Number.NaN })],
    ['initialLearningRate', () => cosineDecay({ initialLearningRate: -1, decaySteps: 10 })],
    ['warmupSteps', () => cosineDecay({ initialLearningRate: 1, decaySteps: 10, warmupSteps: 5 })],
    ['warmupSteps', () => cosineDecay({ initialLearningRate: 1, decaySteps: 10, warmupTarget: 5 })],
    ['alpha', () => cosineDecay({ initialLearningRate: 1, decaySteps: 10, alpha: 2 })],
    ['boundaries', () => piecewiseConstantDecay({ boundaries: [5, 5], values: [1, 2, 3] })],
    ['values', () => piecewiseConstantDecay({ boundaries: [5], values: [1] })],
    ['power', () => polynomialDecay({ initialLearningRate: 1, decaySteps: 10, power: 0 })],
    ['steps', () => warmup(0, 1)],
    ['after', () => warmup(1, -1)],
  ])('%s', (option, make) => {
    expect(make).toThrow(UsageError);
    expect(make).toThrow(option);
  });

  test('an unknown option is not dropped in silence', () => {
    const options = { initialLearningRate: 1, decaySteps: 1, decay: 0.5 } as never;
    expect(() => exponentialDecay(options)).toThrow(/exponentialDecay: there is no such option.*received decay/);
  });
});
