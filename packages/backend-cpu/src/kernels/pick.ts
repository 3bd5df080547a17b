/** Copies that take a list of positions along each axis. */
import { elementCount } from '@graftml/core';
import { stridesOf } from './strides.ts';

/**
 * Element `(i, j, …)` of the row-major `to` becomes element `(positions[0][i], positions[1][j], …)` of `from`, or `fill`
 * (0 by default) where a position is negative.
 */
export function pickAlong<Data extends Float64Array | BigInt64Array>(
  to: Data,
  from: Data,
  shape: readonly number[],
  positions: readonly Int32Array[],
  fill: Data[number] | undefined,
): void {
  const nothing = fill ?? (to instanceof BigInt64Array ? 0n : 0);
  const strides = stridesOf(shape);
  const last = shape.length - 1;
  let at = 0;
  const visit = (axis: number, start: number, inside: boolean): void => {
    if (axis < last && inside) {
      for (const position of positions[axis]!) visit(axis + 1, start + position * strides[axis]!, position >= 0);
      return;
    }
    if (!inside) {
      const end = at + elementCount(positions.slice(axis).map(({ length }) => length));
      for (; at < end; at++) to[at] = nothing;
      return;
    }
    for (const position of positions[last]!) to[at++] = position < 0 ? nothing : from[start + position]!;
  };
  if (shape.length === 0) to[0] = from[0]!;
  else visit(0, 0, true);
}
