/** `graft inspect`, on files made for the test. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builder, constant, type Graph, graphOf, input, tensor, type Value } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graft, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) => graft(['inspect', ...args], { cwd: folder });

const weight = (name: string, shape: readonly number[]): Value => {
  const length = shape.reduce((a, b) => a * b, 1);
  return constant(tensor('float32', shape, new Float32Array(length).fill(0.1)), name);
};

/** One residual block, its features, and two scores for each picture. */
function network(batch: string | number, size: string | number): Graph {
  const at = (path: string) => builder(path);
  const x = input('image', 'float32', [batch, 3, size, size]);
  const stem = at('stem').conv(x, weight('stem.w', [4, 3, 3, 3]), weight('stem.b', [4]), { pads: [1, 1, 1, 1] });
  const branch = at('branch').conv(stem, weight('branch.w', [4, 4, 1, 1]));
  const lists = ['scale', 'bias', 'mean', 'var'].map((name) => weight(`norm.${name}`, [4]));
  const [scale, bias, mean, variance] = lists as [Value, Value, Value, Value];
  const block = at('block').add(stem, at('norm').batchNormalization(branch, scale, bias, mean, variance));
  const features = at('features').flatten(at('pool').globalAveragePool(at('relu').relu(block)));
  return graphOf({ scores: at('head').gemm(features, weight('head.w', [2, 4]), weight('head.b', [2]), { transB: 1 }) });
}

beforeAll(async () => {
  folder = await temporaryFolder();
  const save = (name: string, bytes: Uint8Array | string) => writeFile(join(folder, name), bytes);
  const file = encodeGraph(network('N', 8), {
    name: 'small',
    metadata: { labels: '["ant","bee"]', author: 'somebody' },
  });
  await save('small.onnx', file);
  await save('free.onnx', encodeGraph(network('N', 'size')));
  await save('one.onnx', encodeGraph(network(1, 8)));
  const { scores } = network('N', 8).outputs;
  await save(
    'best.onnx',
    encodeGraph(graphOf({ best: builder('best').argMax(scores!, { axis: 1 }), scores: scores! })),
  );
  await save('strange.onnx', strange(file));
  await save('page.onnx', '<!doctype html><p>Not found');
  await save('half.onnx', file.subarray(0, file.length / 2));
});

/** The same file with an op that nobody knows. */
function strange(file: Uint8Array): Uint8Array {
  const bytes = Buffer.from(file);
  // The field of the op type, a string of seventeen letters.
  const field = Buffer.concat([Buffer.from([0x22, 17]), Buffer.from('GlobalAveragePool')]);
  bytes.write('GlobalAverageTool', bytes.indexOf(field) + 2);
  return bytes;
}

afterAll(removeFolders);

describe('inspect', () => {
  it('tells what is in a file, what it costs, and where to cut it', async () => {
    const { status, stdout, stderr } = await run('small.onnx');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^File +small\.onnx, \S+ kB, ONNX opset 20/);
    expect(stdout).toMatch(/^Input +image +float +\[N, 3, 8, 8\]$/m);
    expect(stdout).toMatch(/^Output +scores +float +\[N, 2\]$/m);
    expect(stdout).toMatch(/^Ops +Conv 2, Add 1, BatchNormalization 1, Flatten 1/m);
    expect(stdout).toMatch(/^Metadata +labels: ant and bee$\n^ +author: somebody$/m);
    expect(stdout).toMatch(/^Size +154 parameters, 8 of them averages of batch normalisations$/m);
    expect(stdout).toMatch(/^Work +7,944 multiply-adds for one input$/m);
    expect(stdout).toMatch(/^Runs on +✓ Graft's reference and ONNX Runtime on cpu, cuda, webgpu$/m);
    expect(stdout).toMatch(/^Gradient ✓ reaches all parameters$/m);
    expect(stdout).toMatch(/^relu +\[N, 4, 8, 8\] +end of a block +144 +10 +100 %$/m);
    expect(stdout).toMatch(/^features +\[N, 4\] +features +144 +10 +100 %$/m);
    expect(stdout).toContain('graft summary small.onnx');
  });

  it('says the same as JSON', async () => {
    const { stdout } = await run('small.onnx', '--json');
    const { model, ...file } = JSON.parse(stdout);
    expect(file).toMatchObject({
      name: 'small',
      opset: 20,
      inputs: [{ name: 'image', type: 'float', shape: ['N', 3, 8, 8] }],
      outputs: [{ name: 'scores', type: 'float', shape: ['N', 2] }],
      metadata: { author: 'somebody' },
    });
    expect(file.ops[0]).toEqual({ type: 'Conv', domain: '', count: 2 });
    expect(model).toMatchObject({
      output: 'scores',
      parameters: { total: 154, trainable: 146, averages: 8, constants: 0 },
      multiplyAdds: 64 * 4 * 27 + 64 * 4 * 4 + 8,
      memory: { weights: 154 * 4, activations: 3 * 4 * 64 * 4 },
      gradientStop: null,
    });
    expect(Object.keys(model.backends)).toEqual(['reference', 'cpu', 'cuda', 'webgpu']);
    expect(model.backends.cpu).toEqual({ runs: true });
    expect(model.cutPoints.map((point: { name: string }) => point.name)).toEqual([
      'stem',
      'block',
      'relu',
      'pool',
      'features',
    ]);
  });

  it('asks for sizes that are open, and takes them', async () => {
    const { stdout } = await run('free.onnx');
    expect(stdout).toMatch(/^Work +depends on the size of the input: --input 3x224x224 sets it$/m);
    expect((await run('free.onnx', '--input', '3x8x8')).stdout).toMatch(/^Work +7,944 multiply-adds/m);
    const { status, stderr } = await run('free.onnx', '--input', '1x8x8');
    expect(status).toBe(2);
    expect(stderr).toMatch(/Expected image \[N, 3, size, size\];\s+received \[1, 8, 8\]/);
    expect((await run('one.onnx')).stdout).toMatch(/^Batch +fixed at 1/m);
  });

  it('tells which op stops gradients, for the output that is asked for', async () => {
    expect((await run('best.onnx')).stdout).toMatch(/^Gradient ✗ stops at ArgMax, which has none/m);
    expect((await run('best.onnx', '--output', 'scores')).stdout).toMatch(/^Gradient ✓/m);
    const { status, stderr } = await run('best.onnx', '--output', 'score');
    expect(status).toBe(2);
    expect(stderr).toContain("the model has no output 'score'");
  });

  it('tells what it can of a file that cannot be used, and why not', async () => {
    const { status, stdout } = await run('strange.onnx');
    expect(status).toBe(0);
    expect(stdout).toMatch(/GlobalAverageTool 1/);
    expect(stdout).toMatch(/^Problem +Graft cannot read it: .*GlobalAverageTool/m);
    const { model } = JSON.parse((await run('strange.onnx', '--json')).stdout);
    expect(model.problem).toContain('GlobalAverageTool');
  });

  it.each([
    ['page.onnx', /page\.onnx: this is no ONNX model.*a web page/s],
    ['half.onnx', /half\.onnx: /],
    ['nothing.onnx', /nothing\.onnx: is not there/],
    ['.', /\.: is a folder/],
  ])('refuses %s', async (name, message) => {
    const { status, stdout, stderr } = await run(name);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('a fault of Graft');
  });
});
