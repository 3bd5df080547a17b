/** Copies by strides: what transposing, expanding and slicing are. Elements are moved, never looked at. */
import type { Tensor } from '@graftml/core';
import { output, type Workspace } from './kernel.ts';
import { collapse, forEachRun, stridesOf } from './strides.ts';

/** Copies within one dtype do not care which: the compiler may think of one. */
export type Elements = Float64Array;

export const elements = ({ data }: Tensor): Elements => data as Elements;

/** The node's output, read from `x` by strides from element `start` on. */
export function strided(x: Tensor, start: number, strides: readonly number[], work: Workspace): Tensor {
  const y = output(work);
  copyStrided(elements(y), y.shape, elements(x), start, strides);
  return y;
}

/** Elements of a square that stays in the first-level cache while it is turned. */
const block = 32;

/** Fills the row-major `to` of `shape`, reading `from` by `strides` from element `start` on. */
export function copyStrided(
  to: Elements,
  shape: readonly number[],
  from: Elements,
  start: number,
  strides: readonly number[],
): void {
  const walk = collapse(shape, [strides]);
  const source = walk.strides[0]!;
  const inner = walk.extents.length - 1;
  const line = source.indexOf(1);
  if (line < 0 || line === inner) {
    forEachRun(shape, [strides], (at, length, [offset], [step]) => {
      copyRun(to, at, from, start + offset!, step!, length);
    });
    return;
  }
  // What is contiguous in `from` is not in `to`: the two axes are walked through in squares.
  const target = stridesOf(walk.extents);
  const isOther = (_: number, axis: number) => axis !== line && axis !== inner;
  const others = walk.extents.filter(isOther);
  forEachRun(others, [target.filter(isOther), source.filter(isOther)], (_, length, [i, j], [di, dj]) => {
    for (let n = 0; n < length; n++)
      turn(
        to,
        i! + n * di!,
        target[line]!,
        from,
        start + j! + n * dj!,
        source[inner]!,
        walk.extents[line]!,
        walk.extents[inner]!,
      );
  });
}

function copyRun(to: Elements, at: number, from: Elements, i: number, step: number, length: number): void {
  for (const end = at + length; at < end; at++, i += step) to[at] = from[i]!;
}

/** `to[at + r · rows + c] = from[start + r + c · columns]` for `height` values of r and `width` of c. */
function turn(
  to: Elements,
  at: number,
  rows: number,
  from: Elements,
  start: number,
  columns: number,
  height: number,
  width: number,
): void {
  for (let r0 = 0; r0 < height; r0 += block)
    for (let c0 = 0; c0 < width; c0 += block) {
      const [r1, c1] = [Math.min(height, r0 + block), Math.min(width, c0 + block)];
      for (let r = r0; r < r1; r++)
        for (let c = c0; c < c1; c++) to[at + r * rows + c] = from[start + r + c * columns]!;
    }
}
