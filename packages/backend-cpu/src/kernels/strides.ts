/** Walking through tensors by strides: what broadcasting, transposing, slicing and expanding have in common. */
import { elementCount } from '@graftml/core';

/** How far apart neighbours lie along each axis of a row-major tensor. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** The strides with which a tensor of shape `from` is read as if it had shape `to`: 0 along repeated axes. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = stridesOf(from);
  const added = to.length - from.length;
  return to.map((_, axis) => (axis < added || from[axis - added] === 1 ? 0 : strides[axis - added]!));
}

export interface Walk {
  readonly extents: readonly number[];
  /** One list of strides for each operand. */
  readonly strides: readonly (readonly number[])[];
}

/** The same walk with the fewest axes: extents of 1 are dropped, axes that continue each other become one. */
export function collapse(shape: readonly number[], strides: readonly (readonly number[])[]): Walk {
  const extents: number[] = [];
  const steps = strides.map((): number[] => []);
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const last = extents.length - 1;
    const continues = last >= 0 && steps.every((s, o) => s[last] === strides[o]![axis]! * extent);
    if (continues) extents[last]! *= extent;
    else extents.push(extent);
    const at = extents.length - 1;
    steps.forEach((s, o) => {
      s[at] = strides[o]![axis]!;
    });
  });
  if (extents.length > 0) return { extents, strides: steps };
  return { extents: [1], strides: strides.map(() => [0]) };
}

/**
 * Visits a row-major result of `shape` run by run: `length` elements from `at` on, for which operand `o` is read from
 * `starts[o]` in steps of `steps[o]`. For operands of the result's own shape there is only one run.
 */
export function forEachRun(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  visit: (at: number, length: number, starts: readonly number[], steps: readonly number[]) => void,
): void {
  const total = elementCount(shape);
  if (total === 0) return;
  const walk = collapse(shape, strides);
  const inner = walk.extents.length - 1;
  const length = walk.extents[inner]!;
  const steps = walk.strides.map((s) => s[inner]!);
  const starts = strides.map(() => 0);
  const counters = new Array<number>(inner).fill(0);
  for (let at = 0; at < total; at += length) {
    visit(at, length, starts, steps);
    for (let axis = inner - 1; axis >= 0; axis--) {
      const extent = walk.extents[axis]!;
      const wraps = ++counters[axis]! === extent;
      for (let o = 0; o < starts.length; o++) {
        const stride = walk.strides[o]![axis]!;
        starts[o]! += wraps ? stride * (1 - extent) : stride;
      }
      if (!wraps) break;
      counters[axis] = 0;
    }
  }
}
