/** Broken files and files that are no ONNX model: a FileError that says what and where, never anything else. */
import { gzipSync } from 'node:zlib';
import { builder, constant, FileError, GraftError, graphOf, input, tensor, UnsupportedError } from '@graftml/core';
import { decodeModel, encodeGraph, fromOnnx, readMetadata } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { failure, field, header, text, varint, withGraph } from './support/bytes.ts';

const g = builder('layer');
const x = input('x', 'float32', ['N', 3]);
const weights = tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]);
const model = encodeGraph(graphOf({ y: g.relu(g.matMul(x, constant(weights, 'w'))) }), { metadata: { a: 'b' } });

describe('what is no ONNX model', () => {
  it.each([
    ['nothing', new Uint8Array(0), 'the file is empty'],
    ['text', text('Not Found'), 'text, "Not Found"'],
    ['a web page', text('\n<!DOCTYPE html><html lang="en">'), 'a web page'],
    ['a git-lfs pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n'), 'git lfs pull'],
    ['an archive', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'a zip archive'],
    ['gzip', gzipSync(model), 'gunzip'],
    ['HDF5', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 13, 10), 'an HDF5 file'],
    ['TensorFlow Lite', Uint8Array.of(28, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33), 'a TensorFlow Lite model'],
  ])('%s', (_, bytes, what) => {
    for (const read of [decodeModel, readMetadata, fromOnnx]) {
      const error = failure(() => read(bytes, { where: 'model.onnx' }));
      expect(error).toBeInstanceOf(FileError);
      expect(error.where).toBe('model.onnx');
      expect(error.message).toContain('at byte 0');
      expect(error.message).toContain(what);
    }
  });
});

describe('a broken file', () => {
  it('cut anywhere is a FileError that names a byte', () => {
    for (let length = 1; length < model.length; length++) {
      const error = failure(() => decodeModel(model.subarray(0, length)));
      expect(error).toBeInstanceOf(FileError);
      expect(Number(/at byte (\d+)/.exec(error.message)?.[1])).toBeLessThanOrEqual(length);
    }
  });

  it('with any byte changed is read, or an error that says so', () => {
    for (let at = 0; at < model.length; at++)
      for (const value of [0, 1, 127, 128, 255, model[at]! ^ 1, model[at]! ^ 8, model[at]! ^ 64]) {
        const changed = Uint8Array.from(model);
        changed[at] = value;
        try {
          decodeModel(changed);
        } catch (error) {
          if (!(error instanceof GraftError)) throw error;
        }
      }
  });

  it('random bytes are a GraftError', () => {
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    };
    for (let i = 0; i < 500; i++) {
      const bytes = Uint8Array.from({ length: 4 * i + 3 }, random);
      if (i % 2) bytes.set([8, 9]);
      expect(failure(() => decodeModel(bytes))).toBeInstanceOf(GraftError);
    }
  });

  it.each([
    ['a field longer than the file', withGraph().with(header.length + 1, 127), /declares 127 bytes where 0 are left/],
    ['a length of 4 GB', Uint8Array.from([...header, 58, 255, 255, 255, 255, 15]), /declares 4294967295 bytes/],
    ['no graph', Uint8Array.from(header), /ends without a graph, at byte 6/],
    ['no version', Uint8Array.from(field(7, [])), /without naming its IR version/],
    // float32 [2^40] with four bytes.
    [
      'a tensor larger than its data',
      withGraph(field(5, [8, 128, 128, 128, 128, 128, 32, 16, 1, ...field(8, text('w')), ...field(9, [0, 0, 0, 0])])),
      /tensor 'w' float32 \[1099511627776\] needs 4398046511104 bytes, 4 are there, at byte/,
    ],
    ['a negative extent', withGraph(field(5, [8, ...Array(9).fill(255), 1, 16, 1])), /negative extent/],
    [
      'a value that nothing makes',
      withGraph(field(1, [...field(1, text('z')), ...field(2, text('y')), ...field(4, text('Relu'))])),
      /Relu that makes 'y' uses 'z', which nothing makes, at byte 10/,
    ],
    [
      'two values of one name',
      withGraph(...[0, 1].map(() => field(5, [16, 1, ...field(8, text('w')), ...field(9, [0, 0, 0, 0])]))),
      /the name 'w' is given to two values/,
    ],
    ['a field of the wrong kind', Uint8Array.from([10, 1, 9]), /ModelProto.ir_version has wire type 2/],
  ])('%s', (_, bytes, message) => {
    const error = failure(() => decodeModel(bytes));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(message);
  });
});

it('a file of millions of empty parts is given up', () => {
  const length = 2 ** 22;
  const start = [...header, 58, ...varint(length)];
  const bytes = new Uint8Array(start.length + length);
  bytes.set(start);
  for (let at = start.length; at < bytes.length; at += 2) bytes[at] = (1 << 3) | 2;
  expect(failure(() => decodeModel(bytes)).message).toMatch(/more than 2000000 parts, at byte \d{7}\./);
});

describe('what is not supported is named', () => {
  const nodeOf = (type: string, domain: string, ...attributes: number[][]) =>
    withGraph(
      field(1, [
        ...field(2, text('y')),
        ...field(3, text('layer/odd')),
        ...field(4, text(type)),
        ...field(7, text(domain)),
        ...attributes.flatMap((attribute) => field(5, attribute)),
      ]),
    );

  it.each([
    ['an op', nodeOf('NonZero', ''), /^layer\/odd: the op NonZero \(opset 20\) is not in the table/],
    [
      'a domain',
      nodeOf('Gelu', 'com.microsoft'),
      /^layer\/odd: the op com\.microsoft\.Gelu \(opset unknown\) is not in the table/,
    ],
    ['a composite', nodeOf('Step', 'graft'), /the op graft\.Step/],
    ['an attribute', nodeOf('Relu', '', [...field(1, text('why')), 24, 1, 160, 1, 2]), /attribute 'why' of Relu/],
    ['a subgraph', nodeOf('Relu', '', [...field(1, text('body')), 160, 1, 5]), /attribute 'body' is of a type/],
    ['a choice', nodeOf('If', ''), /^layer\/odd: an If whose condition is not known before the model runs/],
    [
      'a dtype',
      withGraph(field(5, [16, 4, ...field(8, text('short')), ...field(9, [])])),
      /^short: tensors of uint16 are not read/,
    ],
    [
      'data in another file',
      withGraph(
        field(5, [
          16,
          1,
          ...field(8, text('w')),
          ...field(13, [...field(1, text('location')), ...field(2, text('w.bin'))]),
          112,
          1,
        ]),
      ),
      /^w: the data of this tensor is in another file. Received w\.bin/,
    ],
  ])('%s', (_, bytes, message) => {
    const error = failure(() => decodeModel(bytes));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toMatch(message);
  });
});

it('extents that double at every node stay short', () => {
  let y = x;
  for (let i = 0; i < 20; i++) y = g.concat([y, y], { axis: 0 });
  const { graph } = decodeModel(encodeGraph(graphOf({ y })));
  expect(graph.outputs.y!.shape[0]).toBe(`(1048576*${x.shape[0]})`);
});

it('metadata is read without the graph', () => {
  expect(readMetadata(model).metadata).toEqual({ a: 'b' });
  // The graph is the last field: its length is enough, whatever stands in it.
  const start = model.indexOf(58, 20);
  const spoilt = Uint8Array.from(model).fill(255, start + 4);
  expect(readMetadata(spoilt).metadata).toEqual({ a: 'b' });
  expect(failure(() => decodeModel(spoilt))).toBeInstanceOf(FileError);
});

it('weights are views into the file where they are aligned', () => {
  const shifts = [0, 1, 2, 3].map((shift) => {
    const bytes = new Uint8Array(model.length + shift).subarray(shift);
    bytes.set(model);
    const { source } = decodeModel(bytes).values.get('w')!;
    if (source.kind !== 'constant') throw new Error('w is no constant');
    expect(source.tensor).toEqual(weights);
    return source.tensor.data.buffer === bytes.buffer;
  });
  expect(shifts.filter(Boolean)).toHaveLength(1);
});
