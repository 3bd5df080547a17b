import type { Builder } from '../builder.ts';
import { impossible } from '../gradients/gradient.ts';
import { constant, type Value } from '../ir/value.ts';
import { axesFrom, rootOrZero } from '../moments.ts';
import type { Ops } from '../ops/index.ts';
import { pooled, unpooledShape } from '../ops/pooling.ts';
import { padsAt, reach, type Window } from '../ops/window.ts';
import { filled } from '../splat.ts';
import { elementCount, tensor } from '../tensor.ts';
import { isTiling, oneHotKernel, spreadWindows, tapSlice, taps } from '../windows.ts';
import type { Expansion } from './expansion.ts';

export const globalAveragePool: Expansion<Ops['globalAveragePool']> = (g, { x }) =>
  g.reduceMean(
    x,
    x.shape.slice(2).map((_, i) => i + 2),
  );

export const globalMaxPool: Expansion<Ops['globalMaxPool']> = (g, { x }) => g.reduceMax(x, axesFrom(2, x));

/** Sums are averages times the number of elements, over windows that are padded with zeros beforehand. */
export const lpPool: Expansion<Ops['lpPool']> = (g, { x, attributes }) => {
  const { kernel_shape, strides, dilations, p } = attributes;
  const { shape } = pooled(x, attributes, impossible);
  const [begins, ends] = coveredPads(attributes, x.shape.slice(2) as number[], shape.slice(2) as number[]);
  const powers = powerOf(g, x, p);
  const padded = [...begins, ...ends].some((n) => n !== 0) ? g.pad(powers, [0, 0, ...begins, 0, 0, ...ends]) : powers;
  const means = g.averagePool(padded, { kernel_shape, strides, dilations });
  return rootOf(g, g.mul(means, elementCount(kernel_shape)), p);
};

export const globalLpPool: Expansion<Ops['globalLpPool']> = (g, { x, attributes: { p } }) =>
  rootOf(g, g.reduceSum(powerOf(g, x, p), axesFrom(2, x)), p);

/** `|x|^p` */
function powerOf(g: Builder, x: Value, p: number): Value {
  if (p === 2) return g.mul(x, x);
  return p === 1 ? g.abs(x) : g.pow(g.abs(x), p);
}

/** `x^(1/p)`, with the gradient 0 at 0 in place of an infinite one. */
function rootOf(g: Builder, x: Value, p: number): Value {
  if (p === 1) return x;
  if (p === 2) return rootOrZero(g, x);
  const isPositive = g.greater(x, 0);
  return g.where(isPositive, g.pow(g.where(isPositive, x, 1), 1 / p), 0);
}

/** Every element has its place in a list of zeros. */
export const maxUnpool: Expansion<Ops['maxUnpool']> = (g, { x, indices, output_shape, attributes }) => {
  const shape = unpooledShape(x, attributes) as number[];
  const zeros = filled(g, 0, x.dtype, [elementCount(shape)]);
  const spread = g.scatterND(zeros, g.reshape(indices, [-1, 1]), g.reshape(x, [-1]));
  const picture = g.reshape(spread, shape);
  const wanted = (output_shape?.known ?? shape) as readonly number[];
  return String(wanted) === String(shape)
    ? picture
    : g.pad(picture, [...shape.map(() => 0), ...wanted.map((size, axis) => size - shape[axis]!)]);
};

export const maxPoolGradient: Expansion<Ops['maxPoolGradient']> = (g, { x, y, dy, attributes }) =>
  isTiling(attributes, x.shape as number[]) ? byTiles(g, x, y, dy, attributes) : byTaps(g, x, y, dy, attributes);

/**
 * Windows as tiles: y and dy are blown up to the size of x and compared there. Of several maxima in a tile, the one with
 * the highest priority wins; priorities fall in row-major order, so that is the first.
 */
function byTiles(g: Builder, x: Value, y: Value, dy: Value, { kernel_shape, strides }: Window): Value {
  const spatial = x.shape.slice(2) as number[];
  const blowUp = (small: Value) =>
    g.resize(small, undefined, undefined, x.shape as number[], {
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  const most = elementCount(kernel_shape);
  const priorities = Array.from(
    { length: elementCount(spatial) },
    (_, at) => most - placeInTile(at, spatial, kernel_shape),
  );
  const priority = constant(tensor(x.dtype, [1, 1, ...spatial], priorities));
  const isMaximum = g.cast(g.equal(x, blowUp(y)), { to: x.dtype });
  const score = g.mul(isMaximum, priority);
  const wins = g.equal(score, blowUp(g.maxPool(score, { kernel_shape, strides })));
  return g.mul(g.cast(wins, { to: x.dtype }), blowUp(dy));
}

/** The row-major place within its tile of element `at` of a picture. */
function placeInTile(at: number, spatial: readonly number[], kernel_shape: readonly number[]): number {
  let [rest, place, weight] = [at, 0, 1];
  for (let axis = spatial.length - 1; axis >= 0; axis--) {
    place += ((rest % spatial[axis]!) % kernel_shape[axis]!) * weight;
    weight *= kernel_shape[axis]!;
    rest = Math.floor(rest / spatial[axis]!);
  }
  return place;
}

/** Padding such that every window lies inside, and no more of it at the ends than that takes. */
function coveredPads(window: Window, spatial: readonly number[], windows: readonly number[]) {
  const begins = spatial.map((_, axis) => padsAt(window, axis)[0]);
  const ends = spatial.map((size, axis) => {
    const covered = (windows[axis]! - 1) * window.strides[axis]! + reach(window, axis);
    return Math.max(0, covered - begins[axis]! - size);
  });
  return [begins, ends] as const;
}

/** Any windows: tap by tap, the first that equals the maximum takes the gradient and closes its window for the others. */
function byTaps(g: Builder, x: Value, y: Value, dy: Value, window: Window): Value {
  const { kernel_shape } = window;
  const spatial = x.shape.slice(2) as number[];
  const windows = y.shape.slice(2) as number[];
  const [begins, ends] = coveredPads(window, spatial, windows);
  const lowest = x.dtype === 'float32' ? -3.4028234663852886e38 : -Number.MAX_VALUE;
  const padded = g.pad(x, [0, 0, ...begins, 0, 0, ...ends], lowest);
  let open: Value | undefined;
  const parts = taps(kernel_shape).map((tap) => {
    const equal = g.equal(tapSlice(g, padded, tap, window, windows), y);
    const wins = open ? g.and(equal, open) : equal;
    open = open ? g.and(open, g.not(equal)) : g.not(equal);
    return g.unsqueeze(g.mul(g.cast(wins, { to: x.dtype }), dy), [2]);
  });
  return spreadWindows(
    g,
    g.concat(parts, { axis: 2 }),
    oneHotKernel(kernel_shape, x.dtype),
    window,
    x.shape as number[],
  );
}
