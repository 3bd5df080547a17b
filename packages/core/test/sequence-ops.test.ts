/** What recurrent and quantized ops refuse, what they infer, and how large an unrolled layer is. */
import {
  bind,
  builder,
  constant,
  expandNode,
  grad,
  graphOf,
  input,
  nodeOf,
  ShapeError,
  tensor,
  topologicalOrder,
  type Value,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder('layer');
const f = (...shape: (number | string)[]) => input(`f${shape}`, 'float32', shape);
const u8 = (...shape: number[]) => input(`u${shape}`, 'uint8', shape);
const i8 = (...shape: number[]) => input(`i${shape}`, 'int8', shape);
const [x, w, r] = [f(5, 'N', 2), f(1, 12, 2), f(1, 12, 3)];
const shapesOf = (values: readonly Value[]) => values.map(({ shape }) => shape);

describe('types', () => {
  it('of a layer: all states, and the last ones', () => {
    expect(shapesOf(g.lstm(x, w, r))).toEqual([
      [5, 1, 'N', 3],
      [1, 'N', 3],
      [1, 'N', 3],
    ]);
    const both = g.gru(f('N', 'T', 2), f(2, 9, 2), f(2, 9, 3), { layout: 1, direction: 'bidirectional' });
    expect(shapesOf(both)).toEqual([
      ['N', 'T', 2, 3],
      ['N', 2, 3],
    ]);
  });

  it('activations are spelled as ONNX does, whatever the file says', () => {
    const [y] = g.rnn(f(5, 1, 2), f(1, 3, 2), f(1, 3, 3), { activations: ['rELU'] });
    expect(nodeOf(y)!.attributes).toMatchObject({ activations: ['Relu'], hidden_size: 3 });
  });
});

describe('errors', () => {
  const c = f(3);
  const mistakes = [
    [() => g.lstm(x, f(1, 9, 2), r), 'layer/LSTM: w must be [1, 12, 2]'],
    [() => g.lstm(x, w, r, f(1, 12)), 'b must be [1, 24]'],
    [() => g.lstm(x, w, r, undefined, undefined, f('N', 1, 3)), 'initial_h must be [1, N, 3]'],
    [() => g.lstm(x, w, r, undefined, undefined, undefined, undefined, f(1, 12)), 'p must be [1, 9]'],
    [() => g.lstm(x, w, r, { hidden_size: 4 }), 'hidden_size is 4, but r has 3'],
    [() => g.lstm(x, w, r, { direction: 'both' }), "direction must be forward, reverse or bidirectional, got 'both'"],
    [() => g.lstm(x, w, r, { activations: ['Tanh'] }), 'needs 3 activations for direction forward, got 1'],
    [() => g.lstm(x, w, r, { activations: ['Tanh', 'Swish', 'Tanh'] }), "there is no activation 'Swish'"],
    [() => g.lstm(x, w, r, { activation_alpha: [1] }), 'have 1 numbers more than the activations take'],
    [() => g.lstm(x, w, r, { activations: ['Affine', 'Tanh', 'Tanh'] }), 'Affine needs activation_alpha'],
    [() => g.lstm(x, w, r, { clip: -1 }), 'clip must be positive, got -1'],
    [() => g.lstm(x, w, r, { layout: 2 }), 'layout must be 0 or 1, got 2'],
    [() => g.lstm(f(5, 2), w, r), 'x must be [steps, batch, inputs]'],
    [() => g.lstm(f(0, 1, 2), w, r), 'needs at least one step'],
    [() => g.lstm(x, w, r, undefined, input('l', 'int64', ['N'])), 'sequence_lens must be int32 [N]'],
    [
      () => g.lstm(f(5, 2, 2), w, r, undefined, constant(tensor('int32', [2], [0, 5]))),
      'sequence_lens must be from 1 to 5, got 0',
    ],
    [() => g.quantizeLinear(f(2, 3), f(2)), 'the scale must be a scalar, or [3] as axis 1 of x'],
    [() => g.quantizeLinear(f(2, 3), c, u8(2)), 'y_scale and y_zero_point must have the same shape'],
    [() => g.quantizeLinear(f(2, 3), c, input('z', 'int32', [3])), 'y_zero_point must be uint8 or int8, got int32'],
    [() => g.quantizeLinear(f(2, 3), c, { axis: 2 }), 'axis 2 is outside a tensor of rank 2'],
    [() => g.dequantizeLinear(u8(2, 3), c, i8(3)), 'inputs must have one dtype, got uint8 and int8'],
    [() => g.dequantizeLinear(input('x', 'int64', [2]), f()), 'x must be uint8 or int8, got int64'],
    [() => g.matMulInteger(f(2, 3), u8(3, 2)), 'a must be uint8 or int8, got float32'],
    [() => g.matMulInteger(u8(2, 3), u8(2, 2)), 'the inner dimensions differ: 3 against 2'],
    [() => g.matMulInteger(u8(2, 3), u8(3, 2), u8(3)), 'of a must be a scalar, or have one for each row'],
    [() => g.matMulInteger(u8(2, 3), u8(3, 2), u8(), u8(3)), 'of b must be a scalar, or have one for each column'],
    [() => g.convInteger(u8(1, 2, 4), u8(3, 2, 2), u8(2)), 'x_zero_point must be a scalar'],
    [() => g.convInteger(u8(1, 2, 4), u8(3, 2, 2), u8(), u8(2)), 'of w must be a scalar, or have one for each filter'],
    [
      () => g.qLinearConv(u8(1, 2, 4), f(), u8(), i8(3, 2, 2), f(), i8(), f(), u8(), f(3)),
      'layer/QLinearConv: b must be int32 [3]',
    ],
  ] as const;
  it.each(mistakes.map(([build, message]) => ({ build, message })))('$message', ({ build, message }) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });
});

describe('an unrolled layer', () => {
  /** The nodes that the last state takes. */
  const size = (steps: number): number => {
    const { outputs } = bind(graphOf({ h: g.lstm(f(steps, 'N', 2), w, r, f(1, 24))[1] }), { N: 4 });
    return topologicalOrder([expandNode(nodeOf(outputs.h!)!)[1]!]).length;
  };

  it('grows by the same few nodes a step', () => {
    expect(size(7) - size(6)).toBe(size(4) - size(3));
    expect(size(4) - size(3)).toBeLessThanOrEqual(18);
  });

  it('may have hundreds of steps', () => {
    expect(size(500)).toBeLessThan(500 * 18 + 20);
  });

  it('must know how many steps there are', () => {
    const [y] = g.lstm(f('T', 'N', 2), w, r);
    expect(() => expandNode(nodeOf(y)!)).toThrow('is written out for a known number of steps. Received T');
  });
});

describe('the gradient of a layer', () => {
  /** The nodes of the gradients for all weights and the input. */
  const size = (op: 'lstm' | 'gru' | 'rnn', options: object, steps: number): number => {
    const rows = { lstm: 12, gru: 9, rnn: 3 }[op];
    const given = [f(steps, 4, 2), f(1, rows, 2), f(1, rows, 3), f(1, 2 * rows)] as const;
    const last = g[op](...given, options)[1];
    return topologicalOrder(grad(g.reduceSum(last, undefined, { keepdims: 0 }), given)).length;
  };

  it.each([
    ['lstm', {}, 12],
    ['gru', { linear_before_reset: 1 }, 6],
    ['gru', {}, 15],
    ['rnn', {}, 3],
  ] as const)('%s %o: %i nodes a step', (op, options, nodes) => {
    expect(size(op, options, 9) - size(op, options, 8)).toBe(nodes);
    expect(size(op, options, 300)).toBeLessThan(300 * nodes + 70);
  });
});
