/** What is written, as plain ONNX Runtime understands it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type Builder,
  builder,
  constant,
  elementCount,
  type Graph,
  graphOf,
  input,
  printGraph,
  tensor,
  UnsupportedError,
  UsageError,
} from '@graftml/core';
import { decodeModel, encodeGraph, readMetadata } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { example, exampleNames } from './support/examples.ts';
import { run } from './support/runtime.ts';

/** Where to leave the files for reference/check.py; nowhere by default. */
const folder = process.env.GRAFT_ONNX_FILES;

function encoded(name: string, graph: Graph): Uint8Array {
  const bytes = encodeGraph(graph, { name });
  if (folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/${name}.onnx`, bytes);
  }
  return bytes;
}

const floats = (shape: readonly number[], from = 0) =>
  tensor(
    'float32',
    shape,
    Array.from({ length: elementCount(shape) }, (_, i) => from + i),
  );

describe('ops of every kind', () => {
  it.each(exampleNames)('%s: runs in ONNX Runtime with the result of the specification', async (name) => {
    const { y, feeds, expected } = example(name);
    const { outputs } = await run(encoded(name, graphOf({ y })), feeds);
    expect(outputs.y).toMatchObject({ type: y.dtype, dims: y.shape });
    expect(outputs.y!.data).toHaveLength(expected.length);
    expected.forEach((value, i) => {
      expect(outputs.y!.data[i]).toBeCloseTo(value, 5);
    });
  });

  it.each(exampleNames)('%s: reads back as the same graph', (name) => {
    const graph = graphOf({ y: example(name).y });
    expect(printGraph(decodeModel(encodeGraph(graph)).graph)).toBe(printGraph(graph));
  });
});

/** conv → relu → dense, with a symbolic batch. */
function network(g: Builder): Graph {
  const x = input('x', 'float32', ['N', 1, 2, 2]);
  const features = g.relu(g.conv(x, constant(floats([2, 1, 2, 2], -4), 'kernel')));
  const y = g.gemm(g.flatten(features), constant(floats([2, 2]), 'kernel'), constant(floats([2]), 'bias'));
  return graphOf({ y, features });
}

describe('a network', () => {
  const graph = network(builder('layer'));

  it('gives the numbers worked out by hand, at any batch', async () => {
    const feeds = { x: tensor('float32', [2, 1, 2, 2], [1, 1, 1, 1, 0, 1, 2, 3]) };
    const { inputNames, outputNames, outputs } = await run(encoded('network', graph), feeds);
    expect([inputNames, outputNames]).toEqual([['x'], ['y', 'features']]);
    // relu([-4 -3 -2 -1, 0 1 2 3] · x) = [0, 6], [0, 14]; then [0 1; 2 3] and the bias [0 1].
    expect(outputs.features).toEqual({ type: 'float32', dims: [2, 2, 1, 1], data: [0, 6, 0, 14] });
    expect(outputs.y).toEqual({ type: 'float32', dims: [2, 2], data: [12, 19, 28, 43] });
  });

  it('names nodes after layers, and values once each', () => {
    const { values } = decodeModel(encodeGraph(graph));
    expect([...values.keys()]).toEqual([
      'kernel',
      'kernel_1',
      'bias',
      'x',
      'layer/Conv',
      'features',
      'layer/Flatten',
      'y',
    ]);
  });

  it('gives the same bytes each time', () => {
    expect(encodeGraph(network(builder('layer')))).toEqual(encodeGraph(graph));
  });

  it('carries its name and metadata', () => {
    const metadata = { author: 'Zoë', 'labels.json': '["ü"]' };
    const bytes = encodeGraph(graph, { name: 'net', metadata });
    expect(decodeModel(bytes).name).toBe('net');
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(readMetadata(bytes)).toEqual({ irVersion: 9, opset: 20, producer: `graft ${version}`, metadata });
  });
});

describe('inputs and outputs', () => {
  const g = builder();
  const x = input('x', 'float32', [2]);

  it('an output may be an input, a constant, or another output', async () => {
    const c = constant(tensor('float32', [2], [5, 6]), 'c');
    const y = g.neg(x);
    const graph = graphOf({ y, again: y, same: x, c, anonymous: constant(tensor('int64', [1], [7n])) });
    const { outputs, outputNames } = await run(encoded('copies', graph), { x: tensor('float32', [2], [1, 2]) });
    expect(outputNames).toEqual(['y', 'again', 'same', 'c', 'anonymous']);
    expect(Object.values(outputs).map(({ data }) => data)).toEqual([[-1, -2], [-1, -2], [1, 2], [5, 6], [7]]);
  });

  it('an unused input stays', async () => {
    const graph = { inputs: [x, input('unused', 'int64', ['N'])], outputs: { y: g.neg(x) } };
    const feeds = { x: tensor('float32', [2], [1, 2]), unused: tensor('int64', [1], [0]) };
    expect((await run(encoded('unused', graph), feeds)).inputNames).toEqual(['x', 'unused']);
  });

  it('an output with the name of an input is refused', () => {
    expect(() => encodeGraph(graphOf({ x: g.neg(x) }))).toThrow(UsageError);
  });

  it('names that look like our own do not collide', async () => {
    const w = (name: string) => constant(tensor('float32', [2], [1, 1]), name);
    const sum = [w('Add'), w('Add'), w('y'), w('x'), w('Add_1')].reduce((a, b) => g.add(a, b), x);
    const { outputs } = await run(encoded('collisions', graphOf({ y: g.mul(sum, g.add(x, 0.5)) })), {
      x: tensor('float32', [2], [1, 2]),
    });
    expect(outputs.y!.data).toEqual([6 * 1.5, 7 * 2.5]);
  });

  it('extents that are expressions pass', async () => {
    const wide = input('wide', 'float32', ['N', 2]);
    const graph = graphOf({ y: g.concat([wide, wide], { axis: 0 }), z: g.reshape(wide, [-1]) });
    const { outputs } = await run(encoded('expressions', graph), { wide: floats([3, 2]) });
    expect([outputs.y!.dims, outputs.z!.dims]).toEqual([[6, 2], [6]]);
  });
});

it('a composite is refused', () => {
  const graph = graphOf({ y: builder('relu').step(input('x', 'float32', [2])) });
  expect(() => encodeGraph(graph)).toThrow(UnsupportedError);
  expect(() => encodeGraph(graph)).toThrow(/^relu: Step is internal .*legalize/);
});

it('a tensor that several constants hold is written once', () => {
  const shared = floats([1000]);
  const g = builder();
  const y = g.add(constant(shared, 'a'), constant(shared, 'b'));
  expect(encodeGraph(graphOf({ y })).length).toBeLessThan(4400);
});
