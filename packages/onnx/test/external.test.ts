/** Weights in files beside the model: what is read is what ONNX Runtime reads. */
import { FileError, UnsupportedError } from '@graftml/core';
import { decodeModel } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { failure } from './support/bytes.ts';
import { type Case, casesIn, expectOutputs } from './support/cases.ts';

/** See reference/external.py. */
const cases = casesIn('external');
const filesOf =
  ({ files = {} }: Case) =>
  (location: string) => {
    const data = files[location];
    return data === undefined ? undefined : Buffer.from(data, 'base64');
  };

describe('data in files beside the model', () => {
  it.each(cases)('$name', (c) => expectOutputs(c, { externalData: filesOf(c) }));

  it('is a view into the file where it is aligned', () => {
    const whole = new Uint8Array(filesOf(cases[0]!)('weights.bin')!);
    const { values } = decodeModel(Buffer.from(cases[0]!.model, 'base64'), { externalData: () => whole });
    const { source } = values.get('w')!;
    expect(source.kind === 'constant' && source.tensor.data.buffer).toBe(whole.buffer);
  });
});

/** The same model with an entry of its external data changed, keeping its length. */
const changed = (from: string, to: string): Uint8Array => {
  const bytes = Buffer.from(cases[2]!.model, 'base64');
  const at = bytes.indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error(`cannot put '${to}' in the place of '${from}'`);
  bytes.write(to, at, 'latin1');
  return bytes;
};

describe('data that cannot be had', () => {
  const refusal = (bytes: Uint8Array, externalData?: (location: string) => Uint8Array | undefined) =>
    failure(() => decodeModel(bytes, { where: 'model.onnx', ...(externalData && { externalData }) }));
  const files = filesOf(cases[2]!);

  it('needs a way to the files', () => {
    const error = refusal(changed('w.bin', 'w.bin'));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error.message).toMatch(
      /^w: the data of this tensor is in another file. Received data\/w\.bin\. Hint: .*openOnnx/,
    );
  });

  it.each([
    ['data/w.bin', '/etc/w.bin'],
    ['data/w.bin', '../../wbin'],
    ['data/w.bin', 'a/../w.bin'],
    ['data/w.bin', 'C:data/w.b'],
    ['data/w.bin', 'data\\w.bin'],
    ['data/w.bin', '~/data.bin'],
    ['data/w.bin', 'data//w.bi'],
    ['data/w.bin', 'data/w.\0in'],
  ])('leads out of the folder: %s as %s', (from, to) => {
    const asked: string[] = [];
    const error = refusal(changed(from, to), (location) => {
      asked.push(location);
      return undefined;
    });
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(
      /^model\.onnx: tensor 'w' wants its data from ".*", outside the model's folder, at byte \d+/,
    );
    expect(asked).toEqual([]);
  });

  it('is missing', () => {
    const error = refusal(changed('w.bin', 'w.bin'), () => undefined);
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(/^model\.onnx: a file with data of the model is missing. Expected data\/w\.bin/);
  });

  it.each([
    [
      'cut short',
      changed('w.bin', 'w.bin'),
      /tensor 'w' wants bytes 1 to 49 of data\/w\.bin, which has 48, at byte \d+/,
    ],
    ['less than the shape needs', changed('\x0248', '\x0247'), /needs 48 bytes, 47 are there/],
    ['of a length that is none', changed('\x0248', '\x02-8'), /has length "-8", which is no number of bytes/],
  ])('is %s', (_, bytes, message) => {
    const error = refusal(bytes, (location) => files(location)?.subarray(0, 48));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toMatch(message);
  });
});
