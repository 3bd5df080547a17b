/** How parameters start: names, defaults and scales of Keras 3. Every number is drawn by its place, so order is nothing. */
import { UsageError } from '../errors.ts';
import { type Options, requireOption, withDefaults } from '../options.ts';
import { normals, type Place, uniforms } from '../random/random.ts';
import { elementCount, full, type Tensor } from '../tensor.ts';
import { oneOf } from './arguments.ts';
import { type Fans, fansOf, type Initializer } from './initializer.ts';
import { normalQuantile } from './quantile.ts';

export type { Initializer } from './initializer.ts';

/** Zeros everywhere. */
export const zeros = (): Initializer => ({ ...constant(0), name: 'zeros' });
/** Ones everywhere. */
export const ones = (): Initializer => ({ ...constant(1), name: 'ones' });

/** The same number everywhere. */
export const constant = (value: number): Initializer => ({
  name: 'constant',
  create: (shape) => full('float32', shape, value),
});

/** Uniform from `low` (-0.05) up to `high` (0.05). */
export function randomUniform(options: Options<{ readonly low: number; readonly high: number }> = {}): Initializer {
  const { low, high } = withDefaults('randomUniform', { low: -0.05, high: 0.05 }, options);
  requireOption(low <= high, 'randomUniform', 'low', `a number up to high, ${high}`, low);
  return { name: 'random_uniform', create: (shape, place) => uniform(shape, place, low, high) };
}

/** Normal with `mean` (0) and `stddev` (0.05). */
export function randomNormal(options: Options<Bell> = {}): Initializer {
  const { mean, stddev } = bell('randomNormal', options);
  return { name: 'random_normal', create: (shape, place) => normal(shape, place, mean, stddev) };
}

/** Normal with `mean` (0) and `stddev` (0.05), without what lies more than two standard deviations from the mean. */
export function truncatedNormal(options: Options<Bell> = {}): Initializer {
  const { mean, stddev } = bell('truncatedNormal', options);
  return { name: 'truncated_normal', create: (shape, place) => truncated(shape, place, mean, stddev) };
}

interface Bell {
  readonly mean: number;
  readonly stddev: number;
}

function bell(where: string, options: Options<Bell>): Bell {
  const settings = withDefaults(where, { mean: 0, stddev: 0.05 }, options);
  requireOption(settings.stddev >= 0, where, 'stddev', 'a number from 0', settings.stddev);
  return settings;
}

/** Settings of `varianceScaling`: the variance is `scale` over the inputs, the outputs, or the average of both. */
export interface VarianceScaling {
  readonly scale: number;
  readonly mode: 'in' | 'out' | 'average';
  readonly distribution: 'truncated normal' | 'normal' | 'uniform';
}
const scalingDefaults: VarianceScaling = { scale: 1, mode: 'in', distribution: 'truncated normal' };

/** Mean 0 and variance `scale / fan`, whatever the distribution. Defaults: scale 1, mode `'in'`, truncated normal. */
export function varianceScaling(options: Options<VarianceScaling> = {}, name = 'variance_scaling'): Initializer {
  const { scale, mode, distribution } = withDefaults('varianceScaling', scalingDefaults, options);
  requireOption(scale > 0, 'varianceScaling', 'scale', 'a number above 0', scale);
  oneOf('varianceScaling', 'mode', mode, ['in', 'out', 'average']);
  oneOf('varianceScaling', 'distribution', distribution, ['truncated normal', 'normal', 'uniform']);
  return {
    name,
    create(shape, place, fans = fansOf(shape)) {
      const variance = scale / Math.max(1, fanOf(fans, mode));
      switch (distribution) {
        case 'uniform': {
          const limit = Math.sqrt(3 * variance);
          return uniform(shape, place, -limit, limit);
        }
        case 'normal':
          return normal(shape, place, 0, Math.sqrt(variance));
        case 'truncated normal':
          return truncated(shape, place, 0, Math.sqrt(variance) / truncatedStddev);
      }
    },
  };
}

const fanOf = (fans: Fans, mode: 'in' | 'out' | 'average'): number =>
  mode === 'average' ? (fans.in + fans.out) / 2 : fans[mode];

const scaled =
  (name: string, options: VarianceScaling): (() => Initializer) =>
  () =>
    varianceScaling(options, name);

/** Glorot & Bengio 2010: variance `2 / (in + out)`. */
export const glorotUniform = scaled('glorot_uniform', { scale: 1, mode: 'average', distribution: 'uniform' });
/** Glorot & Bengio 2010: normal with variance `2 / (in + out)`, nothing beyond two standard deviations. */
export const glorotNormal = scaled('glorot_normal', { scale: 1, mode: 'average', distribution: 'truncated normal' });
/** He et al. 2015: variance `2 / in`, for rectifiers. */
export const heUniform = scaled('he_uniform', { scale: 2, mode: 'in', distribution: 'uniform' });
/** He et al. 2015, for rectifiers: normal with variance `2 / in`, nothing beyond two standard deviations. */
export const heNormal = scaled('he_normal', { scale: 2, mode: 'in', distribution: 'truncated normal' });
/** LeCun et al. 1998: variance `1 / in`. */
export const lecunUniform = scaled('lecun_uniform', { scale: 1, mode: 'in', distribution: 'uniform' });
/** LeCun et al. 1998: normal with variance `1 / in`, nothing beyond two standard deviations. */
export const lecunNormal = scaled('lecun_normal', { scale: 1, mode: 'in', distribution: 'truncated normal' });

/**
 * A random orthogonal matrix times `gain` (Saxe et al. 2014): the rows or, where there are more of them, the columns of
 * `[first axis, all others]` are orthonormal. Normal vectors, made orthogonal one after another (Gram & Schmidt).
 */
export function orthogonal(options: Options<{ readonly gain: number }> = {}): Initializer {
  const { gain } = withDefaults('orthogonal', { gain: 1 }, options);
  return {
    name: 'orthogonal',
    create(shape, place) {
      const [rows = 1, ...rest] = shape;
      const columns = elementCount(rest);
      if (shape.length < 2)
        throw new UsageError('needs a matrix or a kernel', { where: 'orthogonal', received: `[${shape}]` });
      const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
      const drawn = normals(place, count * length);
      const basis: Float64Array[] = [];
      for (let i = 0; i < count; i++)
        basis.push(orthonormal(Float64Array.from(drawn.subarray(i * length, (i + 1) * length)), basis));
      const at = rows <= columns ? (r: number, c: number) => basis[r]![c]! : (r: number, c: number) => basis[c]![r]!;
      const data = Float32Array.from(
        { length: rows * columns },
        (_, i) => gain * at(Math.floor(i / columns), i % columns),
      );
      return filled(shape, data);
    },
  };
}

/** `v` without its parts along `basis`, at length 1. Twice is enough (Giraud et al. 2005). */
function orthonormal(v: Float64Array, basis: readonly Float64Array[]): Float64Array {
  for (let pass = 0; pass < 2; pass++)
    for (const b of basis) {
      const along = dot(v, b);
      for (let i = 0; i < v.length; i++) v[i]! -= along * b[i]!;
    }
  const norm = Math.sqrt(dot(v, v));
  return v.map((x) => x / norm);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The standard deviation of a standard normal cut off at ±2. */
const truncatedStddev = 0.8796256610342398;
/** How much of a normal lies below -2 standard deviations. */
const belowTwo = 0.022750131948179195;

const filled = (shape: readonly number[], data: Float32Array): Tensor<'float32'> => ({ dtype: 'float32', shape, data });

const uniform = (shape: readonly number[], place: Place, low: number, high: number) =>
  filled(
    shape,
    uniforms(place, elementCount(shape)).map((u) => low + (high - low) * u),
  );

const normal = (shape: readonly number[], place: Place, mean: number, stddev: number) =>
  filled(
    shape,
    normals(place, elementCount(shape)).map((z) => mean + stddev * z),
  );

const truncated = (shape: readonly number[], place: Place, mean: number, stddev: number) =>
  filled(
    shape,
    uniforms(place, elementCount(shape)).map(
      (u) => mean + stddev * normalQuantile(belowTwo + (1 - 2 * belowTwo) * (u + 0.5 / 0x1000000)),
    ),
  );
