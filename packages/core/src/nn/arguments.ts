/** Checks of what a user writes into a layer's parentheses. */
import { UsageError } from '../errors.ts';
import { type Options, show, withDefaults } from '../options.ts';

export { type Options, show };

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

/** What every layer lets one set. */
export interface Named {
  /** Unique within the model; `dense`, `dense_1`, … by default. */
  readonly name: string | undefined;
}
export const unnamed: Named = { name: undefined };

/** `options` over `defaults`; throws for an option that the layer does not have. */
export function settle<Settings extends object>(
  where: string,
  defaults: Settings,
  options: Options<Settings>,
): Settings {
  if ('trace' in options)
    throw new UsageError('makes a layer, and is not one itself', { where, hint: `call it first: ${where}(…)` });
  return withDefaults(where, defaults, options);
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
