/** Kernels that work along one axis. */
import { elementCount } from '@graftml/core';

/** A shape as seen from one axis: what lies before it, its own extent, and what lies after it. */
export function split(shape: readonly number[], axis: number): { outer: number; extent: number; inner: number } {
  const at = axis < 0 ? axis + shape.length : axis;
  return { outer: elementCount(shape.slice(0, at)), extent: shape[at]!, inner: elementCount(shape.slice(at + 1)) };
}

/** Visits every line along `axis`: the elements `start`, `start + stride`, … below `end`. */
export function along(
  shape: readonly number[],
  axis: number,
  visit: (start: number, end: number, stride: number, line: number) => void,
): void {
  const { outer, extent, inner } = split(shape, axis);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const start = o * extent * inner + i;
      visit(start, start + extent * inner, inner, o * inner + i);
    }
}
