/** Convolution of one channel with one kernel, without columns: for depthwise convolution, where columns would gain nothing. */
import type { FloatArray } from './kernel.ts';
import { outside, type Taps } from './window.ts';

/** Adds to `sums`, one a window, what the kernel at `w` makes of the channel of `x` from `at` on. */
export function correlate(
  sums: Float64Array,
  x: FloatArray,
  at: number,
  weights: FloatArray,
  w: number,
  all: Taps,
): void {
  const { taps, width, step } = all;
  taps.forEach(({ low, high, lines }, t) => {
    const weight = weights[w + t]!;
    for (let l = 0, to = 0; l < lines.length; l++, to += width) {
      if (lines[l] === outside) continue;
      const from = at + lines[l]!;
      for (let o = low; o < high; o++) sums[to + o]! += weight * x[from + o * step]!;
    }
  });
}

/** The transpose of `correlate` in x: adds to the channel `sums` what the windows at `at` spread over it. */
export function spread(sums: Float64Array, x: FloatArray, at: number, weights: FloatArray, w: number, all: Taps): void {
  const { taps, width, step } = all;
  taps.forEach(({ low, high, lines }, t) => {
    const weight = weights[w + t]!;
    for (let l = 0, from = at; l < lines.length; l++, from += width) {
      if (lines[l] === outside) continue;
      const to = lines[l]!;
      for (let o = low; o < high; o++) sums[to + o * step]! += weight * x[from + o]!;
    }
  });
}

/** The transpose of `correlate` in the weights: adds to `sums` at `w`, for each tap, the slopes times what it saw. */
export function correlateSlopes(
  sums: Float64Array,
  w: number,
  x: FloatArray,
  at: number,
  slopes: FloatArray,
  dy: number,
  all: Taps,
): void {
  const { taps, width, step } = all;
  taps.forEach(({ low, high, lines }, t) => {
    let sum = 0;
    for (let l = 0, slope = dy; l < lines.length; l++, slope += width) {
      if (lines[l] === outside) continue;
      const from = at + lines[l]!;
      for (let o = low; o < high; o++) sum += slopes[slope + o]! * x[from + o * step]!;
    }
    sums[w + t]! += sum;
  });
}
