import {
  bind,
  bindDim,
  builder,
  combineDims,
  constant,
  convertFloat,
  full,
  grad,
  graphOf,
  input,
  legalize,
  type OpName,
  ops,
  poolBeforeRelu,
  printGraph,
  ShapeError,
  shareCommonSubexpressions,
  tensor,
  topologicalOrder,
  validate,
  withConstants,
} from '@graftml/core';
import { describe, expect, it } from 'vitest';

const g = builder('layer');
const opsIn = (graph: { outputs: Record<string, import('@graftml/core').Value> }) =>
  topologicalOrder(Object.values(graph.outputs)).map(({ op }) => op);

describe('symbolic extents', () => {
  it('fold what is known and keep the rest as text', () => {
    expect(combineDims('*', 'N', 1)).toBe('N');
    expect(combineDims('+', combineDims('*', 'N', 2), 3)).toBe('(2*N+3)');
    expect(bindDim('(2*N+3)', { N: 4 })).toBe(11);
    expect(combineDims('/', combineDims('-', 'H', 1), 2)).toBe('((H-1)/2)');
    expect(bindDim('((H-1)/2)', { H: 8 })).toBe(3);
  });

  it('have one text, however they came about', () => {
    const sum = combineDims('+', 'T', combineDims('+', 'N', 'N'));
    expect(sum).toBe(combineDims('+', combineDims('*', 2, 'N'), 'T'));
    expect(combineDims('-', combineDims('+', 'H', 2), 2)).toBe('H');
    expect(combineDims('/', combineDims('*', combineDims('*', 'N', 6), 'T'), combineDims('*', 'T', 3))).toBe('(2*N)');
    expect(combineDims('-', sum, sum)).toBe(0);
  });

  it('may have any name', () => {
    expect(bindDim('batch-size', { 'batch-size': 3 })).toBe(3);
    const twice = combineDims('*', 'past (all) + 1', 2);
    expect(bindDim(twice, { 'past (all) + 1': 3 })).toBe(6);
    expect(combineDims('/', twice, 2)).toBe('past (all) + 1');
    expect(bindDim('(N)) is mine', { N: 1 })).toBe('(N)) is mine');
  });

  it('stay short in a loop, or end it', () => {
    let doubled = input('x', 'float32', ['N', 3]);
    for (let i = 0; i < 20; i++) doubled = g.concat([doubled, doubled], { axis: 0 });
    expect(doubled.shape[0]).toBe('(1048576*N)');
    const halve = (times: number) => {
      let size = combineDims('+', 'N', 1);
      for (let i = 0; i < times; i++) size = combineDims('+', combineDims('/', size, 2), combineDims('/', size, 3));
      return size;
    };
    expect(bindDim(halve(3), { N: 100 })).toBe(56);
    expect(() => halve(20)).toThrow('a symbolic extent became too complicated');
    const grow = () => {
      let y = input('x', 'float32', [1, 1, 'H']);
      const pool = (kernel: number) => g.maxPool(y, { kernel_shape: [kernel], strides: [kernel] });
      for (let i = 0; i < 20; i++) y = g.concat([pool(2), pool(3)], { axis: 2 });
    };
    expect(grow).toThrow(ShapeError);
    expect(grow).toThrow('layer/Concat: a symbolic extent became too complicated');
  });

  it('let a picture of any size pass a residual connection', () => {
    const x = input('x', 'float32', ['N', 3, 'H', 'W']);
    const y = g.conv(x, input('w', 'float32', [3, 3, 3, 3]), { pads: [1, 1, 1, 1] });
    expect(g.add(x, y).shape).toEqual(['N', 3, 'H', 'W']);
  });

  it('flow through Shape, Gather, Concat and Reshape, as exporters write a flatten', () => {
    const x = input('x', 'float32', ['N', 3, 4, 5]);
    const batch = g.gather(g.shape(x), [0]);
    const flat = g.reshape(x, g.concat([batch, [-1]], { axis: 0 }));
    expect(flat.shape).toEqual(['N', 60]);
    const bound = bind(graphOf({ flat }), { N: 2 });
    expect(bound.outputs.flat!.shape).toEqual([2, 60]);
  });

  it('cancel where -1 stands for the rest', () => {
    const x = input('x', 'float32', ['N', 'T', 8]);
    expect(g.reshape(x, [-1, 8]).shape).toEqual(['(N*T)', 8]);
    expect(g.reshape(x, [0, 0, 2, -1]).shape).toEqual(['N', 'T', 2, 4]);
  });

  it('give windows their number', () => {
    const x = input('x', 'float32', ['N', 3, 'H', 9]);
    const y = g.conv(x, input('w', 'float32', [4, 3, 3, 3]), { strides: [2, 2], pads: [1, 1, 1, 1] });
    expect(y.shape).toEqual(['N', 4, '(((H-1)/2)+1)', 5]);
    expect(bindDim(y.shape[2]!, { H: 9 })).toBe(5);
  });
});

describe('the builder', () => {
  const x = input('x', 'float32', ['N', 3, 224, 224]);

  it('names layer, op, both shapes and a way out', () => {
    const wrong = () => builder('conv1').conv(x, input('w', 'float32', [32, 1, 3, 3]));
    expect(wrong).toThrow(ShapeError);
    expect(wrong).toThrow(
      'conv1/Conv: the input has 3 channels but the kernel expects 1. Received x float32 [N, 3, 224, 224], w float32 [32, 1, 3, 3]. Hint: ',
    );
  });

  it.each([
    ['rank', () => g.conv(x, input('w', 'float32', [8, 3, 3])), 'kernel_shape needs 2 numbers'],
    [
      'kernel too large',
      () => g.conv(input('x', 'float32', [1, 3, 2, 2]), input('w', 'float32', [8, 3, 3, 3])),
      'a window of 3 does not fit into 2',
    ],
    [
      'broadcast',
      () => g.add(input('a', 'float32', [2, 3]), input('b', 'float32', [4, 3])),
      'do not broadcast: 2 against 4',
    ],
    ['dtype', () => g.add(input('a', 'float32', [2]), input('b', 'int32', [2])), 'one dtype, got float32 and int32'],
    [
      'inner extents',
      () => g.matMul(input('a', 'float32', [2, 3]), input('b', 'float32', [4, 5])),
      'the inner dimensions differ: 3 against 4',
    ],
    ['axis', () => g.softmax(x, { axis: 4 }), 'axis 4 is outside a tensor of rank 4'],
    ['unknown shape', () => g.reshape(x, input('shape', 'int64', [2])), 'must be known when the graph is built'],
    ['float needed', () => g.exp(input('i', 'int32', [2])), 'needs float32 or float64, got int32'],
    ['rank of a pool', () => g.maxPool(input('x', 'float32', [3]), { kernel_shape: [2] }), 'needs [N, C, ...spatial]'],
    [
      'pad value',
      () => g.pad(x, [0, 0, 1, 1, 0, 0, 1, 1], input('v', 'int32', [])),
      'constant_value must be one float32',
    ],
    ['padding', () => g.maxPool(x, { kernel_shape: [2, 2], pads: [2, 2, 2, 2] }), 'padding [2,2,2,2] is not smaller'],
  ])('refuses a wrong %s', (_, build, message) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });

  it('refuses what no type checker saw', () => {
    expect(() => g.transpose(x, { prem: [0] } as never)).toThrow(
      "has no attribute 'prem'. Received data float32 [N, 3, 224, 224]. Hint: it has perm",
    );
    expect(() => (g.concat as (inputs: unknown) => unknown)([x, x])).toThrow("needs the attribute 'axis'");
    expect(() => (g.matMul as (a: unknown) => unknown)(x)).toThrow('the input b is missing');
  });

  it('makes attributes explicit', () => {
    const { source } = g.maxPool(x, { kernel_shape: [2, 2] });
    expect(source.kind === 'node' && source.node.attributes).toEqual({
      kernel_shape: [2, 2],
      strides: [1, 1],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      ceil_mode: 0,
      storage_order: 0,
    });
  });
});

describe('a tensor', () => {
  it('holds what its dtype says', () => {
    expect(() => tensor('float32', [2], new Float64Array(2) as never)).toThrow('Expected Float32Array for float32');
    expect(() => tensor('float32', [2, 2], [1, 2, 3])).toThrow('Expected 4 elements for [2,2]; received 3');
    expect([...full('int64', [2], 7).data]).toEqual([7n, 7n]);
  });
});

describe('a graph', () => {
  it('prints so that a person can read it', () => {
    const x = input('x', 'float32', ['N', 4]);
    const y = builder('dense').add(builder('dense').matMul(x, input('dense/kernel', 'float32', [4, 2])), 1);
    expect(printGraph(graphOf({ y }))).toBe(
      [
        'input x: float32 [N, 4]',
        'input dense/kernel: float32 [4, 2]',
        '%3 = matMul(x, dense/kernel): float32 [N, 2]  # dense',
        '%4 = add(%3, 1): float32 [N, 2]  # dense',
        'output y = %4: float32 [N, 2]',
      ].join('\n'),
    );
  });

  it('does not accept two inputs of one name, or one that is not listed', () => {
    const [a, b] = [input('x', 'float32', [1]), input('x', 'float32', [1])];
    expect(() => graphOf({ y: g.add(a, b) })).toThrow('x: two inputs of a graph have the same name');
    expect(() => validate({ inputs: [], outputs: { y: g.neg(a) } })).toThrow('x: an output depends on an input');
  });

  it('of ten thousand nodes is no problem', () => {
    const x = input('x', 'float32', []);
    let y = x;
    for (let i = 0; i < 5000; i++) y = g.add(g.mul(y, 1.0001), x);
    const [dx] = grad(y, [x]);
    expect(opsIn(shareCommonSubexpressions(graphOf({ dx: dx! }))).length).toBeGreaterThan(5000);
  });
});

describe('autodiff', () => {
  const w = input('w', 'float32', [3]);
  const x = input('x', 'float32', [2, 3]);
  const loss = g.reduceSum(g.mul(x, w), { keepdims: 0 });

  it('sums over broadcast axes', () => {
    expect(grad(loss, [w])[0]!.shape).toEqual([3]);
  });

  it('builds only what is asked for', () => {
    expect(opsIn(graphOf({ dw: grad(loss, [w])[0]! })).filter((op) => op === 'mul')).toHaveLength(1);
  });

  it('gives zeros for what does not matter', () => {
    const other = input('other', 'float32', [5]);
    expect(opsIn(graphOf({ d: grad(loss, [other])[0]! }))).toEqual(['expand']);
  });

  it('wants a scalar, and numbers for extents', () => {
    expect(() => grad(x, [x])).toThrow(
      'only a float scalar has a gradient. Expected a float loss of shape []; received float32 [2, 3]',
    );
    const open = input('open', 'float32', ['N', 3]);
    expect(() => grad(g.reduceSum(open, { keepdims: 0 }), [open])).toThrow('bind the symbolic dimensions first');
  });

  it('works with respect to values in the middle', () => {
    const middle = g.mul(x, 2);
    const [d] = grad(g.reduceSum(middle, { keepdims: 0 }), [middle]);
    expect(d!.shape).toEqual([2, 3]);
  });
});

describe('passes', () => {
  const x = input('x', 'float32', [1, 3, 8, 8]);
  const all = new Set(Object.keys(ops) as OpName[]);
  const without = (...names: OpName[]) => new Set([...all].filter((op) => !names.includes(op)));
  const dtypes = new Set(['float32', 'int64', 'bool'] as const);

  it('legalize writes out what a backend does not know, as deep as it takes', () => {
    const pooled = g.maxPool(x, { kernel_shape: [3, 3], strides: [2, 2] });
    const [dx] = grad(g.reduceSum(g.relu(pooled), { keepdims: 0 }), [x]);
    const known = without('maxPoolGradient', 'step');
    const graph = legalize(graphOf({ dx: dx! }), { ops: known, dtypes, device: 'test' });
    expect(opsIn(graph).every((op) => known.has(op as OpName))).toBe(true);
    expect(opsIn(graph)).toContain('convTranspose');
  });

  it('legalize names the op, the layer and the dtype that a backend lacks', () => {
    const graph = graphOf({ y: builder('act').erf(x) });
    expect(() => legalize(graph, { ops: without('erf'), dtypes, device: 'test' })).toThrow(
      'act: the test backend does not run Erf',
    );
    const doubles = convertFloat(graph, 'float64');
    expect(() => legalize(doubles, { ops: all, dtypes, device: 'test' })).toThrow(
      'input x: the test backend has no float64',
    );
  });

  it('equal nodes become one, and -0 is not 0', () => {
    const twice = g.add(g.exp(x), g.exp(x));
    expect(opsIn(shareCommonSubexpressions(graphOf({ twice })))).toEqual(['exp', 'add']);
    const zeros = g.add(g.div(x, 0), g.div(x, -0));
    expect(opsIn(shareCommonSubexpressions(graphOf({ zeros })))).toEqual(['div', 'div', 'add']);
    const slopes = g.add(g.leakyRelu(x, { alpha: Infinity }), g.leakyRelu(x, { alpha: -Infinity }));
    expect(opsIn(shareCommonSubexpressions(graphOf({ slopes })))).toEqual(['leakyRelu', 'leakyRelu', 'add']);
  });

  it('a Relu moves behind the pooling, unless somebody else needs it', () => {
    const active = g.relu(x);
    const pooled = g.maxPool(active, { kernel_shape: [2, 2], strides: [2, 2] });
    expect(opsIn(poolBeforeRelu(graphOf({ pooled })))).toEqual(['maxPool', 'relu']);
    expect(opsIn(poolBeforeRelu(graphOf({ pooled, active })))).toEqual(['relu', 'maxPool']);
  });

  it('withConstants puts values in place of inputs', () => {
    const graph = graphOf({ y: g.add(x, input('b', 'float32', [1, 3, 1, 1])) });
    const frozen = withConstants(graph, { b: tensor('float32', [1, 3, 1, 1], [1, 2, 3]) });
    expect(frozen.inputs.map(({ source }) => source.kind === 'input' && source.name)).toEqual(['x']);
  });

  it('convertFloat changes constants and casts too', () => {
    const graph = graphOf({ y: g.cast(g.greater(x, constant(tensor('float32', [], [0.5]))), { to: 'float32' }) });
    expect(convertFloat(graph, 'float64').outputs.y!.dtype).toBe('float64');
  });
});
