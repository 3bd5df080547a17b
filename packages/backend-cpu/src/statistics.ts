/** What one sees of a tensor at a glance. */
import type { Tensor } from '@graftml/core';

/** A tensor in a few numbers. */
export interface Statistics {
  readonly count: number;
  /** Over the finite elements; NaN where there is none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly nan: number;
  /** Of either sign. */
  readonly infinite: number;
}

/** Counts, extremes and the mean of a tensor's elements. */
export function statistics({ data }: Tensor): Statistics {
  let [min, max, sum, nan, infinite] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const x = Number(data[i]!);
    if (Number.isNaN(x)) nan++;
    else if (!Number.isFinite(x)) infinite++;
    else {
      min = Math.min(min, x);
      max = Math.max(max, x);
      sum += x;
    }
  }
  const finite = data.length - nan - infinite;
  return finite > 0
    ? { count: data.length, min, max, mean: sum / finite, nan, infinite }
    : { count: data.length, min: NaN, max: NaN, mean: NaN, nan, infinite };
}

/** Stops at the first element that is not finite. */
export function allFinite({ dtype, data }: Tensor): boolean {
  if (dtype !== 'float32' && dtype !== 'float64') return true;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}
