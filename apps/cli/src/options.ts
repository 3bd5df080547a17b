/** What the user types after an option, as a value; each parser throws a UsageError that names the option. */
import { UsageError } from '@graftml/core';
import { oneOf } from './suggest.ts';

const parsedNumber = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;

const invalid = (where: string, expected: string, received: string): UsageError =>
  new UsageError('is not valid', { where, expected, received: `'${received}'` });

/** A whole number from `least` to `most`. */
export const whole =
  (where: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = parsedNumber(text);
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw invalid(
        where,
        `a whole number ${most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`}`,
        text,
      );
    return value;
  };

/** A number above 0. */
export const positive =
  (where: string) =>
  (text: string): number => {
    const value = parsedNumber(text);
    if (!(value > 0 && Number.isFinite(value))) throw invalid(where, 'a number above 0', text);
    return value;
  };

export const choice =
  <const Word extends string>(where: string, known: readonly Word[]) =>
  (text: string): Word =>
    oneOf(where, text, known);

/** `64`, or `96x64`: width and height in pixels. */
export const pixels =
  (where: string) =>
  (text: string): { readonly width: number; readonly height: number } => {
    const [, first, second = first] = /^(\d{1,5})(?:x(\d{1,5}))?$/.exec(text) ?? [];
    const [width, height] = [Number(first), Number(second)];
    if (!(width >= 1 && width <= 32768 && height >= 1 && height <= 32768))
      throw invalid(where, 'a side in pixels, 64, or width and height, 96x64', text);
    return { width, height };
  };

/** `3x128x128`: channels, height and width. */
export const inputShape =
  (where: string) =>
  (text: string): readonly number[] => {
    const shape = /^\d{1,6}(x\d{1,6}){2}$/.test(text) ? text.split('x').map(Number) : [];
    if (shape.length === 0 || shape.some((d) => d < 1))
      throw invalid(where, 'channels, height and width, 3x128x128', text);
    return shape;
  };

/** The share of the training pictures to validate on, `0.1` or 0 for none; or a place where other pictures lie. */
export const fractionOrPath =
  (where: string) =>
  (text: string): number | string => {
    const value = parsedNumber(text);
    if (Number.isNaN(value)) return text;
    if (!(value >= 0 && value < 1)) throw invalid(where, 'a fraction from 0 to 1, or a folder or archive', text);
    return value;
  };

/** Of `--unsure`: a probability, or `off`. */
export function unsureOption(text: string): number | 'off' {
  if (text === 'off') return 'off';
  const threshold = Number(text);
  if (!(text.trim() !== '' && threshold >= 0 && threshold <= 1))
    throw new UsageError('is no probability', { where: '--unsure', expected: '0 to 1, or off', received: text });
  return threshold;
}
