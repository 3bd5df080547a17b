/** Files that other programs wrote, with what ONNX Runtime makes of them: the JSON files in `reference/`. */
import { readFileSync } from 'node:fs';
import { type DType, type Tensor, type Tensors, tensor } from '@graftml/core';
import { type DecodeOptions, decodeModel, encodeGraph } from '@graftml/onnx';
import { expect } from 'vitest';
import { leave } from './leave.ts';
import { type Run, run } from './runtime.ts';

interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export interface Case {
  readonly name: string;
  /** The file, in base64. */
  readonly model: string;
  /** Files beside it, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  readonly feeds: Readonly<Record<string, Stored>>;
  /** Nothing where nobody ran it. */
  readonly outputs: Readonly<Record<string, Stored>>;
}

export const casesIn = (name: string): readonly Case[] =>
  JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8'));

export const fileOf =
  (from: readonly Case[]) =>
  (name: string): Buffer =>
    Buffer.from(from.find((c) => c.name === name)!.model, 'base64');

export const tensorsOf = (feeds: Case['feeds']): Tensors =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, shape, data }]) => [name, tensor(dtype, shape, data) as Tensor]),
  );

/** Within float32's rounding of the largest number. */
export function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(2e-6 * scale);
  });
}

/** Every output that was stored, with its shape. */
export function expectResults({ outputs: results }: Run, outputs: Case['outputs']): void {
  for (const [name, { shape, data }] of Object.entries(outputs)) {
    expect(results[name]!.dims).toEqual(shape);
    expectClose(results[name]!.data, data);
  }
}

/** The graph that is read, written again and run, must give the outputs. */
export async function expectOutputs({ name, model, feeds, outputs }: Case, options?: DecodeOptions): Promise<void> {
  const decoded = decodeModel(Buffer.from(model, 'base64'), options);
  const again = encodeGraph(decoded.graph, decoded);
  leave(name, again);
  const result = await run(again, tensorsOf(feeds));
  expect(result.outputNames).toEqual(Object.keys(outputs));
  expectResults(result, outputs);
}
