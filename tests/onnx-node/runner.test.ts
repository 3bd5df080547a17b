/** The runner of ONNX's node tests, on tests made here: it finds them anywhere, and a wrong number does not get past it. */
import { cpuBackend } from '@graftml/backend-cpu';
import { builder, graphOf, input, type Value } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { type NodeTest, nodeTests, readTar, runNodeTest, runNodeTests } from '@graftml/testing/onnx-node';
import { expect, it } from 'vitest';

const backend = cpuBackend();
const g = builder();
const x = input('x', 'float32', [3]);

/** A TensorProto: extents, the number of its type, its bytes. */
const tensorFile = (shape: readonly number[], type: number, data: ArrayLike<number> & ArrayBufferView): Uint8Array => {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return Uint8Array.from([...shape.flatMap((d) => [0x08, d]), 0x10, type, 0x4a, bytes.length, ...bytes]);
};
const floats = (...numbers: number[]): Uint8Array => tensorFile([numbers.length], 1, Float32Array.from(numbers));

const test = (y: Value, inputs: readonly Uint8Array[], ...outputs: readonly Uint8Array[]): NodeTest => ({
  name: 'test_made',
  model: encodeGraph(graphOf({ y })),
  dataSets: [{ inputs, outputs }],
});
const relu = (...expected: number[]) => test(g.relu(x), [floats(-1, 0.5, 3)], floats(...expected));

it('tells right from wrong', async () => {
  expect(await runNodeTest(relu(0, 0.5, 3), backend)).toEqual({ passed: true });
  expect(await runNodeTest(relu(0, 0.5, 3.001), backend)).toEqual({
    failed: "output 'y': element 2 of [3] is 3, expected 3.000999927520752 within 3.3e-5",
  });
  expect(await runNodeTest(relu(0, 0.5), backend)).toEqual({
    failed: "output 'y' is float32 [3], expected float32 [2]",
  });
});

it('allows what is lost on the way, and no more than the ONNX project', async () => {
  const sum = (expected: number) =>
    test(g.reduceSum(x, { keepdims: 0 }), [floats(1000, -1000, 0.1)], tensorFile([], 1, Float32Array.of(expected)));
  expect(await runNodeTest(sum(0.1000009), backend)).toEqual({ passed: true });
  expect(await runNodeTest(sum(0.10001), backend)).toHaveProperty('failed');
  expect(await runNodeTest(sum(Number.NaN), backend)).toHaveProperty('failed');
});

it('knows NaN, infinities and whole numbers', async () => {
  const log = test(g.log(x), [floats(-1, 0, 1)], floats(Number.NaN, Number.NEGATIVE_INFINITY, 0));
  expect(await runNodeTest(log, backend)).toEqual({ passed: true });
  const most = (expected: bigint) =>
    test(g.argMax(x), [floats(1, 5, 2)], tensorFile([1], 7, BigInt64Array.of(expected) as never));
  expect(await runNodeTest(most(1n), backend)).toEqual({ passed: true });
  expect(await runNodeTest(most(2n), backend)).toHaveProperty('failed');
});

it('goes on to every data set', async () => {
  const [right, wrong] = [relu(0, 0.5, 3), relu(0, 0.5, 4)];
  const both = { ...right, dataSets: [...right.dataSets, ...wrong.dataSets] };
  expect(await runNodeTest(both, backend)).toHaveProperty('failed');
});

it('makes constants of what must be known', async () => {
  // No model that is written here can have an open shape, so its bytes get one: the constant becomes the second input.
  const shape = tensorFile([2], 7, BigInt64Array.of(3n, 1n) as never);
  const model = Uint8Array.from([
    ...[0x08, 9, 0x42, 4, 0x0a, 0, 0x10, 20],
    ...field(7, [
      ...field(1, [...field(1, 'x'), ...field(1, 'shape'), ...field(2, 'y'), ...field(4, 'Reshape')]),
      ...field(11, [...field(1, 'x'), ...typeOf(1, 3)]),
      ...field(11, [...field(1, 'shape'), ...typeOf(7, 2)]),
      ...field(12, [...field(1, 'y'), ...typeOf(1, 3, 1)]),
    ]),
  ]);
  const expected = tensorFile([3, 1], 1, Float32Array.of(1, 2, 3));
  const made = { name: 'test_reshape', model, dataSets: [{ inputs: [floats(1, 2, 3), shape], outputs: [expected] }] };
  expect(await runNodeTest(made, backend)).toEqual({ passed: true });
});

it('counts what is not supported by its reason, and what is broken as failed', async () => {
  const right = relu(0, 0.5, 3);
  const half = { ...right, dataSets: [{ inputs: [tensorFile([3], 10, Uint16Array.of(0, 0, 0))], outputs: [] }] };
  const broken = { ...right, model: right.model.subarray(0, 40) };
  const foreign = { ...right, model: new TextEncoder().encode('<html>not found</html>') };
  const empty = { ...right, dataSets: [] };
  const verdicts: string[] = [];
  const summary = await runNodeTests([right, half, broken, foreign, empty], backend, (_, verdict) =>
    verdicts.push(Object.keys(verdict)[0]!),
  );
  expect(summary).toEqual({ passed: 1, failed: 3, unsupported: { 'dtype float16': 1 } });
  expect(verdicts).toEqual(['passed', 'unsupported', 'failed', 'failed', 'failed']);
});

it('finds tests in archives, at any depth', () => {
  const [{ model, dataSets }] = [relu(0, 0.5, 3)];
  const files: [string, Uint8Array][] = ['a/b/node/test_1', 'test_2', '.'].flatMap((folder) => [
    [`${folder}/model.onnx`, model],
    [`${folder}/test_data_set_0/input_0.pb`, dataSets[0]!.inputs[0]!],
    [`${folder}/test_data_set_0/output_0.pb`, dataSets[0]!.outputs[0]!],
    [`${folder}/notes.txt`, new Uint8Array(3)],
  ]);
  const found = nodeTests(readTar(tar(files)));
  expect(found.map(({ name }) => name)).toEqual(['test', 'test_1', 'test_2']);
  for (const each of found) expect(each.dataSets).toEqual(dataSets);
  expect(() => nodeTests(readTar(tar(files).subarray(0, 5000)))).toThrow(/the tar archive ends/);
  expect(() => nodeTests(readTar(new Uint8Array(1024).fill(65)))).toThrow(/no tar archive/);
});

/** A field of bytes, text or a message. */
function field(number: number, content: string | readonly number[]): number[] {
  const bytes = typeof content === 'string' ? [...new TextEncoder().encode(content)] : content;
  return [
    number * 8 + 2,
    ...(bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7]),
    ...bytes,
  ];
}

/** The type of a ValueInfoProto. */
const typeOf = (type: number, ...shape: number[]): number[] =>
  field(
    2,
    field(1, [
      0x08,
      type,
      ...field(
        2,
        shape.flatMap((d) => field(1, [0x08, d])),
      ),
    ]),
  );

/** A plain tar of small files. */
function tar(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const text = (s: string) => new TextEncoder().encode(s);
  const blocks = files.flatMap(([path, content]) => {
    const header = new Uint8Array(512);
    header.set(text(path), 0);
    header.set(text(content.length.toString(8).padStart(11, '0')), 124);
    header.set(text('0ustar'), 156);
    const sum = header.reduce((total, byte) => total + byte, 8 * 32);
    header.set(text(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    const padded = new Uint8Array(Math.ceil(content.length / 512) * 512);
    padded.set(content);
    return [header, padded];
  });
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}
