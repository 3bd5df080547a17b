/** Files that are well formed and mean harm: refused within bounded time and memory, by an error that says what is wrong. */
import { FileError, UnsupportedError } from '@graftml/core';
import { decodeModel, encodeGraph } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { type Bytes, failure, field, nodeOf, ownHeader, whole, withGraph } from './support/bytes.ts';

/** A FunctionProto of the domain `own`. */
const functionOf = (name: string, inputs: readonly string[], outputs: readonly string[], ...nodes: readonly Bytes[]) =>
  field(25, [
    ...field(1, name),
    ...inputs.flatMap((input) => field(4, input)),
    ...outputs.flatMap((output) => field(5, output)),
    ...nodes.flatMap((node) => field(7, node)),
    ...field(10, 'own'),
  ]);

const own = (type: string, input: string, output: string, ...more: readonly Bytes[]) =>
  nodeOf(type, [input], [output], field(7, 'own'), ...more);

const dims = (...extents: readonly number[]) =>
  field(
    2,
    extents.flatMap((d) => field(1, whole(1, d))),
  );
const infoOf = (place: number, name: string, ...extents: readonly number[]) =>
  field(place, [...field(1, name), ...field(2, field(1, [...whole(1, 1), ...dims(...extents)]))]);
const input = (name: string, ...extents: readonly number[]) => infoOf(11, name, ...extents);
const output = (name: string) => field(12, field(1, name));
const initializer = (name: string, dtype: number, extents: readonly number[], raw: Bytes) =>
  field(5, [...extents.flatMap((d) => whole(1, d)), ...whole(2, dtype), ...field(8, name), ...field(9, raw)]);
const bytesOf = (numbers: readonly number[]) => [...new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer)];
const int64s = (name: string, ...numbers: readonly number[]) =>
  initializer(name, 7, [numbers.length], bytesOf(numbers));
const scalar = (name: string, number: number) => initializer(name, 7, [], bytesOf([number]));

const withFunctions = (nodes: readonly Bytes[], ...functions: readonly Bytes[]) =>
  Uint8Array.from([
    ...ownHeader,
    ...field(7, [...nodes.flatMap((node) => field(1, node)), ...input('x', 2), ...output('y')]),
    ...functions.flat(),
  ]);

describe('functions', () => {
  it('that call themselves', () => {
    const a = functionOf('A', ['a'], ['b'], own('B', 'a', 'b'));
    const b = functionOf('B', ['a'], ['b'], own('A', 'a', 'b'));
    const error = failure(() => decodeModel(withFunctions([own('A', 'x', 'y')], a, b)));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/^the function own\.A calls itself: own\.A → own\.B → own\.A, at byte \d+/);
  });

  /** Each calls the next one twice. */
  const doubling = (depth: number, name = '') => {
    const functions = Array.from({ length: depth }, (_, i) =>
      functionOf(
        `F${i}`,
        ['a'],
        ['c'],
        own(`F${i + 1}`, 'a', 'b', field(3, name)),
        own(`F${i + 1}`, 'b', 'c', field(3, name)),
      ),
    );
    const last = functionOf(`F${depth}`, ['a'], ['b'], nodeOf('Neg', ['a'], ['b']));
    return withFunctions([own('F0', 'x', 'y')], ...functions, last);
  };

  it('that double are written out while that has an end', () => {
    const { graph } = decodeModel(doubling(5));
    expect(graph.outputs.y!.shape).toEqual([2]);
    const error = failure(() => decodeModel(doubling(40)));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(
      /the functions of the model have no end \(in own\.F0, own\.F1, own\.F2\), at byte \d+/,
    );
  });

  it('with names that grow at each call', () => {
    expect(failure(() => decodeModel(doubling(40, 'n'.repeat(2000)))).message).toMatch(/have no end/);
  });

  it('too deep inside each other', () => {
    const functions = Array.from({ length: 100 }, (_, i) =>
      functionOf(`F${i}`, ['a'], ['b'], own(`F${i + 1}`, 'a', 'b')),
    );
    const error = failure(() => decodeModel(withFunctions([own('F0', 'x', 'y')], ...functions)));
    expect(error.message).toMatch(/functions and branches lie more than 64 deep inside each other/);
  });

  it.each([
    ['with an output that nothing makes', functionOf('A', ['a'], ['b']), /own\.A uses 'b', which nothing makes/],
    [
      'that see what is outside of them',
      functionOf('A', ['a'], ['b'], nodeOf('Neg', ['x'], ['b'])),
      /own\.A\/Neg uses 'x', which nothing makes/,
    ],
    ['with fewer inputs', functionOf('A', [], ['b']), /gives 1 inputs to own\.A, which has 0/],
    ['with two inputs of one name', functionOf('A', ['a', 'a'], ['a']), /the name 'a' is given to two values/],
  ])('%s', (_, f, message) => {
    const error = failure(() => decodeModel(withFunctions([own('A', 'x', 'y')], f)));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(message);
  });

  it('called with an attribute that they lack', () => {
    const call = own('A', 'x', 'y', field(5, [...field(1, 'why'), ...whole(3, 1), ...whole(20, 2)]));
    const error = failure(() => decodeModel(withFunctions([call], functionOf('A', ['a'], ['a']))));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toMatch(/the function own\.A has no attribute 'why'/);
  });
});

describe('graphs', () => {
  const graphOf = (...nodes: readonly Bytes[]) =>
    withGraph(...nodes.map((node) => field(1, node)), input('x', 2), output('y'));

  it('that go in a circle', () => {
    const bytes = graphOf(
      nodeOf('Add', ['x', 'c'], ['a'], field(3, 'first')),
      nodeOf('Neg', ['a'], ['b'], field(3, 'second')),
      nodeOf('Neg', ['b'], ['c'], field(3, 'third')),
      nodeOf('Neg', ['c'], ['y'], field(3, 'last')),
    );
    const error = failure(() => decodeModel(bytes));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/^nodes wait for each other in a circle: first, third, second, at byte \d+/);
    expect(failure(() => decodeModel(graphOf(nodeOf('Neg', ['y'], ['y'])))).message).toMatch(
      /in a circle: Neg that makes 'y'/,
    );
  });

  it('of thirty thousand nodes in the wrong order are read', () => {
    const length = 30_000;
    const chain = Array.from({ length }, (_, i) =>
      field(1, nodeOf('Neg', [i === 0 ? 'x' : `v${i}`], [i === length - 1 ? 'y' : `v${i + 1}`])),
    );
    const bytes = withGraph(...chain.toReversed(), input('x', 2), output('y'));
    expect(decodeModel(bytes).graph.outputs.y!.shape).toEqual([2]);
  });

  /** An If in an If in an If: the innermost is closed first. */
  const nested = (depth: number): Uint8Array => {
    let branch: number[] = [...field(1, nodeOf('Neg', ['x'], ['z'])), ...output('z')];
    for (let i = 0; i < depth; i++) {
      const attribute = [...field(1, 'then_branch'), ...field(6, branch), ...whole(20, 5)];
      branch = [...field(1, nodeOf('If', ['c'], ['z'], field(5, attribute))), ...output('z')];
    }
    return withGraph(branch, input('x', 2), initializer('c', 9, [], [1]));
  };

  it('too deep inside each other', () => {
    expect(decodeModel(nested(10)).graph.outputs.z!.shape).toEqual([2]);
    const error = failure(() => decodeModel(nested(100)));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/lie more than 64 deep inside each other, at byte \d+/);
  });

  it.each(['Loop', 'Scan', 'Gelu'])('inside of %s', (type) => {
    const body = field(5, [...field(1, 'body'), ...field(6, output('x')), ...whole(20, 5)]);
    const error = failure(() => decodeModel(graphOf(nodeOf(type, ['x'], ['y'], body))));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toMatch(`the op ${type} holds a graph of its own, which is not read`);
  });

  it('that repeat a name', () => {
    const twice = graphOf(nodeOf('Neg', ['x'], ['y']), nodeOf('Abs', ['x'], ['y']));
    expect(failure(() => decodeModel(twice)).message).toMatch(/the name 'y' is given to two values/);
    const asInput = graphOf(nodeOf('Neg', ['x'], ['x']));
    expect(failure(() => decodeModel(asInput))).toBeInstanceOf(FileError);
  });
});

describe('sizes', () => {
  const huge = 2 ** 40;
  const one = initializer('one', 1, [], [0, 0, 128, 63]);
  const attribute = (name: string, ...content: readonly Bytes[]) => field(5, [...field(1, name), ...content.flat()]);
  const int = (name: string, value: number) => attribute(name, whole(3, value), whole(20, 2));

  /** What these ops would make has 2^40 elements or more: it is described, and nothing of it is made. */
  it.each<[string, Bytes, readonly Bytes[]]>([
    ['ConstantOfShape', nodeOf('ConstantOfShape', ['s'], ['y']), [int64s('s', huge)]],
    ['Expand', nodeOf('Expand', ['one', 's'], ['y']), [one, int64s('s', huge)]],
    ['Expand of whole numbers', nodeOf('Expand', ['s', 's'], ['y']), [int64s('s', huge)]],
    ['Tile', nodeOf('Tile', ['s', 's'], ['y']), [int64s('s', huge)]],
    [
      'Range',
      nodeOf('Range', ['zero', 'limit', 'step'], ['y']),
      [scalar('zero', 0), scalar('limit', huge), scalar('step', 1)],
    ],
    ['ConstantOfShape below zero', nodeOf('ConstantOfShape', ['s'], ['y']), [int64s('s', -huge)]],
    ['Tile of nothing', nodeOf('Tile', ['e', 's'], ['y']), [initializer('e', 7, [0, 1], []), int64s('s', 1, huge)]],
    ['Pad', nodeOf('Pad', ['x', 'p'], ['y']), [int64s('p', 0, huge)]],
    ['OneHot', nodeOf('OneHot', ['i', 'd', 'v'], ['y']), [int64s('i', 0), int64s('d', huge), int64s('v', 0, 1)]],
    ['Split', nodeOf('Split', ['x'], ['y'], int('num_outputs', huge)), []],
    ['Unsqueeze', nodeOf('Unsqueeze', ['x', 's'], ['y']), [int64s('s', huge)]],
    ['Transpose', nodeOf('Transpose', ['x'], ['y'], attribute('perm', whole(8, huge), whole(20, 7))), []],
    ['Flatten', nodeOf('Flatten', ['x'], ['y'], int('axis', huge)), []],
    ['MaxPool', nodeOf('MaxPool', ['p'], ['y'], attribute('kernel_shape', whole(8, huge), whole(20, 7))), []],
    ['Resize', nodeOf('Resize', ['x', '', '', 's'], ['y']), [int64s('s', huge)]],
    ['Slice', nodeOf('Slice', ['x', 's', 's'], ['y']), [int64s('s', huge)]],
    ['Einsum', nodeOf('Einsum', ['x'], ['y'], attribute('equation', field(4, 'i'.repeat(9999)), whole(20, 3))), []],
    ['BlackmanWindow', nodeOf('BlackmanWindow', ['s'], ['y']), [scalar('s', huge)]],
    ['EyeLike', nodeOf('EyeLike', ['z'], ['y']), []],
  ])('of %s', (_, node, more) => {
    const bytes = withGraph(field(1, node), ...more, input('x', 2), input('z', huge, huge), output('y'));
    const before = process.memoryUsage().rss;
    try {
      const { graph } = decodeModel(bytes);
      encodeGraph(graph);
    } catch (error) {
      failure(() => {
        throw error;
      });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
  });

  it('that double at every node', () => {
    const nodes = Array.from({ length: 200 }, (_, i) =>
      field(1, nodeOf('Concat', Array(2).fill(i === 0 ? 'x' : `v${i}`), [`v${i + 1}`], int('axis', 0))),
    );
    const error = failure(() => decodeModel(withGraph(...nodes, input('x', 2), output('v200'))));
    expect(error.message).toMatch(/would give an extent of/);
  });

  const withExtent = (...bytes: Bytes) => {
    const type = field(2, field(1, [...whole(1, 1), ...field(2, field(1, [8, ...bytes]))]));
    return withGraph(field(11, [...field(1, 'x'), ...type]), field(1, nodeOf('Neg', ['x'], ['y'])), output('y'));
  };

  it('of an input beyond what a number holds are refused, below zero are open', () => {
    const error = failure(() => decodeModel(withExtent(255, 255, 255, 255, 255, 255, 255, 127)));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toMatch(/^input 'x': an extent is larger than any memory/);
    const minusOne = withExtent(255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    expect(decodeModel(minusOne).graph.outputs.y!.shape).toEqual(['x_0']);
  });

  it('of tensors that do not have them', () => {
    for (const extents of [[huge, huge], [2 ** 52, 2 ** 52, 2 ** 52], [0, 2 ** 60], Array(70).fill(1)]) {
      const bytes = withGraph(initializer('w', 1, extents, [0, 0, 0, 0]), output('w'));
      expect(failure(() => decodeModel(bytes)).message).toMatch(/^tensor 'w' .*at byte \d+/);
    }
  });
});

describe('attributes', () => {
  /** Every kind of attribute, where another one is expected. */
  it.each([
    ['a number for a list', 'Transpose', 'perm', [...whole(3, 1), ...whole(20, 2)]],
    ['a text for a number', 'Flatten', 'axis', [...field(4, 'one'), ...whole(20, 3)]],
    ['a list for a number', 'Flatten', 'axis', [...whole(8, 1), ...whole(20, 7)]],
    ['a graph for a number', 'Flatten', 'axis', whole(20, 5)],
    ['a kind that does not exist', 'Flatten', 'axis', whole(20, 99)],
    ['a tensor that is not there', 'Constant', 'value', whole(20, 4)],
    ['a reference outside of functions', 'Flatten', 'axis', [...field(21, 'axis'), ...whole(20, 2)]],
    ['a name of every object', 'Neg', '__proto__', [...whole(3, 1), ...whole(20, 2)]],
    ['the name of a method', 'Neg', 'constructor', [...whole(3, 1), ...whole(20, 2)]],
  ])('%s', (_, type, name, content) => {
    const node = nodeOf(type, type === 'Constant' ? [] : ['x'], ['y'], field(5, [...field(1, name), ...content]));
    const error = failure(() => decodeModel(withGraph(field(1, node), input('x', 2), output('y'))));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toContain(name);
  });

  it.each(['__proto__', 'constructor', 'toString'])('an op, a value and a file called %s', (name) => {
    const node = (type: string, output: string) => field(1, nodeOf(type, ['x'], [output]));
    const graph = decodeModel(withGraph(node('Neg', name), input('x', 2), output(name))).graph;
    expect(decodeModel(encodeGraph(graph)).graph.outputs[name]!.shape).toEqual([2]);
    expect(failure(() => decodeModel(withGraph(node(name, 'y'), input('x', 2), output('y'))))).toBeInstanceOf(
      UnsupportedError,
    );
  });
});
