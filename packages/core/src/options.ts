/** Reading what a caller sets: nothing may be ignored. */
import { UsageError } from './errors.ts';

/** Some of the settings; `undefined` is as good as left out. */
export type Options<Settings> = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/**
 * `given` over `defaults`. An option that is `undefined` counts as not given; one that is not among the defaults throws
 * a UsageError, because plain JavaScript would drop it in silence.
 */
export function withDefaults<Settings extends object>(
  where: string,
  defaults: Settings,
  given: Options<Settings>,
): Settings {
  onlyOptions(where, Object.keys(defaults), given);
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** Throws a UsageError if an option has another name than those of `known`. */
export function onlyOptions(where: string, known: readonly string[], given: object): void {
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new UsageError('there is no such option', {
      where,
      expected: known.join(', ') || 'no options',
      received: stranger,
    });
}

/** Throws a UsageError that names the option unless `holds`. `expected` reads like `'a number from 0 to 1'`. */
export function requireOption(holds: boolean, where: string, option: string, expected: string, value: unknown): void {
  if (!holds) throw new UsageError(`${option} makes no sense`, { where, expected, received: show(value) });
}

/** What a caller wrote, for a message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
