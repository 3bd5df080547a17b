/** Means and variances, as normalization takes them; in bodies and in gradients, so that both share their nodes. */
import type { Builder } from './builder.ts';
import type { Value } from './ir/value.ts';

export interface Moments {
  /** Of extent 1 along the axes, as is `inverse`. */
  readonly mean: Value;
  /** `x - mean` */
  readonly centred: Value;
  /** Of the population: divided by the number of elements. */
  readonly variance: Value;
  /** `1 / sqrt(variance + epsilon)` */
  readonly inverse: Value;
}

type Average = (x: Value) => Value;

function momentsBy(g: Builder, x: Value, epsilon: number, average: Average): Moments {
  const mean = average(x);
  const centred = g.sub(x, mean);
  const variance = average(g.mul(centred, centred));
  return { mean, centred, variance, inverse: inverseDeviation(g, variance, epsilon) };
}

export const inverseDeviation = (g: Builder, variance: Value, epsilon: number): Value =>
  g.div(1, g.sqrt(g.add(variance, epsilon)));

export const moments = (g: Builder, x: Value, axes: readonly number[], epsilon: number): Moments =>
  momentsBy(g, x, epsilon, (data) => g.reduceMean(data, axes));

/** Of each channel of `[N, C, ...]` over the batch and all places: `[1, C, 1, ...]`. */
export const channelMoments = (g: Builder, x: Value, epsilon: number): Moments =>
  momentsBy(g, x, epsilon, (data) => overPlaces(data, (part, axes) => g.reduceMean(part, axes)));

export const channelSums = (g: Builder, x: Value): Value => overPlaces(x, (part, axes) => g.reduceSum(part, axes));

/** In two stages, each picture by itself first: the other way round is several times slower on ONNX Runtime. */
function overPlaces(x: Value, reduce: (x: Value, axes: readonly number[]) => Value): Value {
  const places = x.shape.flatMap((_, axis) => (axis > 1 ? [axis] : []));
  return reduce(places.length > 0 ? reduce(x, places) : x, [0]);
}

/** A list with one number for each channel, `[C]`, as it broadcasts against `[N, C, ...]`. A vector `[N]` is one channel. */
export function perChannel(g: Builder, list: Value, rank: number): Value {
  const added = Array.from({ length: rank }, (_, axis) => axis).filter((axis) => axis !== 1);
  return rank < 2 ? list : g.unsqueeze(list, added);
}

/** The number of elements that `channelMoments` averages over. */
export function elementsPerChannel({ shape }: Value): number {
  const [batch, , ...places] = shape as readonly number[] as [number, number, ...number[]];
  return places.reduce((product, size) => product * size, batch);
}

/** `axis` and all axes after it; counted from the end if negative. */
export const axesFrom = (axis: number, { shape }: Value): readonly number[] => [...shape.keys()].slice(axis);

/** The root, with the gradient 0 at 0 in place of an infinite one. */
export function rootOrZero(g: Builder, x: Value): Value {
  const isPositive = g.greater(x, 0);
  return g.where(isPositive, g.sqrt(g.where(isPositive, x, 1)), 0);
}
