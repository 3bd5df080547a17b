/** Every layer, activation and regularizer against Keras 3. */
import { evaluate } from '@graftml/backend-cpu';
import * as core from '@graftml/core';
import { bind, constant, functional, inputName, regularizers, type Tensor, tensor, toNumbers } from '@graftml/core';
import { describe, expect, test } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { reference } from '../support/reference.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly layer: string;
  readonly arguments: readonly unknown[];
  readonly inputs: readonly [Numbers, ...Numbers[]];
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly output: Numbers;
  readonly penalty?: number;
}
type Make = (...args: readonly unknown[]) => (...inputs: readonly core.Traced[]) => core.Traced;

/** `{ l1: [0.1] }` in an option is `regularizers.l1(0.1)`. */
function withRegularizers(argument: unknown): unknown {
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument;
  return Object.fromEntries(
    Object.entries(argument).map(([name, value]) => {
      if (!name.endsWith('Regularizer')) return [name, value];
      const [[kind, given]] = Object.entries(value as Record<string, readonly unknown[]>) as [[string, unknown[]]];
      return [name, (regularizers as unknown as Record<string, (...args: unknown[]) => unknown>)[kind]!(...given)];
    }),
  );
}

function run({ layer, arguments: given, inputs, weights }: Case, dtype: 'float32' | 'float64') {
  const make = (core as unknown as Record<string, Make>)[layer]!;
  const [first, ...others] = inputs;
  const of = ({ shape, data }: Numbers): Tensor => tensor(dtype, shape, data);
  const model = functional({ input: first.shape.slice(1), dtype }, (x) => {
    // A model has one input: where a layer takes several, all are constants.
    const all = others.length === 0 ? [x] : inputs.map((each) => ({ ...x, value: constant(of(each)) }));
    return make(...given.map(withRegularizers))(...all);
  });
  const graph = bind(model.graph('infer'), { N: first.shape[0]! });
  expect(model.parameters.map(({ name }) => name.split('/')[1])).toEqual(Object.keys(weights));
  const feeds = new Map(
    graph.inputs.map((value) => {
      const name = inputName(value)!;
      return [value, of(name === 'input' ? first : weights[name.split('/')[1]!]!)];
    }),
  );
  const { output, penalty } = graph.outputs;
  return evaluate(penalty ? [output!, penalty] : [output!], feeds);
}

const { layers } = reference<{ layers: readonly Case[] }>('layers');

describe.each([
  ['float64', 1e-6],
  ['float32', 1e-5],
] as const)('layers give what Keras gives, %s', (dtype, tolerance) => {
  test.each(
    layers.map(
      (one) =>
        [`${one.layer}(${JSON.stringify(one.arguments).slice(1, -1)}) of [${one.inputs[0].shape}]`, one] as const,
    ),
  )('%s', (_, one) => {
    const [output, penalty] = run(one, dtype);
    expect(output!.shape).toEqual(one.output.shape);
    expectClose(toNumbers(output!), one.output.data, tolerance);
    if (one.penalty === undefined) expect(penalty).toBeUndefined();
    else expectClose(toNumbers(penalty!), [one.penalty], tolerance);
  });
});
