/** Ops that the table lacks: kept as their files have them, and refused where they could come to mean something else. */
import {
  bind,
  builder,
  type Graph,
  grad,
  inputName,
  type Node,
  type Tensor,
  topologicalOrder,
  UnsupportedError,
} from '@graftml/core';
import { decodeModel, encodeGraph } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { casesIn, expectResults, fileOf, tensorsOf } from './support/cases.ts';
import { run } from './support/runtime.ts';

/** See reference/opaque.py. */
const cases = casesIn('opaque');
const file = fileOf(cases);
const running = cases.filter(({ outputs }) => Object.keys(outputs).length > 0);

const outputOf = ({ outputs }: Graph) => Object.values(outputs)[0]!;

describe('an op that the table lacks', () => {
  it.each(running)('$name: written again, runs in ONNX Runtime as before', async ({ model, feeds, outputs }) => {
    const { graph } = decodeModel(Buffer.from(model, 'base64'));
    const written = encodeGraph(graph);
    expectResults(await run(written, tensorsOf(feeds)), outputs);
    expect(encodeGraph(decodeModel(written).graph)).toEqual(written);
  });

  it('gets the extents that its inputs get', () => {
    const { graph } = decodeModel(file('an op of another domain'));
    expect(outputOf(graph).shape).toEqual(['N', 3]);
    expect(outputOf(bind(graph, { N: 7 })).shape).toEqual([7, 3]);
  });

  it('keeps its name and its domain', () => {
    const text = Buffer.from(encodeGraph(decodeModel(file('an op of another domain')).graph)).toString('latin1');
    for (const name of ['BiasGelu', 'com.microsoft', 'gelu', 'product']) expect(text).toContain(name);
  });

  it('lets no gradient through, and says so by its name', () => {
    const { graph } = decodeModel(file('an op of another domain'));
    const bound = bind(graph, { N: 2 });
    const loss = builder().reduceSum(outputOf(bound), { keepdims: 0 });
    const x = bound.inputs.find((value) => inputName(value) === 'x')!;
    expect(() => grad(loss, [x])).toThrow(UnsupportedError);
    expect(() => grad(loss, [x])).toThrow(/^gelu: the gradient of com\.microsoft\.BiasGelu is not there/);
  });

  it('is refused where the file does not say what its outputs are', () => {
    const read = () => decodeModel(file('an op of another domain, without types'));
    expect(read).toThrow(UnsupportedError);
    expect(read).toThrow(/^gelu: .*com\.microsoft\.BiasGelu .*does not say what 'g' is.*infer_shapes/);
  });

  it('is kept in the form of the opset that is written', () => {
    const { graph } = decodeModel(file('an op that meant something else'));
    const [{ attributes }] = topologicalOrder(Object.values(graph.outputs)) as [Node];
    const stored = new TextDecoder().decode((attributes.attributes as Tensor<'uint8'>).data);
    expect(stored).toMatch(/coordinate_transformation_mode.*output_half_pixel/);
  });

  it('is refused where the caller wants none', () => {
    const read = () => decodeModel(file('an op of ONNX'), { foreign: 'refuse' });
    expect(read).toThrow(/^pool: the op MaxRoiPool \(opset 13\) is not in the table\.$/);
  });
});
