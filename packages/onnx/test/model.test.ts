/** Models to files and back. */
import { readFileSync } from 'node:fs';
import {
  constant,
  conv2D,
  DataError,
  dense,
  dropout,
  flatten,
  graphOf,
  initialWeights,
  input,
  type Model,
  parameterCount,
  printGraph,
  regularizers,
  sequential,
  tensor,
  UsageError,
  weightsOf,
  withWeights,
} from '@graftml/core';
import { decodeModel, fromOnnx, labelsOf, readMetadata, toOnnx } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { withModel } from './support/data.ts';
import { run } from './support/runtime.ts';

const untrained = sequential({ input: [1, 2, 2], name: 'net' }, [
  conv2D(1, 2, { padding: 'same', useBias: false, kernelRegularizer: regularizers.l2(0.1) }),
  flatten(),
  dropout(0.5),
  dense(2),
]);
const [kernel, matrix, bias] = untrained.parameters.map(({ name }) => name) as [string, string, string];
const model = withWeights(untrained, {
  [kernel]: tensor('float32', [1, 1, 2, 2], [1, 0, 0, 10]),
  [matrix]: tensor('float32', [4, 2], [1, 0, 1, 0, 1, 0, 0, 1]),
  [bias]: tensor('float32', [2], [0.5, -0.5]),
});
const picture = tensor('float32', [1, 1, 2, 2], [1, 2, 3, 4]);
/** x + 10 · (the one below to the right): [41, 2, 3, 4], then the sum of three and the fourth. */
const logits = [46.5, 3.5];

describe('toOnnx', () => {
  it('holds the weights and nothing of the training', async () => {
    const { inputNames, outputNames, outputs } = await run(toOnnx(model), { input: picture });
    expect([inputNames, outputNames]).toEqual([['input'], ['output']]);
    expect(outputs.output).toEqual({ type: 'float32', dims: [1, 2], data: logits });
  });

  it('takes any batch', async () => {
    const three = tensor('float32', [3, 1, 2, 2], Array(12).fill(0));
    const { outputs } = await run(toOnnx(model), { input: three });
    expect(outputs.output).toEqual({ type: 'float32', dims: [3, 2], data: [0.5, -0.5, 0.5, -0.5, 0.5, -0.5] });
  });

  it('carries labels, metadata and the name', () => {
    const bytes = toOnnx(model, { labels: ['ant', 'Käfer'], metadata: { preprocessing: '{}' } });
    const { metadata } = readMetadata(bytes);
    expect(metadata.preprocessing).toBe('{}');
    expect(labelsOf(metadata)).toEqual(['ant', 'Käfer']);
    expect(decodeModel(bytes).name).toBe('net');
    expect(labelsOf({})).toBeUndefined();
    expect(labelsOf({ labels: "{0: 'somebody else'}" })).toBeUndefined();
  });

  it('takes pictures as they are and gives probabilities', async () => {
    const bytes = toOnnx(model, {
      before: (g, { shape }) => {
        const pixels = input('pixels', 'uint8', ['N', 2, 2, 1]);
        const value = g.transpose(g.cast(pixels, { to: 'float32' }), { perm: [0, 3, 1, 2] });
        expect(value.shape).toEqual(shape);
        return { input: pixels, value };
      },
      after: (g, output) => ({
        probabilities: g.softmax(g.div(output, 43 / Math.log(3))),
        best: g.argMax(output, { axis: 1 }),
      }),
    });
    const { inputNames, outputs } = await run(bytes, { pixels: tensor('uint8', [1, 2, 2, 1], [1, 2, 3, 4]) });
    expect(inputNames).toEqual(['pixels']);
    expect(outputs.probabilities!.data[0]).toBeCloseTo(0.75, 6);
    expect(outputs.best).toEqual({ type: 'int64', dims: [1, 1], data: [0] });
  });

  it('refuses a model without weights, and labels that do not fit', () => {
    expect(() => toOnnx(untrained)).toThrow(DataError);
    expect(() => toOnnx(model, { labels: ['one'] })).toThrow(/Expected 2 labels; received 1/);
    expect(() => toOnnx(model, { labels: ['a', 'b'], metadata: { labels: '[]' } })).toThrow(UsageError);
    const two = { ...model, inputs: [...model.inputs, ...model.inputs] };
    expect(() =>
      toOnnx(two, {
        before: (_, { shape }) => ({ input: input('x', 'float32', shape), value: input('x', 'float32', shape) }),
      }),
    ).toThrow(UsageError);
  });
});

describe('fromOnnx', () => {
  const again = fromOnnx(toOnnx(model));

  it('has the same parameters', () => {
    expect(again.parameters.map(({ name, shape, trainable }) => ({ name, shape, trainable }))).toEqual(
      model.parameters.map(({ name, shape }) => ({ name, shape, trainable: true })),
    );
    expect(weightsOf(again)).toEqual(weightsOf(model));
    expect(initialWeights(again, 1)).toEqual(weightsOf(model));
    expect(parameterCount(again)).toBe(14);
  });

  it('has the same graph in both modes', () => {
    expect(again.inputs).toEqual(model.inputs);
    expect(again.graph('train')).toBe(again.graph('infer'));
    const { inputs, outputs } = model.graph('infer');
    const alone = graphOf({ output: outputs.output! });
    expect(inputs.length).toBeGreaterThan(0);
    expect(printGraph(again.graph('infer'))).toBe(printGraph(alone));
  });

  it('gives the same file, and another one with other weights', async () => {
    expect(toOnnx(again)).toEqual(toOnnx(model));
    const moved = withWeights(again, { [bias]: tensor('float32', [2], [100, 200]) });
    const { outputs } = await run(toOnnx(moved), { input: picture });
    expect(outputs.output!.data).toEqual([146, 204]);
  });

  it('keeps what is not learned as constants', () => {
    const scaled = toOnnx(model, {
      before: (g, { shape }) => {
        const x = input('x', 'float32', shape);
        return { input: x, value: g.mul(x, constant(tensor('float32', [2], [2, 3]), 'scale')) };
      },
    });
    expect(fromOnnx(scaled).parameters.map(({ name }) => name)).toEqual([kernel, matrix, bias]);
  });

  it('asks which output is meant', () => {
    const bytes = toOnnx(model, { after: (g, output) => ({ a: g.relu(output), b: output }) });
    expect(() => fromOnnx(bytes)).toThrow(/several outputs.*choose one of a, b/);
    expect(() => fromOnnx(bytes, { output: 'c' })).toThrow(UsageError);
    expect(fromOnnx(bytes, { output: 'b' }).graph('infer').outputs.output!.shape).toEqual(['N', 2]);
  });

  withModel('MobileNet: the published number of parameters', 'mobilenet-v2/mobilenet_v2_1.0_224.onnx', (file) => {
    const read: Model = fromOnnx(readFileSync(file), { where: file });
    expect(parameterCount(read)).toBe(3_487_816);
    expect(read.inputs).toEqual([{ name: 'input', dtype: 'float32', shape: ['N', 3, 224, 224] }]);
    expect(read.graph('infer').outputs.output!.shape).toEqual(['N', 1000]);
  });
});
