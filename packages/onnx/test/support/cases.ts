/** Cases that scripts in `reference/` made: a file, what goes in, and what comes out of it elsewhere. */
import { readFileSync } from 'node:fs';
import { type DType, type Tensor, tensor } from '@graftml/core';
import { type DecodeOptions, decodeModel, encodeGraph } from '@graftml/onnx';
import { expect } from 'vitest';
import { leave } from './leave.ts';
import { run } from './runtime.ts';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface Case {
  readonly name: string;
  /** In base64, like all bytes here. */
  readonly model: string;
  /** Files beside the model, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  readonly feeds: Readonly<Record<string, Stored>>;
  readonly outputs: Readonly<Record<string, Stored>>;
}

export const casesIn = (name: string) =>
  JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8')) as readonly Case[];

export const fileOf = (from: readonly Case[]) => (name: string) =>
  Buffer.from(from.find((c) => c.name === name)!.model, 'base64');

export function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2e-6 * scale);
  });
}

/** The graph that is read, written again and run, must give the outputs. */
export async function expectOutputs({ name, model, feeds, outputs }: Case, options?: DecodeOptions): Promise<void> {
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape, data }]) => [name, tensor(dtype, shape, data) as Tensor]),
  );
  const decoded = decodeModel(Buffer.from(model, 'base64'), options);
  const again = encodeGraph(decoded.graph, decoded);
  leave(name, again);
  const result = await run(again, given);
  expect(result.outputNames).toEqual(Object.keys(outputs));
  for (const [output, { shape, data }] of Object.entries(outputs)) {
    expect(result.outputs[output]!.dims).toEqual(shape);
    expectClose(result.outputs[output]!.data, data);
  }
}
