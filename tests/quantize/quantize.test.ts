/** Networks in whole numbers: the arithmetic, and what plain ONNX Runtime makes of the file. */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  batchNormalization,
  conv2D,
  dense,
  type Graph,
  globalAveragePooling2D,
  initialWeights,
  isConstant,
  type Model,
  maxPooling2D,
  relu,
  sequential,
  topologicalOrder,
  UsageError,
  uniforms,
  withWeights,
} from '@graftml/core';
import { openClassifier, preprocessing, quantize, saveClassifier } from '@graftml/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';

const description = preprocessing({ width: 16, height: 16, mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.25] });
const labels = ['a', 'b', 'c'];
const network = sequential({ input: [3, 16, 16] }, [
  conv2D(8, 3, { padding: 'same' }),
  batchNormalization(),
  relu(),
  maxPooling2D(2),
  conv2D(16, 3, { padding: 'same', activation: 'relu' }),
  globalAveragePooling2D(),
  dense(3),
]);
const model: Model = withWeights(network, initialWeights(network, 5));
const size = 16 * 16 * 3;
const pictureAt = (i: number) => ({
  name: `${i}`,
  pixels: Uint8Array.from(uniforms({ seed: i, purpose: 'pixels' }, size), (u, k) => u * (k % 3 === i % 3 ? 255 : 90)),
});
const pictures = Array.from({ length: 24 }, (_, i) => pictureAt(i));
const quantized = (more = {}) =>
  quantize(model, { backend: cpuBackend(), preprocessing: description, pictures, ...more });

async function byOnnxRuntime(whole: Model): Promise<number[][]> {
  const session = await InferenceSession.create(saveClassifier(whole, { labels, preprocessing: description }));
  const rows: number[][] = [];
  for (const { pixels } of pictures) {
    const { probabilities } = await session.run({ pictures: new Tensor('uint8', pixels, [1, 16, 16, 3]) });
    rows.push([...(probabilities!.data as Float32Array)]);
  }
  await session.release();
  return rows;
}

const nodesOf = (graph: Graph) => topologicalOrder(Object.values(graph.outputs));

describe('quantize', () => {
  it('says nearly what the network says, in plain ONNX Runtime', async () => {
    const [before, after] = [await byOnnxRuntime(model), await byOnnxRuntime(await quantized())];
    const most = Math.max(...before.flatMap((row, i) => row.map((p, k) => Math.abs(p - after[i]![k]!))));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(0.02);
    before.forEach((row, i) => {
      const [first, second] = [...row].sort((a, b) => b - a);
      if (first! - second! > 0.04)
        expect(after[i]!.indexOf(Math.max(...after[i]!))).toBe(row.indexOf(Math.max(...row)));
    });
  });

  it('has int8 weights by channels, the largest of each 127, and leaves the last layer as it is', async () => {
    const nodes = nodesOf((await quantized()).graph('infer'));
    const convolutions = nodes.filter(({ op }) => op === 'conv');
    expect(convolutions).toHaveLength(2);
    for (const { inputs } of convolutions) {
      const source = inputs[1]!.source;
      const [values, scales, zero] = source.kind === 'node' ? source.node.inputs : [];
      expect(source.kind === 'node' && source.node.attributes.axis).toBe(0);
      expect([values!.dtype, zero]).toEqual(['int8', undefined]);
      expect(scales!.shape).toEqual([values!.shape[0]]);
      const data = isConstant(values!) ? [...(values.source.tensor.data as Int8Array)] : [];
      const each = data.length / (values!.shape[0] as number);
      for (let c = 0; c < (values!.shape[0] as number); c++)
        expect(Math.max(...data.slice(c * each, (c + 1) * each).map(Math.abs))).toBe(127);
      // The bias counts in units of both scales.
      const bias = inputs[2]!.source;
      expect(bias.kind === 'node' && bias.node.inputs[0]!.dtype).toBe('int32');
      // What goes in was a whole number too.
      const data8 = inputs[0]!.source;
      expect(data8.kind === 'node' && data8.node.op).toBe('dequantizeLinear');
    }
    expect(nodes.some(({ op }) => op === 'batchNormalization')).toBe(false);
    const last = nodes.findLast(({ op }) => op === 'gemm' || op === 'matMul')!;
    expect(isConstant(last.inputs[1]!) && last.inputs[1]!.dtype).toBe('float32');
  });

  it('makes a file that opens again and is smaller', async () => {
    const bytes = saveClassifier(await quantized(), { labels, preprocessing: description, temperature: 2 });
    const { model: opened } = openClassifier(bytes);
    expect(nodesOf(opened.graph('infer')).filter(({ op }) => op === 'quantizeLinear').length).toBeGreaterThan(2);
  });

  it('cuts off what few pictures reach, where asked to', async () => {
    const steps = async (share: number) => {
      const graph = (await quantized({ share })).graph('infer');
      return nodesOf(graph)
        .filter(({ op }) => op === 'quantizeLinear')
        .map(({ inputs: [, scale] }) => (isConstant(scale!) ? Number(scale.source.tensor.data[0]) : Number.NaN));
    };
    const [all, most] = [await steps(1), await steps(0.5)];
    expect(most).toHaveLength(all.length);
    expect(all.every((step, i) => step >= most[i]!)).toBe(true);
    expect(all.some((step, i) => step > most[i]!)).toBe(true);
  });

  it('refuses to guess without pictures, and what does not fit', async () => {
    await expect(quantized({ pictures: [] })).rejects.toThrow(/no pictures to calibrate with/);
    await expect(quantized({ preprocessing: preprocessing({ width: 8, height: 8 }) })).rejects.toThrow(UsageError);
  });
});
