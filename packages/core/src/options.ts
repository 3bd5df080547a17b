/** Reading an options object: nothing that a caller sets may be ignored. */
import { UsageError } from './errors.ts';

/**
 * `given` over `defaults`. An option that is `undefined` counts as not given; one that is not among the defaults throws
 * a UsageError, because plain JavaScript would drop it in silence.
 */
export function withDefaults<Options extends object>(
  where: string,
  defaults: Options,
  given: { readonly [Name in keyof Options]?: Options[Name] | undefined },
): Options {
  const stranger = Object.keys(given).find((name) => !(name in defaults));
  if (stranger !== undefined)
    throw new UsageError('there is no such option', {
      where,
      expected: Object.keys(defaults).join(', ') || 'no options',
      received: stranger,
    });
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

/** Throws a UsageError that names the option unless `holds`. `expected` reads like `'a number from 0 to 1'`. */
export function requireOption(holds: boolean, where: string, option: string, expected: string, value: unknown): void {
  if (!holds) throw new UsageError(`${option} makes no sense`, { where, expected, received: show(value) });
}

const show = (value: unknown): string => (Array.isArray(value) ? `[${value.join(', ')}]` : String(value));
