/** Checks of what a user writes into a layer's parentheses. */
import { UsageError } from '../errors.ts';

/** A whole number from `least`. */
export function whole(where: string, name: string, value: number, least = 1): number {
  if (!Number.isInteger(value) || value < least)
    throw new UsageError(`${name} must be a whole number from ${least}`, { where, received: show(value) });
  return value;
}

/** One number for both, or `[height, width]`. */
export type Pair = number | readonly [height: number, width: number];

/** Two whole numbers from 1. */
export function pair(where: string, name: string, value: Pair): readonly [number, number] {
  const both: readonly number[] = typeof value === 'number' ? [value, value] : value;
  if (!Array.isArray(both) || both.length !== 2 || both.some((n) => !Number.isInteger(n) || n < 1))
    throw new UsageError(`${name} must be a whole number from 1, or two: [height, width]`, {
      where,
      received: show(value),
    });
  return both as [number, number];
}

/** Throws for an option that the layer does not have: types do not reach those who write plain JavaScript. */
export function onlyOptions(where: string, options: object, names: readonly string[]): void {
  if ('trace' in options)
    throw new UsageError('makes a layer, and is not one itself', { where, hint: `call it first: ${where}(…)` });
  const stranger = Object.keys(options).find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new UsageError('has no such option', {
      where,
      expected: names.join(', '),
      received: `'${stranger}'`,
    });
}

/** One of a few words. */
export function oneOf<Word extends string>(where: string, name: string, value: Word, words: readonly Word[]): Word {
  if (!words.includes(value))
    throw new UsageError(`${name} must be ${words.map((word) => `'${word}'`).join(' or ')}`, {
      where,
      received: show(value),
    });
  return value;
}

export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
