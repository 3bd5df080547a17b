/** Graphs with less in them compute the same. */
import { evaluate } from '@graftml/backend-cpu';
import {
  builder,
  constant,
  foldBatchNorm,
  foldConstants,
  type Graph,
  graphOf,
  input,
  isConstant,
  nodeOf,
  tensor,
  topologicalOrder,
  type Value,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { drawn, expectSame, weight } from './numbers.ts';

const g = builder();
const opsIn = ({ outputs }: Graph) => topologicalOrder(Object.values(outputs)).map(({ op }) => op);
const x = input('x', 'float32', [2, 4, 5, 5]);
const row = input('x', 'float32', [3, 6]);
const picture = { x: drawn('x', [2, 4, 5, 5]) };
const rows = { x: drawn('rows', [3, 6]) };
const channels = (name: string, n: number): Value => weight(name, [1, n, 1, 1]);

describe('foldBatchNorm', () => {
  const scaledAndShifted = (y: Value, n: number): Value =>
    g.sub(g.div(g.add(channels('b', n), g.mul(y, channels('s', n))), channels('d', n)), 0.5);

  it('into a convolution, in groups and without a bias', async () => {
    const conv = g.conv(x, weight('w', [6, 2, 3, 3]), undefined, { group: 2 });
    const graph = graphOf({ y: scaledAndShifted(conv, 6) });
    expect(opsIn(foldBatchNorm(graph))).toEqual(['conv']);
    await expectSame(graph, foldBatchNorm, picture);
  });

  it('into a transposed convolution, in groups and with a bias', async () => {
    const conv = g.convTranspose(x, weight('w', [4, 3, 2, 2]), weight('wb', [6]), { group: 2, strides: [2, 2] });
    const graph = graphOf({ y: scaledAndShifted(conv, 6) });
    expect(opsIn(foldBatchNorm(graph))).toEqual(['convTranspose']);
    await expectSame(graph, foldBatchNorm, picture);
  });

  it.each([0, 1])('into a Gemm with transB %i, alpha and beta', async (transB) => {
    const w = weight('w', transB ? [5, 6] : [6, 5]);
    const gemm = g.gemm(row, w, weight('c', [5]), { transB, alpha: 0.5, beta: 2 });
    const graph = graphOf({ y: g.add(g.mul(weight('s', [5]), gemm), weight('b', [1, 5])) });
    expect(opsIn(foldBatchNorm(graph))).toEqual(['gemm']);
    await expectSame(graph, foldBatchNorm, rows);
  });

  it('into a MatMul, which keeps one Add', async () => {
    const sum = g.add(weight('c', [5]), g.matMul(row, weight('w', [6, 5])));
    const graph = graphOf({ y: g.add(g.mul(sum, weight('s', [5])), weight('b', [5])) });
    expect(opsIn(foldBatchNorm(graph))).toEqual(['matMul', 'add']);
    await expectSame(graph, foldBatchNorm, rows);
    const plain = graphOf({ y: g.mul(g.matMul(row, weight('w', [6, 5])), weight('s', [5])) });
    expect(opsIn(foldBatchNorm(plain))).toEqual(['matMul']);
    await expectSame(plain, foldBatchNorm, rows);
  });

  const normalized = (y: Value, n: number): Value =>
    g.batchNormalization(
      y,
      weight('scale', [n]),
      weight('b', [n]),
      weight('mean', [n]),
      constant(
        tensor(
          'float32',
          [n],
          drawn('var', [n]).data.map((v) => v * v + 0.1),
        ),
        'var',
      ),
    );

  it('takes batch normalisations, and what is done before and after them', async () => {
    const kernel = weight('w', [6, 4, 3, 3]);
    const conv = graphOf({ y: scaledAndShifted(normalized(g.conv(x, kernel, weight('wb', [6])), 6), 6) });
    expect(opsIn(foldBatchNorm(conv))).toEqual(['conv']);
    await expectSame(conv, foldBatchNorm, picture);
    const transposed = graphOf({ y: normalized(g.convTranspose(x, weight('w', [4, 6, 2, 2])), 6) });
    expect(opsIn(foldBatchNorm(transposed))).toEqual(['convTranspose']);
    await expectSame(transposed, foldBatchNorm, picture);
    const gemm = graphOf({ y: normalized(g.gemm(row, weight('w', [6, 5]), weight('c', [1, 5])), 5) });
    expect(opsIn(foldBatchNorm(gemm))).toEqual(['gemm']);
    await expectSame(gemm, foldBatchNorm, rows);
    const product = graphOf({ y: normalized(g.add(g.matMul(row, weight('w', [6, 5])), weight('c', [5])), 5) });
    expect(opsIn(foldBatchNorm(product))).toEqual(['matMul', 'add']);
    await expectSame(product, foldBatchNorm, rows);
  });

  it('leaves normalisations that are trained, and those along another axis than the product', () => {
    const list = (name: string) => weight(name, [4]);
    const conv = g.conv(x, weight('w', [4, 4, 1, 1]));
    const [y] = nodeOf(
      g.batchNormalization(conv, list('s'), list('b'), list('m'), list('v'), { training_mode: 1 }),
    )!.outputs;
    expect(opsIn(foldBatchNorm(graphOf({ y: y! })))).toEqual(['conv', 'batchNormalization']);
    const rank3 = g.matMul(input('x', 'float32', [2, 4, 3]), weight('w', [3, 4]));
    expect(opsIn(foldBatchNorm(graphOf({ y: normalized(rank3, 4) })))).toEqual(['matMul', 'batchNormalization']);
  });

  it('leaves what is used twice, what differs from place to place, and weights that are no constants', () => {
    const conv = g.conv(x, weight('w', [4, 4, 1, 1]));
    const twice = graphOf({ y: g.mul(conv, 2), z: conv });
    expect(opsIn(foldBatchNorm(twice))).toEqual(['conv', 'mul']);
    const places = graphOf({ y: g.mul(conv, weight('map', [5, 5])) });
    expect(opsIn(foldBatchNorm(places))).toEqual(['conv', 'mul']);
    const learned = graphOf({ y: g.mul(g.conv(x, input('w', 'float32', [4, 4, 1, 1])), 2) });
    expect(opsIn(foldBatchNorm(learned))).toEqual(['conv', 'mul']);
    const remade = graphOf({ a: g.mul(g.conv(g.mul(conv, 2), weight('v', [4, 4, 1, 1])), 3) });
    expect(opsIn(foldBatchNorm(remade))).toEqual(['conv', 'conv']);
    const shared = g.conv(g.mul(conv, 2), weight('v', [4, 4, 1, 1]));
    expect(opsIn(foldBatchNorm(graphOf({ a: g.mul(shared, 3), b: shared })))).toEqual(['conv', 'conv', 'mul']);
  });
});

describe('foldConstants', () => {
  const fold = (graph: Graph) => foldConstants(graph, evaluate);

  it('computes what depends on constants alone, and keeps what is read of it', async () => {
    const kernel = g.transpose(g.reshape(weight('w', [3, 3, 4, 2]), [9, 4, 2]), { perm: [2, 1, 0] });
    const graph = graphOf({ y: g.conv(x, g.reshape(g.mul(kernel, 2), [2, 4, 3, 3])), z: g.exp(weight('v', [3])) });
    const folded = fold(graph);
    expect(opsIn(folded)).toEqual(['conv']);
    expect(isConstant(folded.outputs.z!)).toBe(true);
    await expectSame(graph, fold, picture);
  });

  it('takes the shape of a picture for what it is', () => {
    const flat = g.reshape(x, g.concat([g.slice(g.shape(x), [0], [1]), [-1]], { axis: 0 }));
    expect(opsIn(fold(graphOf({ flat })))).toEqual(['reshape']);
  });

  it('does not fill pictures with numbers', () => {
    const filled = g.expand(constant(tensor('float32', [], [2])), [100, 100]);
    const y = g.add(input('x', 'float32', [100, 100]), g.mul(filled, 3));
    expect(opsIn(fold(graphOf({ y })))).toEqual(['expand', 'mul', 'add']);
    expect(opsIn(foldConstants(graphOf({ y }), evaluate, { mostElements: 10_000 }))).toEqual(['add']);
  });

  it('leaves a graph without constants as it is', () => {
    const graph = graphOf({ y: g.relu(x) });
    expect(fold(graph)).toBe(graph);
  });
});
