/** The ONNX project's own tests of single ops, on the reference backend, read by Graft's own reader. */
import { readFileSync } from 'node:fs';
import { evaluate } from '@graftml/backend-cpu';
import { GraftError, inputName, isFloat, ShapeError, type Tensor, toNumbers, UnsupportedError } from '@graftml/core';
import { decodeModel } from '@graftml/onnx';
import { describe, expect, it } from 'vitest';
import { dataPath, requireOrSkip } from '../support/require.ts';
import { nodeTest, readTensorFile } from './node-test.ts';

/** How many pass today. More is welcome: raise it then. */
const passedBefore = 238;

type Files = Map<string, Uint8Array>;

/** The files of a plain tar, by case: `node/test_add/model.onnx` is `model.onnx` of `test_add`. */
function readCases(path: string): Map<string, Files> {
  const tar = readFileSync(path);
  const cases = new Map<string, Files>();
  for (let at = 0; at + 512 <= tar.length; ) {
    const field = (start: number, length: number) =>
      tar.toString('latin1', at + start, at + start + length).replace(/\0.*/s, '');
    const [, name, file] = /^node\/([^/]+)\/(.+)$/.exec(field(345, 155) + field(0, 100)) ?? [];
    const size = Number.parseInt(field(124, 12), 8) || 0;
    if (name && file) {
      if (!cases.has(name)) cases.set(name, new Map());
      cases.get(name)!.set(file, Uint8Array.from(tar.subarray(at + 512, at + 512 + size)));
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return cases;
}

const numbered = (files: Files, kind: 'input' | 'output'): Uint8Array[] =>
  [...files.keys()]
    .filter((name) => name.startsWith(`test_data_set_0/${kind}_`))
    .sort((a, b) => Number(/\d+(?=\.pb)/.exec(a)) - Number(/\d+(?=\.pb)/.exec(b)))
    .map((name) => files.get(name)!);

/** Throws an UnsupportedError for what Graft does not do, and anything else for what it does wrongly. */
function run(files: Files): void {
  const test = nodeTest(files.get('model.onnx')!);
  const inputFiles = numbered(files, 'input');
  const given = inputFiles.map(readTensorFile);
  const expected = numbered(files, 'output').map(readTensorFile);
  const constants = inputFiles.filter((_, i) => given[i]!.dtype === 'int64');
  const { graph } = decodeModel(test.withConstants(constants));
  const feeds = new Map(graph.inputs.map((x) => [x, given[test.inputs.indexOf(inputName(x)!)]!]));
  const results = evaluate(
    test.outputs.map((name) => graph.outputs[name]!),
    feeds,
  );
  results.forEach((result, i) => {
    compare(result, expected[i]!);
  });
}

/** Tighter than the ONNX project's own runner, which allows 1e-3. */
function compare(result: Tensor, expected: Tensor): void {
  if (result.dtype !== expected.dtype || String(result.shape) !== String(expected.shape))
    throw new Error(`${result.dtype} [${result.shape}], expected ${expected.dtype} [${expected.shape}]`);
  const tolerance = isFloat(result.dtype) ? 1e-5 : 0;
  const [received, wanted] = [toNumbers(result), toNumbers(expected)];
  const at = received.findIndex((x, i) => {
    const y = wanted[i]!;
    return !Object.is(x, y) && x !== y && !(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y)));
  });
  if (at >= 0) throw new Error(`element ${at} is ${received[at]}, expected ${wanted[at]}`);
}

/** What Graft says it does not do: an op, an attribute, an opset or a dtype. Undefined for any other error. */
function whyUnsupported(error: unknown): string | undefined {
  if (!(error instanceof GraftError)) return undefined;
  const statement = error.message.slice(error.where ? error.where.length + 2 : 0).split(/\. |\.$/)[0]!;
  const isOfDType = error instanceof ShapeError && statement.startsWith('needs float32 or float64');
  if (isOfDType) return `${error.op} ${statement}`;
  return error instanceof UnsupportedError ? statement : undefined;
}

describe.skipIf(requireOrSkip('data'))('ONNX node tests', () => {
  it('what is supported is right', { timeout: 120_000 }, () => {
    const failures: string[] = [];
    const reasons = new Map<string, string[]>();
    let passed = 0;
    for (const [name, files] of readCases(dataPath('onnx-node-tests.tar')))
      try {
        run(files);
        passed++;
      } catch (error) {
        const reason = whyUnsupported(error);
        if (reason === undefined) failures.push(`${name}: ${error instanceof Error ? error.message : error}`);
        else reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
      }
    const table = [...reasons].sort(([, a], [, b]) => b.length - a.length);
    const unsupported = table.reduce((sum, [, names]) => sum + names.length, 0);
    console.info(
      [
        `ONNX node tests: ${passed} passed, ${failures.length} failed, ${unsupported} not supported`,
        ...table.map(
          ([reason, names]) =>
            `  ${String(names.length).padStart(3)}  ${reason} (${names[0]}${names.length > 1 ? ', …' : ''})`,
        ),
      ].join('\n'),
    );
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThanOrEqual(passedBefore);
  });
});
