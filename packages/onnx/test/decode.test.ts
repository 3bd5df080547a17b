/** Files that others wrote: what is read must mean what ONNX Runtime makes of the file itself. */
import { readFileSync } from 'node:fs';
import {
  builder,
  graphOf,
  input,
  node as makeNode,
  printGraph,
  type Tensor,
  tensor,
  topologicalOrder,
} from '@graftml/core';
import { decodeModel, encodeGraph, fromOnnx, toOnnx } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { casesIn, expectClose, expectOutputs, fileOf } from './support/cases.ts';
import { withModel } from './support/data.ts';
import { type Run, run } from './support/runtime.ts';

/** See reference/make.py. */
const cases = casesIn('cases');
/** See reference/opsets.py. */
const opsetCases = casesIn('opsets');
/** See reference/functions.py. */
const functionCases = casesIn('functions');
const [file, opsetFile] = [fileOf(cases), fileOf(opsetCases)];

/** A graph that was read, run after writing it again. */
const rerun = (bytes: Uint8Array, feeds: Readonly<Record<string, Tensor>>): Promise<Run> =>
  run(encodeGraph(decodeModel(bytes).graph), feeds);

describe('ops in the forms of other opsets', () => {
  it.each(opsetCases)('$name', (c) => expectOutputs(c));
});

describe('functions, branches, and nodes in any order', () => {
  it.each(functionCases)('$name', (c) => expectOutputs(c));

  it('what a function makes is called after the call', () => {
    const { graph, values } = decodeModel(fileOf(functionCases)('a function that is called twice'));
    const names = topologicalOrder(Object.values(graph.outputs)).map((node) => node.names);
    expect(names.map((of) => of?.node)).toEqual(['first/product', 'first/Add', 'second/product', '', 'second/Add', '']);
    expect(names.map((of) => of?.outputs[0])).toEqual(['l', 'h', 'low', 'y', 'high', 'z']);
    expect([...values.keys()]).toEqual(['x', 'l', 'h', 'low', 'high', 'y', 'z']);
  });

  it('a constant of a function is there once', () => {
    const { graph } = decodeModel(fileOf(functionCases)('a function that is called twice'));
    const inputs = topologicalOrder(Object.values(graph.outputs)).flatMap((node) => node.inputs);
    const tensors = inputs.flatMap((value) => (value?.source.kind === 'constant' ? [value.source.tensor] : []));
    expect(tensors).toHaveLength(4);
    expect(new Set(tensors).size).toBe(1);
  });
});

describe('models of other programs', () => {
  it.each(cases)('$name', (c) => expectOutputs(c));

  it('int64 beyond what a number holds is exact', () => {
    const { values } = decodeModel(file('typed initializers'));
    const { source } = values.get('l')!;
    expect(source.kind === 'constant' && source.tensor.data).toEqual(new BigInt64Array([-7n, 2n ** 62n + 1n]));
  });

  it("PyTorch's names become layer paths, and its batch a name that can be bound", () => {
    const { graph, producer } = decodeModel(file('PyTorch, opset 20'), { batch: 'N' });
    const paths = topologicalOrder(Object.values(graph.outputs)).map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['/stem/stem.0', '/depthwise', '/head']));
    expect(graph.outputs.output!.shape).toEqual(['N', 5]);
    expect(decodeModel(file('PyTorch, opset 20')).graph.inputs[0]!.shape[0]).toBe('batch_size');
    expect(producer).toMatch(/^pytorch /);
  });
});

describe('names', () => {
  const [before, after] = [file('PyTorch, opset 20')].map((bytes) => {
    const first = decodeModel(bytes);
    return [first, decodeModel(encodeGraph(first.graph, first))] as const;
  })[0]!;
  const nodeNames = ({ graph }: typeof before) =>
    topologicalOrder(Object.values(graph.outputs)).map(({ names }) => names?.node);
  /** Those of nodes that nobody needs, and of constants that shape inference used up, are gone. */
  const alive = ({ graph }: typeof before) => {
    const order = topologicalOrder(Object.values(graph.outputs));
    return new Set(order.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]));
  };

  it('of nodes, values, initializers and the graph are kept', () => {
    const kept = [...before.values].flatMap(([name, value]) => (alive(before).has(value) ? [name] : []));
    expect(kept).toEqual(expect.arrayContaining(['stem.0.weight', '/stem/stem.0/Conv_output_0']));
    expect([...after.values.keys()].toSorted()).toEqual(kept.toSorted());
    expect(nodeNames(after)).toEqual(nodeNames(before));
    expect(nodeNames(before)).toEqual(expect.arrayContaining(['/stem/stem.0/Conv', '/LeakyRelu']));
    expect([after.name, after.metadata, after.inputs, after.outputs]).toEqual([
      before.name,
      before.metadata,
      before.inputs,
      before.outputs,
    ]);
  });

  it('are kept through a model, its output too', () => {
    const bytes = file('PyTorch, opset 20');
    const { values, outputs } = decodeModel(toOnnx(fromOnnx(bytes, { output: 'output' })));
    expect(outputs).toEqual(['output']);
    expect([...values.keys()]).toEqual(
      expect.arrayContaining(['pixels', 'stem.0.weight', '/stem/stem.0/Conv_output_0']),
    );
    const other = decodeModel(toOnnx(fromOnnx(bytes, { output: 'mean' })));
    expect(other.outputs).toEqual(['mean']);
  });

  it('of a node that is written out in several go to the one that gives its output', () => {
    const { graph } = decodeModel(opsetFile('Softmax of opset 7, axis 1'));
    const [flatten, softmax, , reshape] = topologicalOrder(Object.values(graph.outputs));
    expect([flatten, softmax].map((node) => node?.names)).toEqual([undefined, undefined]);
    expect(reshape).toMatchObject({ op: 'reshape', names: { outputs: ['y'] } });
  });

  it('of constants are kept where they look like those that Graft gives', () => {
    const { values, producer } = decodeModel(file('a constant with a number sign'));
    expect(producer).toBe('');
    const { source } = values.get('gain#b')!;
    expect(source).toMatchObject({ kind: 'constant', name: 'gain#b' });
  });

  it('that two share are kept by the first', () => {
    const g = builder();
    const [x, y] = ['x', 'y'].map((name) => input(name, 'float32', [2]));
    const names = { node: 'n', outputs: ['same'] };
    const [a, b] = [x, y].map((value) => makeNode('neg', '', [value], {}, names).outputs[0]!);
    const { values } = decodeModel(encodeGraph(graphOf({ sum: g.add(a!, b!) })));
    expect([...values.keys()]).toEqual(['x', 'y', 'same', 'Neg', 'sum']);
  });
});

/** The made-up picture of reference.json, in RGB planes. */
const picture = (size: number): number[] =>
  [0, 1, 2].flatMap((c) =>
    Array.from({ length: size * size }, (_, i) => {
      const [y, x] = [Math.floor(i / size), i % size];
      return (37 * y + 59 * x + 101 * c + x * y) % 256;
    }),
  );

describe('pretrained models', () => {
  const toOne = (planes: number[]) => planes.map((v) => v / 127.5 - 1);
  const toBgr = (planes: number[]) => {
    const plane = planes.length / 3;
    return [123.68, 116.779, 103.939]
      .map((mean, c) => planes.slice(c * plane, (c + 1) * plane).map((v) => v - mean))
      .reverse()
      .flat();
  };

  for (const [path, size, normalise] of [
    ['mobilenet-v1-0.25/mobilenet_v1_0.25_128.onnx', 128, toOne],
    ['mobilenet-v2/mobilenet_v2_1.0_224.onnx', 224, toOne],
    ['squeezenet-1.1/squeezenet1.1_features.onnx', 227, toBgr],
    ['resnet-cifar10/resnet20_cifar10.onnx', 32, toOne],
  ] as const)
    withModel(`${path}: the same outputs after reading and writing`, path, async (name) => {
      const bytes = readFileSync(name);
      const feeds = { input: tensor('float32', [1, 3, size, size], normalise(picture(size))) };
      const [before, after] = [await run(bytes, feeds), await rerun(bytes, feeds)];
      expect(after).toEqual(before);
      const { graph } = decodeModel(bytes);
      expect(printGraph(decodeModel(encodeGraph(graph)).graph)).toBe(printGraph(graph));
    });

  withModel(
    'MNIST of the model zoo, opset 7: the same outputs after reading and writing',
    'mnist/mnist.onnx',
    async (name) => {
      const bytes = readFileSync(name);
      const feeds = { Input3: tensor('float32', [1, 1, 28, 28], picture(28).slice(784, 1568)) };
      const [before, after] = [await run(bytes, feeds), await rerun(bytes, feeds)];
      expectClose(after.outputs.Plus214_Output_0!.data, before.outputs.Plus214_Output_0!.data);
      expect([after.inputNames, after.outputNames]).toEqual([['Input3'], ['Plus214_Output_0']]);
    },
  );
});
