/** What is told of graphs without running them: what they cost, where gradients end, what everything goes through. */
import {
  builder,
  constant,
  cutPoints,
  type Graph,
  gradientStop,
  graphOf,
  input,
  inputName,
  type Model,
  memoryOf,
  multiplyAddsOf,
  nodeOf,
  tensor,
  topologicalOrder,
  type Value,
  withActiveDropout,
  withBatchStatistics,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder('net');
const x = input('x', 'float32', ['N', 4]);
const w = input('w', 'float32', [4, 4]);

/** A model of a graph whose inputs are x and parameters. */
function modelOf(output: Value): Model {
  const graph = graphOf({ output });
  const parameters = graph.inputs.filter((value) => inputName(value) !== 'x');
  return {
    name: 'net',
    inputs: [{ name: 'x', dtype: 'float32', shape: graph.inputs.find((v) => inputName(v) === 'x')!.shape }],
    parameters: parameters.map((value) => ({
      name: inputName(value)!,
      dtype: 'float32',
      shape: value.shape as number[],
      trainable: true,
      initializer: { name: 'none', create: () => tensor('float32', [0], []) },
    })),
    graph: () => graph,
  };
}

describe('gradientStop', () => {
  const product = g.matMul(x, w);

  it('finds none where all is differentiable', () => {
    expect(gradientStop(modelOf(g.softmax(product)))).toBeUndefined();
  });

  it('finds an op without a gradient, and integers', () => {
    expect(gradientStop(modelOf(g.argMax(g.relu(product))))).toEqual({ op: 'ArgMax', node: 'net', why: 'none' });
    const rounded = g.cast(g.cast(product, { to: 'int32' }), { to: 'float32' });
    expect(gradientStop(modelOf(g.relu(rounded)))).toEqual({ op: 'Cast', node: 'net', why: 'none' });
  });

  it('does not mind a choice by what has none, nor one before all parameters', () => {
    expect(gradientStop(modelOf(g.where(g.greater(product, 0), product, 0)))).toBeUndefined();
    const labels = g.cast(g.argMax(x), { to: 'float32' });
    expect(gradientStop(modelOf(g.matMul(g.add(labels, x), w)))).toBeUndefined();
    expect(gradientStop(modelOf(g.argMax(x)))).toBeUndefined();
  });
});

describe('cutPoints of graphs', () => {
  const names = (output: Value) => cutPoints(modelOf(output)).map(({ name }) => name);
  const at = (path: string) => builder(path);

  it('are none within branches', () => {
    const left = at('left').relu(x);
    const sum = at('sum').add(left, at('right').matMul(left, w));
    expect(names(at('end').relu(sum))).toEqual(['left', 'sum']);
    expect(names(at('end').add(at('out').relu(x), at('around').relu(x)))).toEqual([]);
  });

  it('do not mind shapes: a class token is repeated as often as there are pictures', () => {
    const patches = input('x', 'float32', ['N', 6, 4]);
    const first = at('first').matMul(patches, w);
    const s = at('shape');
    const target = s.concat([s.slice(s.shape(patches), [0], [1]), [1, 4]], { axis: 0 });
    const token = at('token').expand(input('cls', 'float32', [1, 1, 4]), target);
    const tokens = at('tokens').concat([token, first], { axis: 1 });
    const class0 = at('class').gather(tokens, constant(tensor('int64', [], [0])), { axis: 1 });
    expect(names(at('end').relu(class0))).toEqual(['first', 'tokens', 'class']);
    const natural = cutPoints(modelOf(at('end').relu(class0))).map((point) => point.natural);
    expect(natural).toEqual([undefined, undefined, 'features']);
  });

  it('count a shared parameter on both sides', () => {
    const [point] = cutPoints(modelOf(at('b').matMul(at('a').matMul(x, w), w)));
    expect(point).toMatchObject({ before: { parameters: 16, multiplyAdds: 16 }, after: { parameters: 16 } });
  });
});

describe('multiplyAddsOf', () => {
  const cost = (value: Value) => multiplyAddsOf(nodeOf(value)!, 'N');
  const image = input('image', 'float32', ['N', 4, 10, 10]);

  it('counts products that are added up', () => {
    expect(cost(g.conv(image, input('k', 'float32', [6, 2, 3, 3]), undefined, { group: 2 }))).toBe(6 * 64 * 18);
    expect(cost(g.convTranspose(image, input('k', 'float32', [4, 3, 2, 2]), undefined, { strides: [2, 2] }))).toBe(
      400 * 12,
    );
    expect(cost(g.matMul(x, w))).toBe(16);
    expect(
      cost(g.gemm(input('a', 'float32', [5, 2]), input('b', 'float32', [3, 5]), undefined, { transA: 1, transB: 1 })),
    ).toBe(2 * 3 * 5);
    const bytes = (name: string, shape: readonly number[]) => input(name, 'uint8', shape);
    expect(cost(g.matMulInteger(bytes('a', [2, 3]), bytes('b', [3, 4])))).toBe(24);
    const sequence = input('x', 'float32', [3, 'N', 4]);
    const [w4, r] = [input('w4', 'float32', [1, 8, 4]), input('r', 'float32', [1, 8, 2])];
    expect(cost(g.lstm(sequence, w4, r, { hidden_size: 2 })[0]!)).toBe(3 * (8 * 4 + 8 * 2));
    expect(cost(g.relu(x))).toBe(0);
    expect(cost(g.conv(input('free', 'float32', ['N', 4, 'H', 10]), input('k', 'float32', [1, 4, 1, 1])))).toBeNaN();
  });
});

describe('memoryOf', () => {
  const isWeight = (value: Value) => inputName(value) !== 'x';

  it('is the most that is needed at one time', () => {
    const chain = graphOf({ y: g.relu(g.exp(g.matMul(x, w))) });
    expect(memoryOf(chain, isWeight, { N: 1 })).toEqual({ weights: 64, activations: 32 });
    const product = g.matMul(x, w);
    const kept = graphOf({ y: g.add(g.exp(g.relu(product)), product) });
    expect(memoryOf(kept, isWeight, { N: 2 })).toEqual({ weights: 64, activations: 96 });
    expect(memoryOf(chain, isWeight, {})).toEqual({ weights: 64, activations: undefined });
  });
});

describe('withActiveDropout', () => {
  const dropped = (ratio: Value | undefined) => builder('drop').dropout(x, ratio);
  const randomIn = (graph: Graph) =>
    graph.inputs.filter(({ source }) => source.kind === 'input' && source.distribution);

  it('multiplies by a mask that is drawn, once for each', () => {
    const rate = constant(tensor('float32', [], [0.25]));
    const graph = withActiveDropout(graphOf({ y: g.add(dropped(rate), dropped(undefined)) }));
    expect(randomIn(graph).map(({ source, shape }) => [source, shape])).toEqual([
      [{ kind: 'input', name: 'drop/mask', distribution: { kind: 'dropout', keep: 0.75 } }, ['N', 4]],
      [{ kind: 'input', name: 'drop/mask_1', distribution: { kind: 'dropout', keep: 0.5 } }, ['N', 4]],
    ]);
    expect(topologicalOrder(Object.values(graph.outputs)).map(({ op }) => op)).toEqual(['mul', 'mul', 'add']);
  });

  it('leaves one that drops nothing, and one whose mask is used', () => {
    const nothing = graphOf({ y: dropped(constant(tensor('float32', [], [0]))) });
    expect(withActiveDropout(nothing)).toBe(nothing);
    const [y, mask] = nodeOf(dropped(undefined))!.outputs;
    const used = graphOf({ y: y!, mask: mask! });
    expect(withActiveDropout(used)).toBe(used);
  });
});

describe('withBatchStatistics', () => {
  const list = (name: string) => input(name, 'float32', [4]);

  it('gives the next averages of those that are inputs', () => {
    const y = g.batchNormalization(x, list('s'), list('b'), list('m'), list('v'), { momentum: 0.7 });
    const graph = withBatchStatistics(graphOf({ y }));
    expect(Object.keys(graph.outputs)).toEqual(['y', 'next/m', 'next/v']);
    expect(nodeOf(graph.outputs.y!)!.attributes).toMatchObject({ training_mode: 1, momentum: 0.7 });
    expect(withBatchStatistics(graph)).toBe(graph);
  });

  it('leaves those with constant averages', () => {
    const numbers = constant(tensor('float32', [4], [1, 1, 1, 1]));
    const graph = graphOf({ y: g.batchNormalization(x, list('s'), list('b'), numbers, numbers) });
    expect(withBatchStatistics(graph)).toBe(graph);
  });
});
