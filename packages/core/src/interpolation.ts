/** Where each element of a resized axis comes from: interpolation is separable, so one axis at a time. */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import type { ResizedAxis, ResizeModes } from './ops/resize.ts';
import { elementCount, tensor } from './tensor.ts';

/** What makes one new element of an axis: old elements and how much of each. Nothing where it lies outside. */
export interface Mixture {
  readonly positions: readonly number[];
  readonly weights: readonly number[];
}

const outside: Mixture = { positions: [], weights: [] };

/** A mixture for each new element along an axis whose extents are numbers; see ONNX's text on Resize. */
export function mixturesAlong(resized: ResizedAxis, modes: ResizeModes): readonly Mixture[] {
  const [extent, size] = [resized.extent as number, resized.size as number];
  const mix = modes.mode === 'nearest' ? nearest(extent, modes) : weighted(extent, resized.scale!, modes);
  return Array.from({ length: size }, (_, at) => {
    const coordinate = coordinateOf(at, resized, modes.coordinate_transformation_mode);
    return Number.isNaN(coordinate) ? outside : mix(coordinate);
  });
}

/** Where the new element `at` lies among the old ones; NaN where `tf_crop_and_resize` looks beyond them. */
function coordinateOf(at: number, { extent: e, size, scale: s, region }: ResizedAxis, mode: string): number {
  const [extent, scale] = [e as number, s!];
  /** The new extent before it was rounded, without the errors of dividing and multiplying again. */
  const product = extent * scale;
  const length = Math.abs(product - (size as number)) < 1e-6 * product ? (size as number) : product;
  const pixel = (at + 0.5) / scale - 0.5;
  switch (mode) {
    case 'asymmetric':
      return at / scale;
    case 'align_corners':
      return length === 1 ? 0 : (at * (extent - 1)) / (length - 1);
    case 'pytorch_half_pixel':
      return (size as number) > 1 ? pixel : 0;
    case 'half_pixel_symmetric':
      return (extent / 2) * (1 - (size as number) / length) + pixel;
    case 'tf_crop_and_resize': {
      const [start, end] = region;
      const within = length === 1 ? (end - start) / 2 : (at * (end - start)) / (length - 1);
      const coordinate = (start + within) * (extent - 1);
      return coordinate < 0 || coordinate > extent - 1 ? Number.NaN : coordinate;
    }
    default:
      return pixel;
  }
}

type Mix = (coordinate: number) => Mixture;

const roundings: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

const clamp = (at: number, extent: number): number => Math.min(Math.max(at, 0), extent - 1);

const nearest = (extent: number, { nearest_mode }: ResizeModes): Mix => {
  const round = roundings[nearest_mode]!;
  return (coordinate) => ({ positions: [clamp(round(coordinate), extent)], weights: [1] });
};

const triangle = (x: number): number => Math.max(0, 1 - Math.abs(x));

/** Keys 1981: a is -0.5 there, -0.75 in ONNX. */
const cubic = (a: number) => (x: number) => {
  const d = Math.abs(x);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
};

/**
 * The old elements under a filter of radius 1 or 2, wider by as much as the axis shrinks with `antialias`. Beyond the
 * ends, the last element is repeated, or with `exclude_outside` there is nothing and the rest weighs more.
 */
function weighted(
  extent: number,
  scale: number,
  { mode, cubic_coeff_a, antialias, exclude_outside }: ResizeModes,
): Mix {
  const [filter, radius] = mode === 'linear' ? [triangle, 1] : [cubic(cubic_coeff_a), 2];
  const narrowing = antialias ? Math.min(scale, 1) : 1;
  const reach = Math.ceil(radius / narrowing);
  return (coordinate) => {
    const middle = Math.floor(coordinate);
    const taps = Array.from({ length: 2 * reach }, (_, i) => middle - reach + 1 + i);
    const all = taps.map((at) => filter((at - coordinate) * narrowing));
    const kept = exclude_outside ? all.map((w, i) => (taps[i]! < 0 || taps[i]! >= extent ? 0 : w)) : all;
    const total = kept.reduce((sum, w) => sum + w, 0);
    const mixture = new Map<number, number>();
    kept.forEach((w, i) => {
      const position = clamp(taps[i]!, extent);
      if (w !== 0) mixture.set(position, (mixture.get(position) ?? 0) + w / total);
    });
    return { positions: [...mixture.keys()], weights: [...mixture.values()] };
  };
}

/** Applies the mixtures along one axis of `x`: a product with a matrix. */
export function mixAlong(g: Builder, x: Value, axis: number, mixtures: readonly Mixture[]): Value {
  const extent = x.shape[axis] as number;
  const entries = mixtures.flatMap(({ positions, weights }, to) =>
    positions.map((from, i) => [to, from, weights[i]!] as const),
  );
  return multiplyAlong(g, x, axis, mixtures.length, extent, entries);
}

/** The transpose of `mixAlong`: gives each old element, of `extent` in all, its part of what was made of it. */
export function unmixAlong(g: Builder, dy: Value, axis: number, mixtures: readonly Mixture[], extent: number): Value {
  const entries = mixtures.flatMap(({ positions, weights }, from) =>
    positions.map((to, i) => [to, from, weights[i]!] as const),
  );
  return multiplyAlong(g, dy, axis, extent, mixtures.length, entries);
}

type Entry = readonly [row: number, column: number, weight: number];

/** Multiplies every line of `x` along `axis` by a matrix of `rows` and `columns`, given by those entries that are not 0. */
function multiplyAlong(
  g: Builder,
  x: Value,
  axis: number,
  rows: number,
  columns: number,
  entries: readonly Entry[],
): Value {
  const shape = x.shape as readonly number[];
  const isLast = axis === shape.length - 1;
  const numbers = new Float64Array(rows * columns);
  for (const [row, column, weight] of entries)
    numbers[isLast ? column * rows + row : row * columns + column]! += weight;
  const matrix = constant(tensor(x.dtype, isLast ? [columns, rows] : [rows, columns], Array.from(numbers)));
  if (isLast) return g.matMul(x, matrix);
  const [before, after] = [elementCount(shape.slice(0, axis)), shape.slice(axis + 1)];
  const product = g.matMul(matrix, g.reshape(x, [before, columns, elementCount(after)], { allowzero: 1 }));
  return g.reshape(product, [...shape.slice(0, axis), rows, ...after], { allowzero: 1 });
}
