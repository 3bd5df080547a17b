/** Twelve steps of every optimizer against Keras 3; and against PyTorch, with the reason where the two differ. */
import { evaluate } from '@graftml/backend-cpu';
import {
  adagrad,
  adam,
  adamW,
  builder,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  constant,
  input,
  type Optimizer,
  rmsprop,
  scalar,
  scaledRates,
  sgd,
  type Tensor,
  tensor,
  toNumbers,
} from '@graftml/core';
import { describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

type Path = readonly (readonly number[])[];
interface Reference {
  readonly start: readonly number[];
  readonly gradients: Path;
  readonly rates: readonly number[];
  readonly cases: readonly {
    readonly optimizer: keyof typeof optimizers;
    readonly options: object;
    readonly keras: Path;
    readonly torch: Path;
    readonly agree: boolean;
    readonly because?: string;
  }[];
  readonly clips: readonly {
    readonly clip: keyof typeof clips;
    readonly limit: number;
    readonly gradients: Path;
    readonly expected: Path;
  }[];
}
const optimizers = { sgd, rmsprop, adam, adamW, adagrad };
const clips = { clipByValue, clipByNorm, clipByGlobalNorm };
const { start, gradients, rates, cases, clips: clipped } = reference<Reference>('optimizers');

/** The parameter after each step: the emitted graph is built once and run with what changes as feeds. */
function trajectory(optimizer: Optimizer, dtype: 'float32' | 'float64'): Path {
  const shape = [start.length];
  const parameter = input('parameter', dtype, shape);
  const gradient = input('gradient', dtype, shape);
  const learningRate = input('learning_rate', dtype, []);
  const step = input('step', dtype, []);
  const slotNames = Object.keys(optimizer.slots);
  const slots = Object.fromEntries(slotNames.map((slot) => [slot, input(slot, dtype, shape)]));
  const next = optimizer.update(builder(), { parameter, gradient, slots, learningRate, step });
  expect(Object.keys(next.slots).sort()).toEqual(slotNames.sort());

  const outputs = [next.parameter, ...slotNames.map((slot) => next.slots[slot]!)];
  const fill = (value: number) => tensor(dtype, shape, new Array<number>(start.length).fill(value));
  let now: Tensor = tensor(dtype, shape, start);
  let kept: Tensor[] = slotNames.map((slot) => fill(optimizer.slots[slot]!));
  return gradients.map((values, i) => {
    const feeds = new Map([
      [parameter, now],
      [gradient, tensor(dtype, shape, values)],
      [learningRate, scalar(rates[i]!, dtype)],
      [step, scalar(i + 1, dtype)],
      ...slotNames.map((slot, s) => [slots[slot]!, kept[s]!] as const),
    ]);
    [now, ...kept] = evaluate(outputs, feeds) as [Tensor, ...Tensor[]];
    return toNumbers(now);
  });
}

describe('trajectories', () => {
  test.each(cases.map((c) => [`${c.optimizer} ${JSON.stringify(c.options)}`, c] as const))('%s', (_, at) => {
    const path = trajectory(optimizers[at.optimizer](at.options), 'float64');
    expectClose(path.flat(), at.keras.flat(), 1e-11, 'Keras');
    if (at.agree) expectClose(path.flat(), at.torch.flat(), 1e-9, 'PyTorch');
    else expect(() => expectClose(path.flat(), at.torch.flat(), 1e-6), at.because).toThrow();
  });

  test.each(cases.map((c) => [`${c.optimizer} ${JSON.stringify(c.options)}`, c] as const))(
    'in float32: %s',
    (_, at) => {
      const path = trajectory(optimizers[at.optimizer](at.options), 'float32');
      // 1 - 0.999^t and velocity - mean² lose digits in float32.
      expectClose(path.flat(), at.keras.flat(), 1e-4, 'Keras');
    },
  );
});

describe('clipping', () => {
  test.each(clipped.map((c) => [`${c.clip}(${c.limit})`, c] as const))('%s', (_, at) => {
    const values = at.gradients.map((data) => constant(tensor('float64', [data.length], data)));
    const out = evaluate(clips[at.clip](at.limit)(builder(), values));
    out.forEach((t, i) => {
      // Keras rounds norms to float32.
      expectClose(toNumbers(t), at.expected[i]!, 1e-7);
    });
  });

  test('gradients of zero stay zero', () => {
    const zero = constant(tensor('float32', [2], [0, 0]));
    for (const clip of [clipByValue(1), clipByNorm(1), clipByGlobalNorm(1)])
      expect(toNumbers(evaluate(clip(builder(), [zero]))[0]!)).toEqual([0, 0]);
  });
});

describe('scaledRates', () => {
  test('is the same optimizer at that part of the rate, for each parameter by its name', () => {
    for (const make of [() => sgd({ momentum: 0.9 }), adam, () => adamW({ weightDecay: 0.1 })]) {
      const named: string[] = [];
      const scaled = scaledRates(make(), (name) => {
        named.push(name);
        return 0.25;
      });
      const slower: Optimizer = {
        ...make(),
        update: (g, at) => make().update(g, { ...at, learningRate: g.div(at.learningRate, 4) }),
      };
      const expected = trajectory(slower, 'float64');
      expect(trajectory(scaled, 'float64')).toEqual(expected);
      expect(trajectory(scaled, 'float64')).not.toEqual(trajectory(make(), 'float64'));
      expect(new Set(named)).toEqual(new Set(['parameter']));
    }
  });

  test('refuses a scale that is none', () => {
    expect(() =>
      trajectory(
        scaledRates(adam(), () => 0),
        'float32',
      ),
    ).toThrow(/the scale of parameter/);
  });
});
