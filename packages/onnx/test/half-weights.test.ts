/** Weights that are stored as float16. */
import {
  builder,
  constant,
  dense,
  type Graph,
  initialWeights,
  input,
  isConstant,
  sequential,
  tensor,
  withWeights,
} from '@graftml/core';
import { decodeModel, encodeGraph, fromOnnx, toOnnx } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { run } from './support/runtime.ts';

/** `x + w`, with a weight of two axes. */
function adding(numbers: readonly number[]): Graph {
  const x = input('x', 'float32', [1, numbers.length]);
  const y = builder().add(x, constant(tensor('float32', [1, numbers.length], numbers), 'w'));
  return { inputs: [x], outputs: { y } };
}

/** What a file holds of the weights. */
function stored(numbers: readonly number[]): number[] {
  const { values } = decodeModel(encodeGraph(adding(numbers), { weights: 'float16' }));
  const value = values.get('w/float16')!;
  expect(isConstant(value)).toBe(true);
  return value.source.kind === 'constant' ? Array.from(value.source.tensor.data as Float32Array) : [];
}

/** Every finite float16, from 0 up: the formula of IEEE 754. */
const halves = Array.from({ length: 0x7c00 }, (_, bits) => {
  const [exponent, fraction] = [bits >> 10, (bits & 1023) / 1024];
  return exponent === 0 ? 2 ** -14 * fraction : 2 ** (exponent - 15) * (1 + fraction);
});

describe('a float32 becomes the nearest float16', () => {
  it('every float16 itself, and its negative', () => {
    expect(stored(halves)).toEqual(halves);
    expect(stored(halves.map((h) => -h))).toEqual(halves.map((h) => -h));
  });

  it('halfway between two, the even one; beside that, the nearer one', () => {
    const middles = halves.slice(1).map((h, i) => (h + halves[i]!) / 2);
    const even = middles.map((_, i) => halves[i % 2 === 0 ? i : i + 1]!);
    expect(stored(middles)).toEqual(even);
    // By a little more than float32's own spacing.
    expect(stored(middles.map((m) => m * (1 - 2 ** -22)))).toEqual(middles.map((_, i) => halves[i]!));
    expect(stored(middles.map((m) => m * (1 + 2 ** -22)))).toEqual(middles.map((_, i) => halves[i + 1]!));
  });

  it('but none that is too large', () => {
    expect(stored([65519])).toEqual([65504]);
    expect(() => stored([65520])).toThrow(/^w\/float16: holds a number that is too large for float16\./);
  });
});

describe('a model with such weights', () => {
  const model = sequential({ input: [8], name: 'small' }, [dense(16, { activation: 'relu' }), dense(4)]);
  const trained = withWeights(model, initialWeights(model, 1));
  const bytes = toOnnx(trained, { weights: 'float16' });

  it('runs on ONNX Runtime, and gives what the rounded weights give', async () => {
    const x = tensor(
      'float32',
      [3, 8],
      Array.from({ length: 24 }, (_, i) => Math.sin(i)),
    );
    const rounded = toOnnx(fromOnnx(bytes));
    const [half, plain] = [await run(bytes, { input: x }), await run(rounded, { input: x })];
    expect(half.outputs).toEqual(plain.outputs);
  });

  it('is trainable when it is read again, under the old names', () => {
    const read = fromOnnx(bytes);
    const listed = (of: typeof read) => of.parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable }));
    expect(listed(read)).toEqual(listed(fromOnnx(toOnnx(trained))));
    expect(toOnnx(read, { weights: 'float16' }).length).toBeLessThan(1.2 * bytes.length);
  });

  it('is stored in one of two ways', () => {
    expect(() => toOnnx(trained, { weights: 'int4' as 'float16' })).toThrow(/^weights: is no way to store weights\./);
  });
});
