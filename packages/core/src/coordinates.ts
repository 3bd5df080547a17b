/** Indices along one axis, or behind a batch, as coordinates of all axes. */
import type { Builder } from './builder.ts';
import { constant, type Value } from './ir/value.ts';
import { tensor } from './tensor.ts';

/** The place along `axis` at every element of `shape`, as an int64 tensor of extents 1 but for that axis. */
function places(axis: number, shape: readonly number[]): Value {
  const extent = shape[axis]!;
  const flat = shape.map((_, i) => (i === axis ? extent : 1));
  return constant(
    tensor(
      'int64',
      flat,
      Array.from({ length: extent }, (_, i) => i),
    ),
  );
}

/** For `indices` along `axis` of a tensor of the same rank, the coordinates of what they name: one more axis at the end. */
export function elementCoordinates(g: Builder, indices: Value, axis: number): Value {
  const shape = indices.shape as number[];
  const at = axis < 0 ? axis + shape.length : axis;
  const whole = indices.dtype === 'int64' ? indices : g.cast(indices, { to: 'int64' });
  const each = shape.map((_, i) => (i === at ? whole : g.expand(places(i, shape), shape)));
  return g.concat(
    each.map((coordinate) => g.unsqueeze(coordinate, [-1])),
    { axis: -1 },
  );
}

/** `indices` of GatherND without batch: the place within each of the first `batch` axes becomes part of the coordinates. */
export function batchCoordinates(g: Builder, indices: Value, batch: number): Value {
  if (batch === 0) return indices;
  const shape = indices.shape.slice(0, -1) as number[];
  const added = Array.from({ length: batch }, (_, i) => g.expand(g.unsqueeze(places(i, shape), [-1]), [...shape, 1]));
  return g.concat([...added, indices], { axis: -1 });
}
