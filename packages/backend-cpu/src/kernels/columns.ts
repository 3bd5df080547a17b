/** im2col and its transpose (Chellapilla et al. 2006): convolution as a matrix product. */
import type { FloatArray } from './kernel.ts';
import { outside, type Taps } from './window.ts';

/**
 * Lays out what the windows see of `channels` channels of `x` from `at` on: row `c · taps + t` of `columns` has what tap
 * `t` sees of channel `c`, one entry a window, 0 where it sees padding.
 */
export function toColumns(columns: FloatArray, x: FloatArray, at: number, channels: number, all: Taps): void {
  const { taps, width, step, picture } = all;
  let to = 0;
  for (let c = 0; c < channels; c++) {
    const plane = at + c * picture;
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++, to += width) {
        if (lines[l] === outside) {
          columns.fill(0, to, to + width);
          continue;
        }
        const from = plane + lines[l]!;
        for (let o = 0; o < low; o++) columns[to + o] = 0;
        for (let o = low; o < high; o++) columns[to + o] = x[from + o * step]!;
        for (let o = high; o < width; o++) columns[to + o] = 0;
      }
  }
}

/** The transpose of `toColumns`: adds each entry of `columns` to the element that it was read from. */
export function addColumns(columns: FloatArray, x: FloatArray, at: number, channels: number, all: Taps): void {
  const { taps, width, step, picture } = all;
  let from = 0;
  for (let c = 0; c < channels; c++) {
    const plane = at + c * picture;
    for (const { low, high, lines } of taps)
      for (let l = 0; l < lines.length; l++, from += width) {
        if (lines[l] === outside) continue;
        const to = plane + lines[l]!;
        for (let o = low; o < high; o++) x[to + o * step]! += columns[from + o]!;
      }
  }
}
