/** Linear regression with a penalty on squared weights, how strong by leaving one out: scikit-learn's StandardScaler and RidgeCV. */
import { DataError } from '@graftml/core';
import { type LinearWeights, unstandardized } from '../transfer/linear-head.ts';
import { standardization, standardized } from '../transfer/linear-probe.ts';
import { type RowSpace, rowSpace } from '../transfer/row-space.ts';
import { mean } from './numbers.ts';

/** A fitted regression. */
export interface Ridge {
  /** For features as they are: kernel `[width, 1]` and bias `[1]`. */
  readonly weights: LinearWeights;
  /** The strength of the penalty, on standardised features. */
  readonly alpha: number;
  /** The mean squared error where each example is left out. */
  readonly leftOut: number;
}

const strengths = [1, 10, 100, 1e3, 1e4, 1e5] as const;

/**
 * @param x `[size, width]`
 * @param y `[size]`
 * @param alphas to choose from
 * @throws DataError for fewer than three examples
 */
export function fitRidge(x: ArrayLike<number>, y: ArrayLike<number>, alphas: readonly number[] = strengths): Ridge {
  const size = y.length;
  if (size < 3)
    throw new DataError('are too few to learn values from', { where: `${size} pictures`, expected: '3 or more' });
  const scale = standardization(x, x.length / size);
  // Standardised features have the mean 0, so the mean of the values is all of the bias.
  const middle = mean(y);
  const width = x.length / size;
  const rows = standardized(x, scale);
  const { coordinates, dimensions: m, expand } = size < width ? rowSpace(rows, width) : asTheyAre(rows, width);
  const products = new Float64Array(m * m);
  const right = new Float64Array(m);
  for (let i = 0; i < size; i++)
    for (let a = 0; a < m; a++) {
      const z = coordinates[i * m + a]!;
      if (z === 0) continue;
      right[a]! += z * (y[i]! - middle);
      for (let b = 0; b <= a; b++) products[a * m + b]! += z * coordinates[i * m + b]!;
    }
  let best: { readonly w: Float64Array; readonly alpha: number; readonly leftOut: number } | undefined;
  for (const alpha of alphas) {
    const factor = cholesky(products, m, alpha);
    const w = backward(factor, forward(factor, right, m), m);
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const own = coordinates.subarray(i * m, (i + 1) * m);
      const half = forward(factor, own, m);
      let [said, leverage] = [middle, 1 / size];
      for (let a = 0; a < m; a++) {
        said += own[a]! * w[a]!;
        leverage += half[a]! ** 2;
      }
      sum += ((y[i]! - said) / (1 - leverage)) ** 2 / size;
    }
    if (!best || sum < best.leftOut) best = { w, alpha, leftOut: sum };
  }
  const { w, alpha, leftOut } = best!;
  return { weights: unstandardized({ weights: expand(w), biases: Float64Array.of(middle) }, scale), alpha, leftOut };
}

const asTheyAre = (rows: Float64Array, width: number): RowSpace => ({
  coordinates: rows,
  dimensions: width,
  expand: (direction) => direction,
});

/** L of `products + alpha I = L Lᵀ`; both are lower triangles. */
function cholesky(products: Float64Array, m: number, alpha: number): Float64Array {
  const l = Float64Array.from(products);
  for (let a = 0; a < m; a++) {
    l[a * m + a]! += alpha;
    for (let b = 0; b <= a; b++) {
      let sum = l[a * m + b]!;
      for (let k = 0; k < b; k++) sum -= l[a * m + k]! * l[b * m + k]!;
      l[a * m + b] = a === b ? Math.sqrt(sum) : sum / l[b * m + b]!;
    }
  }
  return l;
}

/** L⁻¹ v */
function forward(l: Float64Array, v: Float64Array, m: number): Float64Array {
  const out = Float64Array.from(v);
  for (let a = 0; a < m; a++) {
    for (let k = 0; k < a; k++) out[a]! -= l[a * m + k]! * out[k]!;
    out[a]! /= l[a * m + a]!;
  }
  return out;
}

/** L⁻ᵀ v */
function backward(l: Float64Array, v: Float64Array, m: number): Float64Array {
  const out = Float64Array.from(v);
  for (let a = m - 1; a >= 0; a--) {
    out[a]! /= l[a * m + a]!;
    for (let k = 0; k < a; k++) out[k]! -= l[a * m + k]! * out[a]!;
  }
  return out;
}
