/** Ops that have a kernel and a body in smaller ops must agree with both: beyond the cases of the suite, see tests/gradients/bodies.test.ts. */
import { evaluate } from '@graftml/backend-cpu';
import { type Attributes, constant, expandNode, node, tensor, toNumbers, type Value } from '@graftml/core';
import { describe, expect, it } from 'vitest';

/** Multiples of 1/4 within ±`range`: a small range makes ties. */
let seed = 1;
const draw = (shape: readonly number[], range = 2): Value => {
  const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    seed = (seed * 48271) % 2147483647;
    return (Math.floor((seed / 2147483647) * (8 * range + 1)) - 4 * range) / 4;
  });
  return constant(tensor('float64', shape, data));
};

interface Case {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly attributes?: Attributes;
}

const window = (kernel: number[], strides: number[], pads: number[], dilations = kernel.map(() => 1)): Attributes => ({
  kernel_shape: kernel,
  strides,
  pads,
  dilations,
});

function poolGradient(shape: number[], attributes: Attributes, range: number): Case {
  const x = draw(shape, range);
  const [y] = node('maxPool', '', [x], attributes).outputs;
  const most = constant(evaluate([y!])[0]!);
  return { op: 'maxPoolGradient', inputs: [x, most, draw(most.shape as number[])], attributes };
}

function weightGradient(shape: number[], filters: number, group: number, attributes: Attributes, fewer = 0): Case {
  const kernel = attributes.kernel_shape as number[];
  const w = draw([filters, shape[1]! / group, ...kernel]);
  const [y] = node('conv', '', [draw(shape), w], { ...attributes, group }).outputs;
  const [batch, m, ...windows] = y!.shape as number[];
  const dy = draw([batch!, m!, ...windows.map((n) => n - fewer)]);
  return { op: 'convWeightGradient', inputs: [draw(shape), dy], attributes: { ...attributes, group } };
}

const cases: Case[] = [
  { op: 'step', inputs: [draw([3, 4], 0.5)] },
  ...[0, 1, -1].flatMap((axis): Case[] => [
    { op: 'softmax', inputs: [draw([2, 3, 4])], attributes: { axis } },
    { op: 'logSoftmax', inputs: [draw([2, 3, 4])], attributes: { axis } },
  ]),
  { op: 'leakyRelu', inputs: [draw([3, 4])], attributes: { alpha: 0.2 } },
  ...[0, 1].flatMap((transA) =>
    [0, 1].map(
      (transB): Case => ({
        op: 'gemm',
        inputs: [draw(transA ? [5, 3] : [3, 5]), draw(transB ? [4, 5] : [5, 4]), draw([4])],
        attributes: { transA, transB, alpha: 0.5, beta: 3 },
      }),
    ),
  ),
  { op: 'globalAveragePool', inputs: [draw([2, 3, 4, 5])] },
  ...[2, 0.25, 0].flatMap((range) => [
    poolGradient([2, 3, 6, 4], window([2, 2], [2, 2], [0, 0, 0, 0]), range),
    poolGradient([1, 2, 7, 7], window([3, 3], [2, 2], [1, 1, 1, 1]), range),
    poolGradient([1, 2, 6, 5], window([3, 2], [1, 1], [0, 1, 2, 0]), range),
    poolGradient([1, 1, 8, 8], window([2, 2], [2, 2], [0, 0, 0, 0], [3, 3]), range),
    poolGradient([1, 2, 6, 6], { ...window([3, 3], [2, 2], [0, 0, 0, 0]), ceil_mode: 1 }, range),
    poolGradient([1, 2, 9], window([3], [4], [0, 0]), range),
    poolGradient([1, 1, 4, 4, 6], window([2, 2, 3], [2, 2, 3], [0, 0, 0, 0, 0, 0]), range),
  ]),
  weightGradient([2, 3, 6, 5], 4, 1, window([2, 2], [1, 1], [0, 0, 1, 1])),
  weightGradient([2, 3, 7, 6], 4, 1, window([3, 2], [2, 3], [1, 0, 2, 1])),
  weightGradient([2, 4, 5, 5], 6, 2, window([3, 3], [1, 1], [1, 1, 1, 1])),
  weightGradient([2, 4, 6, 6], 4, 4, window([3, 3], [2, 2], [1, 1, 1, 1])),
  weightGradient([1, 2, 8, 8], 3, 1, window([3, 3], [1, 1], [2, 3, 2, 3], [2, 3])),
  weightGradient([1, 40, 5, 5], 2, 1, window([3, 3], [1, 1], [1, 1, 1, 1])),
  weightGradient([1, 40, 6, 6], 2, 1, window([3, 3], [2, 2], [1, 1, 1, 1]), 1),
  weightGradient([2, 3, 7, 7], 4, 1, window([2, 2], [2, 2], [0, 0, 0, 0]), 1),
  weightGradient([2, 3, 9], 4, 1, window([3], [2], [1, 1])),
];

const show = ({ op, inputs, attributes = {} }: Case) =>
  `${op} of ${inputs.map(({ shape }) => `[${shape}]`).join(', ')} ${JSON.stringify(attributes)}`;

describe('kernel and body agree', () => {
  it.each(cases.map((c) => [show(c), c] as const))('%s', (_, { op, inputs, attributes }) => {
    const made = node(op, '', inputs, attributes ?? {});
    const [kernel] = evaluate(made.outputs);
    const [body] = evaluate(expandNode(made));
    expect(body!.shape).toEqual(kernel!.shape);
    const expected = toNumbers(kernel!);
    toNumbers(body!).forEach((value, i) => {
      expect(value, `element ${i}`).toBeCloseTo(expected[i]!, 11);
    });
  });
});
