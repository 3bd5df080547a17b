/** What a file learned, told by where it is used. */
import { type Builder, builder, constant, type DType, graphOf, input, nodeOf, tensor, type Value } from '@graftml/core';
import { encodeGraph, fromOnnx } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';

const g: Builder = builder('net');
const ints = (shape: readonly number[], dtype: DType = 'int64') => {
  const count = shape.reduce((a, b) => a * b, 1);
  return constant(tensor(dtype, shape, Array(count).fill(1)));
};
/** A float constant of a name: 1, 2, 3, … */
function weight(name: string, shape: readonly number[], value?: number): Value {
  const count = shape.reduce((a, b) => a * b, 1);
  return constant(
    tensor(
      'float32',
      shape,
      Array.from({ length: count }, (_, i) => value ?? i + 1),
    ),
    name,
  );
}

/** The names of the parameters, those that are not trained in parentheses. */
const learned = (y: Value): string[] =>
  fromOnnx(encodeGraph(graphOf({ y }))).parameters.map(({ name, trainable }) => (trainable ? name : `(${name})`));

const row = input('x', 'float32', ['N', 4]);
const words = input('x', 'int64', ['N', 5]);
const picture = input('x', 'float32', ['N', 4, 6, 6]);
const hidden = g.matMul(row, weight('w', [4, 4]));

describe('parameters', () => {
  it('are weights and biases, also a bias of one number', () => {
    expect(learned(g.conv(picture, weight('w', [1, 4, 3, 3]), weight('b', [1])))).toEqual(['w', 'b']);
    expect(learned(g.convTranspose(picture, weight('w', [4, 2, 2, 2]), weight('b', [2])))).toEqual(['w', 'b']);
    expect(learned(g.gemm(row, weight('w', [2, 4]), weight('b', [2]), { transB: 1 }))).toEqual(['w', 'b']);
    expect(learned(g.add(weight('b', [4]), hidden))).toEqual(['w', 'b']);
  });

  it('are slopes, and what is summed', () => {
    expect(learned(g.pRelu(row, weight('slope', [1])))).toEqual(['slope']);
    expect(learned(g.sum([hidden, weight('b', [4]), weight('c', [1, 4])]))).toEqual(['w', 'b', 'c']);
  });

  it('are scales and biases of normalisations; averages are not trained', () => {
    const list = (name: string, n = 4) => weight(name, [n]);
    const batch = g.batchNormalization(picture, list('s'), list('b'), list('m'), list('v'));
    expect(learned(batch)).toEqual(['s', 'b', '(m)', '(v)']);
    expect(learned(g.layerNormalization(row, list('s'), list('b')))).toEqual(['s', 'b']);
    expect(learned(g.groupNormalization(picture, list('s', 2), list('b', 2), { num_groups: 2 }))).toEqual(['s', 'b']);
    expect(learned(g.instanceNormalization(picture, list('s'), list('b')))).toEqual(['s', 'b']);
    const plain = g.instanceNormalization(picture, weight('ones', [4], 1), weight('zeros', [4], 0));
    expect(learned(plain)).toEqual([]);
  });

  it('are the weights of recurrent layers, without the states that they begin with', () => {
    const sequence = input('x', 'float32', [3, 'N', 4]);
    const lstm = g.lstm(
      sequence,
      weight('w', [1, 8, 4]),
      weight('r', [1, 8, 2]),
      weight('b', [1, 16]),
      undefined,
      undefined,
      undefined,
      weight('p', [1, 6]),
      { hidden_size: 2 },
    );
    expect(learned(lstm[0]!)).toEqual(['w', 'r', 'b', 'p']);
  });

  it('are tables, tokens, positions and layer scales', () => {
    const embedded = g.gather(weight('words', [7, 4]), words);
    const placed = g.add(embedded, g.gather(weight('positions', [9, 4]), ints([5])));
    const count = g.concat([g.slice(g.shape(words), [0], [1]), [1, 4]], { axis: 0 });
    const token = g.expand(weight('cls', [1, 1, 4]), count);
    const all = g.concat([token, placed], { axis: 1 });
    expect(learned(g.mul(all, weight('gamma', [4])))).toEqual(['words', 'positions', 'cls', 'gamma']);
  });

  it('come through other ops, and are one each however often they are used', () => {
    const v = weight('v', [4, 4]);
    const transposed = g.transpose(g.reshape(v, [4, 4]), { perm: [1, 0] });
    expect(learned(g.matMul(g.relu(g.matMul(row, transposed)), v))).toEqual(['v']);
    const spread = g.sqrt(g.reduceSum(g.mul(v, v), [1]));
    expect(learned(g.matMul(row, g.mul(g.div(v, spread), weight('gain', [4, 1]))))).toEqual(['v', 'gain']);
  });

  it('are others where a constant is copied, as exporters write equal tensors', () => {
    const b = weight('b', [4], 0);
    const file = encodeGraph(
      graphOf({ y: g.add(g.matMul(g.add(hidden, b), g.identity(weight('w', [4, 4]))), g.identity(b)) }),
    );
    const { parameters } = fromOnnx(file);
    expect(parameters.map(({ shape }) => shape)).toEqual([[4, 4], [4], [4, 4], [4]]);
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(4);
  });

  it('are not what prepares the data, nor single numbers, nor masks', () => {
    const prepared = g.mul(g.add(row, weight('mean', [4])), weight('std', [4]));
    expect(learned(g.matMul(prepared, weight('w', [4, 2])))).toEqual(['w']);
    expect(learned(g.mul(g.add(hidden, 0.5), weight('eighth', [1])))).toEqual(['w']);
    const mask = constant(tensor('float32', [4], [0, -100, 0, -Infinity]), 'mask');
    expect(learned(g.softmax(g.add(hidden, mask)))).toEqual(['w']);
    expect(learned(g.clip(g.pad(hidden, [0, 1, 0, 1], 0), 0, 6))).toEqual(['w']);
  });

  it('are not quantized', () => {
    const quantized = g.dequantizeLinear(ints([4, 2], 'int8'), weight('scales', [2]), ints([2], 'int8'), { axis: 1 });
    expect(learned(g.matMul(row, quantized))).toEqual([]);
  });

  it('keep their values, and get names where they have none', () => {
    const model = fromOnnx(encodeGraph(graphOf({ y: g.matMul(row, weight('', [4, 2])) })));
    const [{ name, value } = { name: '' }] = model.parameters;
    expect(name).not.toBe('');
    expect(Array.from(value!.data as Float32Array)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(nodeOf(model.graph('infer').outputs.output!)!.inputs.map((x) => x?.source.kind)).toEqual(['input', 'input']);
  });
});
