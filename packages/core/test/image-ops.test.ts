/** Shapes, symbolic extents and refusals of normalization, pooling, resizing, dropout and losses. */
import {
  builder,
  constant,
  graphOf,
  input,
  nodeOf,
  poolBeforeRelu,
  pullBack,
  ShapeError,
  type Tensor,
  tensor,
  topologicalOrder,
  UnsupportedError,
  type Value,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder('block1');
const x = input('x', 'float32', ['N', 6, 8, 8]);
const list = (name: string, count: number) => input(name, 'float32', [count]);
const numbers = (...values: readonly number[]) => constant(tensor('float32', [values.length], values));
const one = (t: Tensor) => constant(t);

describe('normalization', () => {
  it('says which list does not fit', () => {
    const lists = [list('scale', 6), list('b', 6), list('mean', 5), list('var', 6)] as const;
    expect(() => g.batchNormalization(x, ...lists)).toThrow(
      'block1/BatchNormalization: input_mean must be [6], one number for each channel.',
    );
    expect(() => g.groupNormalization(x, list('scale', 6), list('bias', 6), { num_groups: 2 })).toThrow(
      'scale must be [2], one number for each group',
    );
    expect(() => g.groupNormalization(x, list('scale', 4), list('bias', 4), { num_groups: 4 })).toThrow(
      '6 channels do not divide into 4 groups',
    );
    expect(() => g.layerNormalization(x, list('scale', 6))).toThrow('shapes [8] and [6] do not broadcast');
    expect(() => g.layerNormalization(x, list('scale', 8), undefined, { stash_type: 10 })).toThrow(
      'stash_type must be 1',
    );
    expect(() => g.lpNormalization(x, { p: 3 })).toThrow('p must be 1 or 2, got 3');
  });

  it('keeps symbolic extents', () => {
    const y = g.layerNormalization(x, list('scale', 8));
    expect(y.shape).toEqual(['N', 6, 8, 8]);
    expect(nodeOf(y)!.outputs[1]!.shape).toEqual(['N', 6, 8, 1]);
  });

  it('has running statistics in training alone', () => {
    const lists = [list('scale', 6), list('b', 6), list('mean', 6), list('var', 6)] as const;
    expect(nodeOf(g.batchNormalization(x, ...lists))!.outputs).toHaveLength(1);
    const training = nodeOf(g.batchNormalization(x, ...lists, { training_mode: 1 }))!;
    expect(training.outputs.map(({ shape }) => shape)).toEqual([['N', 6, 8, 8], [6], [6]]);
  });

  it('does no work in a gradient for outputs that the loss does not depend on', () => {
    const still = input('x', 'float32', [2, 6, 8]);
    const scale = list('scale', 8);
    const y = g.layerNormalization(still, scale);
    const [, mean] = nodeOf(y)!.outputs;
    const seed = input('dy', 'float32', [2, 6, 8]);
    const count = (seeds: ReadonlyMap<Value, Value>) => topologicalOrder(pullBack(seeds, [still])).length;
    const alone = count(new Map([[y, seed]]));
    expect(
      count(
        new Map([
          [y, seed],
          [mean!, input('dm', 'float32', [2, 6, 1])],
        ]),
      ),
    ).toBe(alone + 2);
    expect(topologicalOrder(pullBack(new Map([[y, seed]]), [still])).map(({ op }) => op)).not.toContain('expand');
  });
});

describe('pooling', () => {
  it('is not moved before a Relu where its indices are used', () => {
    const pooled = g.maxPool(g.relu(x), { kernel_shape: [2, 2], strides: [2, 2] });
    const before = (graph: ReturnType<typeof graphOf>) =>
      topologicalOrder(Object.values(poolBeforeRelu(graph).outputs)).map(({ op }) => op);
    expect(before(graphOf({ y: pooled }))).toEqual(['maxPool', 'relu']);
    expect(before(graphOf({ y: pooled, indices: nodeOf(pooled)!.outputs[1]! }))).toEqual(['relu', 'maxPool']);
  });

  it('unpools to what was pooled', () => {
    const small = input('x', 'float32', [1, 2, 4, 4]);
    const indices = input('i', 'int64', [1, 2, 4, 4]);
    const window = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] };
    expect(g.maxUnpool(small, indices, window).shape).toEqual([1, 2, 7, 7]);
    expect(g.maxUnpool(small, indices, [1, 2, 8, 8], window).shape).toEqual([1, 2, 8, 8]);
    expect(() => g.maxUnpool(small, indices, [1, 3, 8, 8], window)).toThrow('output_shape [1,3,8,8] must be [1,2,7,7]');
  });
});

describe('resizing', () => {
  const open = input('x', 'float32', ['N', 3, 'H', 'W']);

  it('works with symbolic extents as far as they tell', () => {
    expect(g.resize(open, undefined, numbers(1, 1, 2, 2)).shape).toEqual(['N', 3, '(2*H)', '(2*W)']);
    expect(g.resize(open, undefined, numbers(1, 1, 0.5, 1)).shape).toEqual(['N', 3, '(H/2)', 'W']);
    expect(g.resize(open, undefined, undefined, [224, 224], { axes: [2, 3] }).shape).toEqual(['N', 3, 224, 224]);
    expect(() => g.resize(open, undefined, numbers(1, 1, 1.5, 1))).toThrow('axis 2 must have a known extent');
  });

  it('multiplies extents in float32, and keeps the ratio where it is asked to', () => {
    const still = input('x', 'float32', [1, 1, 10, 20]);
    expect(g.resize(still, undefined, numbers(1, 1, 0.7, 0.7)).shape).toEqual([1, 1, 7, 14]);
    const to = (policy: string) =>
      g.resize(still, undefined, undefined, [8, 8], { axes: [2, 3], keep_aspect_ratio_policy: policy }).shape;
    expect(to('not_larger')).toEqual([1, 1, 4, 8]);
    expect(to('not_smaller')).toEqual([1, 1, 8, 16]);
  });

  it('refuses what contradicts itself', () => {
    const still = input('x', 'float32', [1, 1, 4, 4]);
    const roi = numbers(0, 0, 0, 0, 1, 1, 1, 1);
    expect(() => g.resize(still, roi, undefined, [1, 1, 2, 2])).toThrow('roi belongs to tf_crop_and_resize');
    expect(() => g.resize(still, undefined, numbers(1, 1, 2, 2), [1, 1, 8, 8])).toThrow('either scales or sizes');
    expect(() => g.resize(still, undefined, undefined, [1, 1, 2, 2], { antialias: 1 })).toThrow('antialias needs mode');
    expect(() => g.resize(still, undefined, undefined, [1, 1, 2, 2], { mode: 'linear', axes: [2, 2, 3, 3] })).toThrow(
      ShapeError,
    );
  });
});

describe('dropout', () => {
  const ratio = one(tensor('float32', [], [0.5]));
  const training = one(tensor('bool', [], [1]));

  it('drops nothing, or is refused by name', () => {
    expect(g.dropout(x).shape).toEqual(['N', 6, 8, 8]);
    expect(g.dropout(x, one(tensor('float32', [], [0])), training).shape).toEqual(['N', 6, 8, 8]);
    const drop = () => g.dropout(x, ratio, training);
    expect(drop).toThrow(UnsupportedError);
    expect(drop).toThrow('block1/Dropout: training_mode would draw random numbers inside the graph');
    expect(() => g.dropout(x, ratio, input('t', 'bool', []))).toThrow('training_mode must be known');
  });
});

describe('losses', () => {
  it('want a class number for each place', () => {
    const labels = (...shape: number[]) => input('labels', 'int64', shape);
    const scores = input('scores', 'float32', [2, 5, 4]);
    expect(g.softmaxCrossEntropyLoss(scores, labels(2, 4)).shape).toEqual([]);
    expect(g.softmaxCrossEntropyLoss(scores, labels(2, 4), { reduction: 'none' }).shape).toEqual([2, 4]);
    expect(() => g.softmaxCrossEntropyLoss(scores, labels(2, 5))).toThrow('labels must be [2,4], one class number');
    expect(() => g.negativeLogLikelihoodLoss(scores, labels(2, 4), list('w', 4))).toThrow('weights must be [5]');
    expect(() => g.negativeLogLikelihoodLoss(scores, input('l', 'float32', [2, 4]))).toThrow('must be int64 or int32');
  });
});
