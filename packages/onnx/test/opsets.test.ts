/** What is known of the opsets, and what is refused of them by name. The conversions themselves: decode.test.ts. */
import { constant, input, tensor, UnsupportedError, type Value } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { converters } from '../src/opsets/converters.ts';
import { history, newestOpset } from '../src/opsets/history.ts';
import { checkOpset, isThere, isWithdrawn, oldestOpset, toPinnedOpset } from '../src/opsets/index.ts';

type FileNode = Parameters<typeof toPinnedOpset>[0];

const fileNode = (type: string, more: Partial<FileNode> = {}): FileNode => ({
  type,
  where: 'here',
  inputs: [input('x', 'float32', [2, 3])],
  outputs: ['y'],
  attributes: {},
  ...more,
});
const convert = (node: FileNode, opset: number) =>
  toPinnedOpset(node, opset, 'here', () => {
    throw new Error('no node on the way was expected');
  });

describe('the table of versions', () => {
  it('is of the whole of ONNX, in order', () => {
    expect(Object.keys(history).length).toBeGreaterThanOrEqual(203);
    for (const words of Object.values(history)) {
      const versions = words.split(' ').map((word) => Number.parseInt(word, 10));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(versions.at(-1)).toBeLessThanOrEqual(newestOpset);
    }
  });

  it('has each converter at a version in which its op changed', () => {
    for (const [type, steps] of Object.entries(converters))
      for (const version of Object.keys(steps)) {
        const word = history[type]!.split(' ').find((it) => Number.parseInt(it, 10) === Number(version));
        expect(word, `${type} ${version}`).toMatch(/^\d+†?$/);
      }
  });

  it('tells what is there', () => {
    expect(['Relu', 'GroupNormalization', 'Upsample', 'Swish', 'toString'].map(isThere)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(['Relu', 'GroupNormalization'].map(isWithdrawn)).toEqual([false, true]);
  });
});

describe('an opset', () => {
  it.each([oldestOpset, 13, 20, newestOpset])('%i is read', (opset) => {
    expect(() => checkOpset(opset)).not.toThrow();
  });

  it.each([-1, 1, oldestOpset - 1, newestOpset + 1])('%i is refused', (opset) => {
    expect(() => checkOpset(opset, 'a.onnx')).toThrow(UnsupportedError);
    expect(() => checkOpset(opset, 'a.onnx')).toThrow(new RegExp(`^a.onnx: .*opset ${opset}, .* from 7 to 28`));
  });
});

describe('a node is refused by name', () => {
  const k: Value = constant(tensor('int64', [1], [1]));

  it.each<[string, FileNode, number, RegExp]>([
    ['before its op came', fileNode('Mish'), 17, /^here: the op Mish of opset 17 is not there: it came with opset 18/],
    ['after its op went', fileNode('Scatter'), 11, /the op Scatter of opset 11 is not there: it went with opset 11/],
    ['newer than what is written', fileNode('BitCast'), 26, /the op BitCast of opset 26 is newer than opset 20/],
    ['changed where no converter is', fileNode('Scan'), 8, /the op Scan of opset 8 changed at opset 9/],
    ['without the ops of ONNX', fileNode('Relu'), 0, /does not import the ops of ONNX/],
    [
      'with statistics of each pixel',
      fileNode('BatchNormalization', { attributes: { spatial: { kind: 'int', value: 0 } } }),
      7,
      /^here: BatchNormalization: the attribute 'spatial' can only be 1. Received 0/,
    ],
    ['in training', fileNode('BatchNormalization', { outputs: ['y', 'm', 'v'] }), 9, /training is read from opset 14/],
    ['with a mask', fileNode('Dropout', { outputs: ['y', 'mask'] }), 10, /the mask is read from opset 12/],
    ['without k', fileNode('TopK'), 9, /TopK: the attribute 'k' is missing/],
    [
      'growing and shrinking at once',
      fileNode('Resize', { inputs: [k, constant(tensor('float32', [2], [0.5, 2]))] }),
      10,
      /Resize: scales must be constants, all 1 or more, or all 1 or less. Received 0.5,2/,
    ],
    [
      'over an axis that is not there',
      fileNode('Softmax', { attributes: { axis: { kind: 'int', value: 2 } } }),
      12,
      /Softmax: axis 2 is outside a tensor of rank 2/,
    ],
    [
      'with a list where a number belongs',
      fileNode('Clip', { attributes: { min: { kind: 'ints', value: [1] } } }),
      6 + 1,
      /Clip: the attribute 'min' must be a float. Received ints/,
    ],
  ])('%s', (_, node, opset, message) => {
    expect(() => convert(node, opset)).toThrow(UnsupportedError);
    expect(() => convert(node, opset)).toThrow(message);
  });
});

it('an op that no opset has is left to whoever knows it', () => {
  const node = fileNode('toString');
  expect(convert(node, 20)).toBe(node);
});
