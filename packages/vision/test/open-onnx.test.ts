/** Models of the disk, with their weights beside them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileError } from '@graftml/core';
import { decodeModel, inspectOnnx } from '@graftml/onnx';
import { openOnnx } from '@graftml/vision/node';
import { afterAll, describe, expect, it } from 'vitest';

interface Case {
  readonly name: string;
  readonly model: string;
  readonly files: Readonly<Record<string, string>>;
}
/** See packages/onnx/test/reference/external.py. */
const cases = JSON.parse(
  readFileSync(new URL('../../onnx/test/reference/external.json', import.meta.url), 'utf8'),
) as readonly Case[];

const root = mkdtempSync(join(tmpdir(), 'graft-'));
afterAll(() => rmSync(root, { recursive: true }));

/** The model's path, in a folder of its own. */
function onDisk({ name, model, files }: Case): string {
  const folder = join(root, name);
  for (const [path, data] of Object.entries({ 'model.onnx': model, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(data, 'base64'));
  }
  return join(folder, 'model.onnx');
}

describe('openOnnx', () => {
  it.each(cases)('$name', async (c) => {
    const { bytes, source } = await openOnnx(onDisk(c));
    const { values } = decodeModel(bytes, source);
    const { source: w } = values.get('w')!;
    if (w.kind !== 'constant') throw new Error('w is no constant');
    // It holds the sines of the whole numbers, one after another.
    w.tensor.data.forEach((x, i) => {
      expect(x).toBeCloseTo(Math.sin(i), 6);
    });
    expect(inspectOnnx(bytes, source).model).not.toHaveProperty('problem');
  });

  it('says what is missing, or no file', async () => {
    const path = onDisk({ ...cases[0]!, name: 'incomplete' });
    const weights = join(dirname(path), 'weights.bin');
    rmSync(weights);
    const { bytes, source } = await openOnnx(path);
    expect(() => decodeModel(bytes, source)).toThrow(
      /model\.onnx: a file with data of the model is missing\. Expected weights/,
    );
    mkdirSync(weights);
    const again = await openOnnx(path);
    expect(() => decodeModel(again.bytes, again.source)).toThrow(/weights\.bin: is no file/);
    await expect(openOnnx(dirname(path))).rejects.toThrow(/is a folder/);
    await expect(openOnnx(join(root, 'none.onnx'))).rejects.toThrow(FileError);
  });
});
