/** Where sliding windows touch a picture: the geometry that convolution and pooling share, for any number of axes. */
import { elementCount, padsAt, type Window } from '@graftml/core';
import { stridesOf } from './strides.ts';

/**
 * What one tap (one element of the kernel) sees. Windows are taken line by line, a line being those that differ in the
 * last axis alone: window `o` of line `l`, with `low <= o < high`, sees element `lines[l] + o · step` of a channel. For
 * another `o`, or where `lines[l]` is `outside`, it sees padding.
 */
export interface Tap {
  readonly low: number;
  readonly high: number;
  readonly lines: Int32Array;
}

/** Marks a line that lies in the padding as a whole. */
export const outside = -(2 ** 31);

export interface Taps {
  /** In row-major order. */
  readonly taps: readonly Tap[];
  /** Windows a line, and elements from one window to the next along it. */
  readonly width: number;
  readonly step: number;
  /** Elements of one channel of the picture, and windows over it. */
  readonly picture: number;
  readonly windows: number;
  /** Window `o` sees element `o`, and nothing else. */
  readonly isIdentity: boolean;
}

/** `spatial` is the picture's shape, `windows` how many windows there are along each axis. */
export function tapsOf(spatial: readonly number[], windows: readonly number[], window: Window): Taps {
  const { kernel_shape, strides, dilations } = window;
  const last = spatial.length - 1;
  const begin = spatial.map((_, axis) => padsAt(window, axis)[0]);
  const rowStrides = stridesOf(spatial);
  const width = windows[last]!;
  const step = strides[last]!;
  const lineCount = elementCount(windows.slice(0, last));

  const taps = cells(kernel_shape).map((tap): Tap => {
    const shift = tap.map((k, axis) => k * dilations[axis]! - begin[axis]!);
    const low = Math.min(width, Math.max(0, Math.ceil(-shift[last]! / step)));
    const high = Math.max(low, Math.min(width, Math.ceil((spatial[last]! - shift[last]!) / step)));
    const lines = new Int32Array(lineCount);
    cells(windows.slice(0, last)).forEach((line, l) => {
      const at = line.map((o, axis) => o * strides[axis]! + shift[axis]!);
      const inside = at.every((i, axis) => i >= 0 && i < spatial[axis]!);
      lines[l] = inside ? at.reduce((sum, i, axis) => sum + i * rowStrides[axis]!, shift[last]!) : outside;
    });
    return { low, high, lines };
  });
  const isIdentity = taps.length === 1 && strides.every((s) => s === 1) && String(windows) === String(spatial);
  return { taps, width, step, picture: elementCount(spatial), windows: elementCount(windows), isIdentity };
}

/** All coordinates within a shape, in row-major order. */
const cells = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (all, extent) => all.flatMap((cell) => Array.from({ length: extent }, (_, i) => [...cell, i])),
    [[]],
  );
