/** What optimizers emit: slots where they are needed, and few passes over the large tensors. */
import {
  adagrad,
  adam,
  adamW,
  builder,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  input,
  inverseTimeDecay,
  type Optimizer,
  rmsprop,
  sgd,
  topologicalOrder,
  UsageError,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';

function update(optimizer: Optimizer) {
  const large = (name: string) => input(name, 'float32', [1000, 1000]);
  const slots = Object.fromEntries(Object.keys(optimizer.slots).map((slot) => [slot, large(slot)]));
  const number = (name: string) => input(name, 'float32', []);
  const at = { parameter: large('w'), gradient: large('g'), slots, learningRate: number('lr'), step: number('step') };
  const next = optimizer.update(builder(), at);
  const nodes = topologicalOrder([next.parameter, ...Object.values(next.slots)]);
  return { next, passes: nodes.filter((node) => node.outputs[0]!.shape.length > 0).length };
}

describe('slots and passes over the parameter', () => {
  test.each<[string, Optimizer, readonly string[], number]>([
    ['sgd', sgd(), [], 2],
    ['sgd with momentum', sgd({ momentum: 0.9 }), ['momentum'], 4],
    ['sgd with Nesterov', sgd({ momentum: 0.9, nesterov: true }), ['momentum'], 6],
    ['rmsprop', rmsprop(), ['velocity'], 9],
    ['rmsprop, all of it', rmsprop({ centered: true, momentum: 0.9 }), ['velocity', 'averageGradient', 'momentum'], 16],
    ['adam', adam(), ['momentum', 'velocity'], 12],
    ['adam with amsgrad', adam({ amsgrad: true }), ['momentum', 'velocity', 'velocityHat'], 13],
    ['adamW', adamW(), ['momentum', 'velocity'], 13],
    ['adagrad', adagrad(), ['accumulator'], 7],
  ])('%s', (_, optimizer, slots, most) => {
    expect(Object.keys(optimizer.slots)).toEqual(slots);
    const { next, passes } = update(optimizer);
    expect(next.parameter).toMatchObject({ dtype: 'float32', shape: [1000, 1000] });
    for (const slot of slots) expect(next.slots[slot]).toMatchObject({ dtype: 'float32', shape: [1000, 1000] });
    expect(passes).toBeLessThanOrEqual(most);
  });

  test('start values and defaults are those of Keras 3', () => {
    expect(adagrad().slots).toEqual({ accumulator: 0.1 });
    expect([sgd(), rmsprop(), adam(), adamW(), adagrad()].map((o) => o.learningRate)).toEqual([
      0.01, 1e-3, 1e-3, 1e-3, 1e-3,
    ]);
  });

  test('a schedule is kept as it is', () => {
    const schedule = inverseTimeDecay({ initialLearningRate: 1, decaySteps: 2, decayRate: 1 });
    expect(adam({ learningRate: schedule }).learningRate).toBe(schedule);
  });
});

describe('settings that make no sense', () => {
  test.each<[string, () => unknown]>([
    ['sgd: learningRate', () => sgd({ learningRate: -0.1 })],
    ['sgd: learningRate', () => sgd({ learningRate: '0.1' as never })],
    ['sgd: momentum', () => sgd({ momentum: 1 })],
    ['sgd: nesterov', () => sgd({ nesterov: true })],
    ['rmsprop: rho', () => rmsprop({ rho: 1.1 })],
    ['rmsprop: epsilon', () => rmsprop({ epsilon: -1 })],
    ['adam: beta1', () => adam({ beta1: 1 })],
    ['adam: beta2', () => adam({ beta2: Number.NaN })],
    ['adamW: weightDecay', () => adamW({ weightDecay: -1 })],
    ['adagrad: initialAccumulatorValue', () => adagrad({ initialAccumulatorValue: -1 })],
    ['clipByValue: limit', () => clipByValue(0)],
    ['clipByNorm: limit', () => clipByNorm(Number.NaN)],
    ['clipByGlobalNorm: limit', () => clipByGlobalNorm(-1)],
    ['sgd: there is no such option', () => sgd({ lr: 0.1 } as never)],
  ])('%s', (message, make) => {
    expect(make).toThrow(UsageError);
    expect(make).toThrow(message);
  });

  test('an option that is undefined counts as not given', () => {
    expect(sgd({ learningRate: undefined } as never).learningRate).toBe(0.01);
  });
});
