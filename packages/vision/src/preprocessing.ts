/** How a picture becomes a network's input: a plain description that travels in the model file, and the arithmetic it means. */
import { UsageError } from '@graftml/core';

/** How a picture of another size or shape comes to `width` x `height`. */
export type ResizeMode = 'stretch' | 'letterbox' | 'crop';

/**
 * JSON-able, complete (no optional field), and the same in every runtime. The steps, in order:
 * 1. decode to 8-bit sRGB: EXIF orientation turned, ICC profile honoured, gAMA ignored, transparency over `background`;
 * 2. to grey if `channels` is 1: Pillow's L = (19595 R + 38470 G + 7471 B + 32768) >> 16, ITU-R 601;
 * 3. resize to `width` x `height` pixels as `placement` says; a picture that has the size and is not cropped stays as it is;
 * 4. float32 `(value * scale - mean) / std` per channel, each of the three operations rounded to float32,
 *    and channels first: `[channels, height, width]`.
 */
export interface Preprocessing {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** 3: red, green, blue. 1: grey. */
  readonly channels: 1 | 3;
  /**
   * `stretch` ignores the aspect ratio; `letterbox` keeps the whole picture and fills the border with `background`;
   * `crop` keeps the middle of a picture resized to cover `width / cropFraction` x `height / cropFraction`.
   */
  readonly resize: ResizeMode;
  /** In (0, 1], 1 unless `resize` is `crop`. 0.875 is the usual "256, then the middle 224". */
  readonly cropFraction: number;
  /** 0 to 255, what lies behind transparent pixels and beside a letterboxed picture. */
  readonly background: number;
  /** Pillow's: bilinear, its support widened when shrinking (antialiased), in fixed point. */
  readonly interpolation: 'bilinear';
  readonly scale: number;
  /** One number a channel, in units of `value * scale`. */
  readonly mean: readonly number[];
  /** One number a channel, in units of `value * scale`; never 0. */
  readonly std: readonly number[];
  readonly layout: 'NCHW';
}

/** What must be said, and what may be left to the defaults: RGB, stretched, values from 0 to 1. */
export type PreprocessingOptions = Pick<Preprocessing, 'width' | 'height'> & Partial<Preprocessing>;

const fields = [
  'width',
  'height',
  'channels',
  'resize',
  'cropFraction',
  'background',
  'interpolation',
  'scale',
  'mean',
  'std',
  'layout',
] as const satisfies readonly (keyof Preprocessing)[];

/** A complete description from the two numbers that matter and any others. Throws `UsageError` as `parsePreprocessing`. */
export const preprocessing = (options: PreprocessingOptions): Preprocessing => parsePreprocessing(options);

/**
 * Checks a description that comes from a file or a user: an object, or its JSON text. Absent fields but `width` and
 * `height` get their defaults; an unknown field is an error, since ignoring it would change predictions silently.
 * @throws UsageError whose `where` names the field, `'preprocessing.std'`
 */
export function parsePreprocessing(json: unknown, where = 'preprocessing'): Preprocessing {
  const source = asRecord(typeof json === 'string' ? parseJson(json, where) : json, where);
  const fail = (field: string, expected: string): never => {
    throw new UsageError('is not valid', { where: `${where}.${field}`, expected, received: show(source[field]) });
  };
  const number = (field: string, fallback: number | undefined, expected: string, valid: (n: number) => boolean) => {
    const value = source[field] ?? fallback;
    return typeof value === 'number' && Number.isFinite(value) && valid(value) ? value : fail(field, expected);
  };
  const choice = <T extends string | number>(field: string, values: readonly T[], fallback: T): T => {
    const value = source[field] ?? fallback;
    return values.find((v) => v === value) ?? fail(field, values.map((v) => JSON.stringify(v)).join(' or '));
  };
  const perChannel = (
    field: string,
    channels: number,
    fallback: number,
    valid: (n: number) => boolean,
    what: string,
  ) => {
    const value = source[field] ?? Array.from({ length: channels }, () => fallback);
    const good = (n: unknown): n is number => typeof n === 'number' && Number.isFinite(n) && valid(n);
    return Array.isArray(value) && value.length === channels && value.every(good)
      ? [...value]
      : fail(field, `${channels} ${what}, one a channel`);
  };

  for (const field of Object.keys(source))
    if (!fields.some((known) => known === field))
      throw new UsageError('is not a field of a preprocessing', {
        where: `${where}.${field}`,
        expected: `one of ${fields.join(', ')}`,
        hint: 'a newer version may have written this file',
      });
  const isSize = (n: number) => Number.isInteger(n) && n >= 1 && n <= 32768;
  const width = number('width', undefined, 'a whole number of pixels from 1 to 32768', isSize);
  const height = number('height', undefined, 'a whole number of pixels from 1 to 32768', isSize);
  const channels = choice('channels', [3, 1] as const, 3);
  const resize = choice('resize', ['stretch', 'letterbox', 'crop'] as const, 'stretch');
  return {
    width,
    height,
    channels,
    resize,
    cropFraction: number(
      'cropFraction',
      1,
      resize === 'crop' ? 'a number above 0 and up to 1' : `1, as resize is "${resize}"`,
      (n) => (resize === 'crop' ? n > 0 && n <= 1 : n === 1),
    ),
    background: number(
      'background',
      255,
      'a whole number from 0 to 255',
      (n) => n >= 0 && n <= 255 && Number.isInteger(n),
    ),
    interpolation: choice('interpolation', ['bilinear'] as const, 'bilinear'),
    scale: number('scale', 1 / 255, 'a number other than 0', (n) => n !== 0),
    mean: perChannel('mean', channels, 0, () => true, 'numbers'),
    std: perChannel('std', channels, 1, (n) => n !== 0, 'numbers other than 0'),
    layout: choice('layout', ['NCHW'] as const, 'NCHW'),
  };
}

/** Writes to `out` if it is given, and returns it: memory of that size costs more than the arithmetic. */
export type Preprocessor = (pixels: Uint8Array, out?: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>;

/**
 * The last step, for pixels that already have the size: uint8 `[height, width, channels]` to float32
 * `[channels, height, width]`. Every byte value is worked out once, so a picture costs one table lookup a value.
 * Both are checked for their length: a `UsageError` where they do not fit.
 */
export function preprocessor(description: Preprocessing): Preprocessor {
  const { width, height, channels, scale, mean, std } = description;
  const tables = mean.map((m, c) => normalisation(scale, m, std[c]!));
  const plane = width * height;
  const length = plane * channels;
  return (pixels, out = new Float32Array(length)) => {
    if (pixels.length !== length)
      throw new UsageError('the picture does not have the size of its preprocessing', {
        where: 'preprocess',
        expected: `${length} bytes, [${height}, ${width}, ${channels}]`,
        received: `${pixels.length} bytes`,
      });
    if (out.length !== length)
      throw new UsageError('there is no room for just one picture', {
        where: 'preprocess',
        expected: `${length} numbers, [${channels}, ${height}, ${width}]`,
        received: `${out.length}`,
      });
    for (let c = 0; c < channels; c++) {
      const table = tables[c]!;
      for (let i = 0, from = c, to = c * plane; i < plane; i++, from += channels) out[to++] = table[pixels[from]!]!;
    }
    return out;
  };
}

/** `preprocessor` for a single picture. */
export const preprocess = (pixels: Uint8Array, description: Preprocessing): Float32Array<ArrayBuffer> =>
  preprocessor(description)(pixels);

/** `(value * scale - mean) / std` of the 256 byte values, rounded after each operation as a float32 graph does it. */
function normalisation(scale: number, mean: number, std: number): Float32Array {
  const f = Math.fround;
  return Float32Array.from({ length: 256 }, (_, value) => f(f(f(value * f(scale)) - f(mean)) / f(std)));
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError('is not JSON', { where, received: show(text), cause });
  }
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError('is not an object', { where, expected: '{ width, height, … }', received: show(value) });
  return { ...value };
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
