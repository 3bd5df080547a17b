import type { Builder } from '../builder.ts';
import { impossible } from '../gradients/gradient.ts';
import { type Mixture, mixAlong, mixturesAlong } from '../interpolation.ts';
import { constant, type Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { resizedAxes } from '../ops/resize.ts';
import { wholeBelow } from '../rounding.ts';
import { type DType, isFloat, tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** Axis by axis from the last: copies are picked, mixtures are products with a matrix. For whole numbers see the kernel. */
export const resize: Expansion<Ops['resize']> = (g, at) => {
  const { x, attributes } = at;
  const changes = resizedAxes(at, attributes, impossible).map((change) => ({
    axis: change.axis,
    mixtures: mixturesAlong(change, attributes),
  }));
  const isPicking = attributes.mode === 'nearest';
  const isWhole = !isFloat(x.dtype) && !isPicking;
  const round = (y: Value) => (isWhole && attributes.antialias ? limited(g, wholeBelow(g, g.add(y, 0.5)), x.dtype) : y);
  const afterAxis = (y: Value) => (x.dtype === 'uint8' ? round(y) : y);
  const start = isWhole ? g.cast(x, { to: 'float32' }) : x;
  const mixed = changes.reduceRight(
    (y, { axis, mixtures }) =>
      isPicking ? pickAlong(g, y, axis, mixtures) : afterAxis(mixAlong(g, y, axis, mixtures)),
    start,
  );
  const filled = changes.reduce(
    (y, { axis, mixtures }) => fillOutside(g, y, axis, mixtures, attributes.extrapolation_value),
    round(mixed),
  );
  if (!isWhole) return filled;
  return g.cast(limited(g, filled, x.dtype), { to: x.dtype });
};

function pickAlong(g: Builder, x: Value, axis: number, mixtures: readonly Mixture[]): Value {
  const from = mixtures.map(({ positions: [position = 0] }) => position);
  return g.gather(x, constant(tensor('int64', [from.length], from)), { axis });
}

function fillOutside(g: Builder, x: Value, axis: number, mixtures: readonly Mixture[], value: number): Value {
  const isInside = mixtures.map(({ positions }) => (positions.length > 0 ? 1 : 0));
  if (isInside.every((inside) => inside === 1)) return x;
  const after = x.shape.slice(axis + 1).map(() => 1);
  return g.where(constant(tensor('bool', [isInside.length, ...after], isInside)), x, value);
}

const ranges: Partial<Readonly<Record<DType, readonly [low: number, high: number]>>> = {
  uint8: [0, 255],
  int8: [-128, 127],
};

/** To what `dtype` holds, where a few bits hold it. */
const limited = (g: Builder, x: Value, dtype: DType): Value => (ranges[dtype] ? g.clip(x, ...ranges[dtype]) : x);
