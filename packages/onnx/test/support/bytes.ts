/** Files by hand, byte by byte: what no program would write. */
import { GraftError } from '@graftml/core';

export type Bytes = readonly number[];

export const text = (s: string): Uint8Array => new TextEncoder().encode(s);

export const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);

/** A tag, a length, the content. */
export const field = (number: number, content: Uint8Array | Bytes | string): number[] => {
  const bytes = typeof content === 'string' ? text(content) : content;
  return [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
};

/** A whole number. */
export const whole = (number: number, value: number): number[] => [...varint(number * 8), ...varint(value)];

/** IR 9, opset 20, and version 1 of the domain `own`. */
export const header = [8, 9, ...field(8, [16, 20])];
export const ownHeader = [...header, ...field(8, [...field(1, 'own'), 16, 1])];

export const withGraph = (...fields: readonly Bytes[]): Uint8Array =>
  Uint8Array.from([...header, ...field(7, fields.flat())]);

/** A NodeProto's content. */
export const nodeOf = (
  type: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...more: readonly Bytes[]
): number[] => [
  ...inputs.flatMap((name) => field(1, name)),
  ...outputs.flatMap((name) => field(2, name)),
  ...field(4, type),
  ...more.flat(),
];

/** What `run` throws, which must be an error of ours. */
export function failure(run: () => unknown): GraftError {
  try {
    run();
  } catch (error) {
    if (error instanceof GraftError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
