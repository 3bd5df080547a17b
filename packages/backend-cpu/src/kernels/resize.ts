/** Resizing, axis by axis from the last. */
import { elementCount, isFloat, type Mixture, mixturesAlong, type Ops, resizedAxes, type Tensor } from '@graftml/core';
import { split } from './axis.ts';
import { floats, type Kernel, known, output, type Workspace } from './kernel.ts';
import { pickAlong } from './pick.ts';

interface Change {
  readonly axis: number;
  readonly mixtures: readonly Mixture[];
}

export const resize: Kernel<Ops['resize']> = ({ x, roi, scales, sizes, attributes }, work) => {
  const inputs = { x, roi: roi && known(roi), scales: scales && known(scales), sizes: sizes && known(sizes) };
  const changes = resizedAxes(inputs, attributes, work.fail).map((change): Change => {
    if (typeof change.extent !== 'number') return work.fail('extents must be known');
    return { axis: change.axis, mixtures: mixturesAlong(change, attributes) };
  });
  return attributes.mode === 'nearest'
    ? picked(x, changes, attributes.extrapolation_value, work)
    : mixed(x, changes, attributes, work);
};

function picked(x: Tensor, changes: readonly Change[], outside: number, work: Workspace): Tensor {
  const y = output(work);
  const positions = x.shape.map((size, axis) => {
    const mixtures = changes.find((change) => change.axis === axis)?.mixtures;
    return mixtures
      ? Int32Array.from(mixtures, ({ positions: [from = -1] }) => from)
      : Int32Array.from({ length: size }, (_, i) => i);
  });
  if (y.data instanceof BigInt64Array)
    pickAlong(y.data, x.data as BigInt64Array, x.shape, positions, BigInt(Math.trunc(outside)));
  else pickAlong(floats(y) as Float64Array, floats(x) as Float64Array, x.shape, positions, outside);
  return y;
}

/**
 * Of whole numbers, ONNX does not say how they are rounded. With `antialias` to the nearest, bytes after each axis, as
 * Pillow and ONNX Runtime do; without it fractions are dropped, as ONNX Runtime does.
 */
function mixed(
  x: Tensor,
  changes: readonly Change[],
  { antialias, extrapolation_value }: { readonly antialias: number; readonly extrapolation_value: number },
  work: Workspace,
): Tensor {
  const y = output(work);
  const store = limited(y);
  const rounds = antialias !== 0 && !isFloat(x.dtype);
  const rounded = (all: Float64Array<ArrayBuffer>) => all.map((value) => store(Math.floor(value + 0.5)));
  let values = Float64Array.from(x.data as ArrayLike<number>, Number);
  const shape = [...x.shape];
  for (const { axis, mixtures } of [...changes].reverse()) {
    values = mixAlong(values, shape, axis, mixtures);
    shape[axis] = mixtures.length;
    if (rounds && x.dtype === 'uint8') values = rounded(values);
  }
  if (rounds) values = rounded(values);
  for (const { axis, mixtures } of changes) fillOutside(values, shape, axis, mixtures, extrapolation_value);
  if (y.data instanceof BigInt64Array) y.data.set(Array.from(values, (value) => BigInt(Math.trunc(value))));
  else y.data.set(isFloat(x.dtype) ? values : values.map(store));
  return y;
}

/** Values beyond what one byte holds become the nearest that it does. */
function limited({ dtype }: Tensor): (value: number) => number {
  const [low, high] = dtype === 'uint8' ? [0, 255] : dtype === 'int8' ? [-128, 127] : [-Infinity, Infinity];
  return (value) => Math.min(Math.max(value, low), high);
}

function mixAlong(
  from: Float64Array,
  shape: readonly number[],
  axis: number,
  mixtures: readonly Mixture[],
): Float64Array<ArrayBuffer> {
  const { outer, extent, inner } = split(shape, axis);
  const to = new Float64Array(outer * mixtures.length * inner);
  let at = 0;
  for (let o = 0; o < outer; o++)
    for (const { positions, weights } of mixtures) {
      positions.forEach((position, k) => {
        const start = (o * extent + position) * inner;
        for (let i = 0; i < inner; i++) to[at + i]! += weights[k]! * from[start + i]!;
      });
      at += inner;
    }
  return to;
}

function fillOutside(
  values: Float64Array,
  shape: readonly number[],
  axis: number,
  mixtures: readonly Mixture[],
  value: number,
): void {
  const inner = elementCount(shape.slice(axis + 1));
  for (let at = 0; at < values.length; )
    for (const { positions } of mixtures) {
      if (positions.length === 0) values.fill(value, at, at + inner);
      at += inner;
    }
}
