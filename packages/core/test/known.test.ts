/** What shape inference knows of elements and of symbolic extents, and what it refuses. */
import { bind, builder, constant, graphOf, input, tensor } from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder();

describe('known elements', () => {
  it('follow arithmetic, with broadcasting', () => {
    const list = constant(tensor('int64', [2], [7, 2]));
    expect(g.div(list, constant(tensor('int64', [], [2]))).known).toEqual([3, 1]);
    expect(g.mul(g.unsqueeze(list, [0]), g.unsqueeze(list, [1])).known).toEqual([49, 14, 14, 4]);
    expect(g.mul(list, g.shape(input('x', 'float32', ['N', 3]))).known).toEqual(['(7*N)', 6]);
    expect(g.cast(constant(tensor('float32', [1], [2.7])), { to: 'int64' }).known).toEqual([2]);
  });

  it('are few, and of floats only scalars and lists', () => {
    const many = constant(tensor('int64', [65], new BigInt64Array(65)));
    expect([many.known, g.expand(constant(tensor('int64', [], [3])), [65]).known]).toEqual([undefined, undefined]);
    expect(constant(tensor('float32', [1, 1], [3])).known).toBeUndefined();
  });

  it('are moved as the elements are', () => {
    const table = constant(tensor('int64', [2, 3], [1, 2, 3, 4, 5, 6]));
    expect(g.transpose(table).known).toEqual([1, 4, 2, 5, 3, 6]);
    expect(g.slice(table, [-1], [-9], [1], [-2]).known).toEqual([3, 1, 6, 4]);
    expect(g.gather(table, [-1, 0], { axis: 1 }).known).toEqual([3, 1, 6, 4]);
    expect(g.concat([table, table], { axis: 1 }).known).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
    expect(g.split(table, [1, 2], { axis: 1 })[1]!.known).toEqual([2, 3, 5, 6]);
    expect(g.tile(g.slice(table, [1], [2]), [2, 1]).known).toEqual([4, 5, 6, 4, 5, 6]);
    expect(g.expand(g.slice(table, [0], [1], [1]), [2, 2]).known).toEqual([1, 1, 4, 4]);
  });

  it('of a shape survive what exporters do with it', () => {
    const x = input('x', 'float32', ['N', 3, 'H', 4]);
    const shape = g.shape(x);
    // expand(-1, 5): an extent of -1 leaves the one that is there.
    const wanted = g.concat([g.slice(shape, [0], [1]), constant(tensor('int64', [1], [-1]))], { axis: 0 });
    const left = g.mul(
      g.constantOfShape([2], { value: tensor('int64', [1], [1]) }),
      constant(tensor('int64', [], [-1])),
    );
    const ones = g.constantOfShape([2], { value: tensor('int64', [1], [1]) });
    expect(g.where(g.equal(wanted, left), ones, wanted).known).toEqual(['N', 1]);
    expect(g.reduceProd(shape, [0], { keepdims: 0 }).known).toEqual(['(12*H*N)']);
    expect(g.size(x).known).toEqual(['(12*H*N)']);
    expect(
      g.range(constant(tensor('int64', [], [0])), g.gather(shape, constant(tensor('int64', [], [2]))), 1).shape,
    ).toEqual(['H']);
    expect(g.range(constant(tensor('int64', [], [0])), constant(tensor('int64', [], [3])), 1).known).toEqual([0, 1, 2]);
    // pad(x, (1, 2, 3, 4)): amounts in PyTorch's order, turned into ONNX's.
    const given = g.concat(
      [constant(tensor('int64', [4], [1, 2, 3, 4])), g.constantOfShape([4], { value: tensor('int64', [1], [0]) })],
      { axis: 0 },
    );
    const turned = g.transpose(g.slice(g.reshape(given, [-1, 2]), [-1], [-2147483648], [0], [-1]), { perm: [1, 0] });
    expect(g.pad(x, g.reshape(turned, [-1])).shape).toEqual(['N', 3, '(H+7)', 7]);
  });
});

describe('parts of a symbolic extent', () => {
  const x = input('x', 'float32', [2, 'N']);
  const cut = (start: number, end: number, step = 1) => g.slice(x, [start], [end], [1], [step]).shape[1];
  it('are counted as if it were large enough', () => {
    expect(cut(0, 2 ** 31 - 1)).toBe('N');
    expect(cut(1, 2 ** 62)).toBe('(N-1)');
    expect(cut(-3, 2 ** 31 - 1)).toBe(3);
    expect(cut(0, -1)).toBe('(N-1)');
    expect(cut(2, 5)).toBe(3);
    expect(cut(0, 2 ** 31 - 1, 2)).toBe('((N+1)/2)');
    expect(cut(-1, -(2 ** 31), -1)).toBe('N');
  });
  it('are counted again when it is bound', () => {
    const graph = graphOf({ y: g.slice(x, [2], [5], [1]) });
    expect(bind(graph, { N: 4 }).outputs.y!.shape).toEqual([2, 2]);
  });
  it('are equal where it divides', () => {
    const wide = g.concat([x, x], { axis: 1 });
    expect(g.split(wide, { axis: 1, num_outputs: 2 }).map(({ shape }) => shape[1])).toEqual(['N', 'N']);
    const [first, last] = g.split(x, { axis: 1, num_outputs: 2 });
    expect([first!.shape[1], last!.shape[1]]).toEqual(['((N+1)/2)', '(-((N+1)/2)+N)']);
  });
});

describe('what cannot be is refused, and the reason is named', () => {
  const x = input('x', 'float32', [4, 6]);
  const rows = input('rows', 'int64', [2, 6]);
  const scalar = (value: number) => constant(tensor('int64', [], [value]));
  it.each([
    ['parts', () => g.split(x, [1, 2]), /Split: the parts \[1,2\] make 3, axis 0 has 4/],
    ['too many parts', () => g.split(x, { num_outputs: 9 }), /Split: 4 elements do not make 9 parts of 1/],
    ['parts said twice', () => g.split(x, [2, 2], { num_outputs: 2 }), /Split: takes either split or num_outputs/],
    ['a step', () => g.slice(x, [0], [1], [0], [0]), /Slice: a step must not be 0/],
    ['places that are fed', () => g.slice(x, input('at', 'int64', [1]), [2]), /Slice: starts and ends must be known/],
    ['repeats', () => g.tile(x, [2]), /Tile: needs 2 repeats, got \[2\]/],
    [
      'blocks',
      () => g.spaceToDepth(input('p', 'float32', [1, 1, 3, 4]), { blocksize: 2 }),
      /the height must be a multiple of 2, got 3/,
    ],
    [
      'channels',
      () => g.depthToSpace(input('p', 'float32', [1, 6, 3, 4]), { blocksize: 2 }),
      /number of channels must be a multiple of 4/,
    ],
    ['a range of data', () => g.range(0, input('n', 'int64', []), 1), /Range: start, limit and delta must be known/],
    ['a range that stands still', () => g.range(scalar(0), scalar(3), scalar(0)), /Range: delta must not be 0/],
    [
      'lines beyond the data',
      () => g.gatherElements(g.transpose(x), rows, { axis: 0 }),
      /go beyond data \[6, 4\] along axis 1/,
    ],
    ['updates', () => g.scatterElements(x, rows, x), /updates must have the shape of indices/],
    [
      'a reduction',
      () => g.scatterND(x, input('i', 'int64', [2, 1]), x, { reduction: 'mean' }),
      /must be one of none, add, mul, max, min, got 'mean'/,
    ],
    [
      'a batch',
      () => g.gatherND(x, input('i', 'int64', [3, 1]), { batch_dims: 1 }),
      /data and indices differ in axis 0/,
    ],
    ['k', () => g.topK(x, [7]), /TopK: k is 7, axis 1 has 6 elements/],
    ['depth', () => g.oneHot(rows, input('depth', 'int64', []), input('v', 'float32', [2])), /depth must be known/],
    ['an empty extreme', () => g.argMax(input('e', 'float32', [0, 2])), /ArgMax: axis 0 is empty/],
    [
      'a sum of bytes',
      () => g.reduceSum(input('b', 'uint8', [3])),
      /ReduceSum: needs floats, int32 or int64, got uint8/,
    ],
    [
      'a fraction of integers',
      () => g.gemm(rows, g.transpose(rows), { alpha: 0.5 }),
      /alpha and beta must be whole for int64/,
    ],
    [
      'nothing to repeat',
      () => g.pad(input('e', 'float32', [0]), [1, 1], { mode: 'edge' }),
      /'edge' has nothing to repeat along axis 0/,
    ],
    ['terms', () => g.einsum([x], { equation: 'ij,jk' }), /the equation 'ij,jk': has 2 terms for 1 operands/],
    ['a term', () => g.einsum([x], { equation: 'ijk->i' }), /'ijk' does not fit \[4, 6\]/],
    ['extents', () => g.einsum([x, x], { equation: 'ij,jk' }), /'j' is 6 and 4/],
    ['a stranger', () => g.einsum([x], { equation: 'ij->ik' }), /'k' of the result is in no operand/],
    ['a twin', () => g.einsum([x], { equation: 'ij->ii' }), /the result has a label twice/],
    ['a lost ellipsis', () => g.einsum([x], { equation: '...j->j' }), /must have the ellipsis/],
  ] as const)('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
