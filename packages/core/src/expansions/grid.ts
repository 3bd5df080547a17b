import type { Builder } from '../builder.ts';
import { constant, type Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { wholeBelow } from '../rounding.ts';
import { elementCount, tensor } from '../tensor.ts';
import { taps } from '../windows.ts';
import type { Expansion } from './expansion.ts';

/** The places of the picture itself, each with a 1 for the shift, times the map. */
export const affineGrid: Expansion<Ops['affineGrid']> = (g, { theta, size, attributes: { align_corners } }) => {
  const [batch, , ...spatial] = size.known as readonly number[] as [number, number, ...number[]];
  const place = (at: number, extent: number) => {
    if (align_corners) return extent === 1 ? 0 : (2 * at) / (extent - 1) - 1;
    return (2 * at + 1) / extent - 1;
  };
  const rows = taps(spatial).map((at) => [...at.map((i, axis) => place(i, spatial[axis]!)).reverse(), 1]);
  const places = constant(tensor(theta.dtype, [rows.length, spatial.length + 1], rows.flat()));
  const grid = g.matMul(places, g.transpose(theta, { perm: [0, 2, 1] }));
  return g.reshape(grid, [batch, ...spatial, spatial.length]);
};

/** What one axis of the picture gives to a place: positions, and how much of each. `[N, places]` all of them. */
interface Share {
  readonly position: Value;
  readonly weight: Value | undefined;
}

/** Every combination of one share from each axis is gathered, weighted and summed. */
export const gridSample: Expansion<Ops['gridSample']> = (g, { x, grid, attributes }) => {
  const [batch, channels, ...spatial] = x.shape as number[] as [number, number, ...number[]];
  const rank = spatial.length;
  const places = grid.shape.slice(1, -1) as number[];
  const count = elementCount(places);
  const coordinates = g.reshape(grid, [batch, count, rank]);
  const shares = spatial.map((extent, axis) => {
    const column = g.reshape(g.slice(coordinates, [rank - 1 - axis], [rank - axis], [2]), [batch, count]);
    return sharesOf(g, column, extent, attributes);
  });
  const pixels = g.transpose(g.reshape(x, [batch, channels, elementCount(spatial)]), { perm: [0, 2, 1] });
  const pictures = g.expand(
    constant(
      tensor(
        'int64',
        [batch, 1, 1],
        Array.from({ length: batch }, (_, n) => n),
      ),
    ),
    [batch, count, 1],
  );
  const parts = combinations(shares).map((combined) => {
    const position = combined.reduce(
      (sum, share, axis) => (axis === 0 ? share.position : g.add(g.mul(sum, spatial[axis]!), share.position)),
      combined[0]!.position,
    );
    const indices = g.concat([pictures, g.unsqueeze(g.cast(position, { to: 'int64' }), [2])], { axis: 2 });
    const seen = g.gatherND(pixels, indices);
    const weights = combined.flatMap(({ weight }) => (weight ? [weight] : []));
    return weights.length > 0
      ? g.mul(
          seen,
          g.unsqueeze(
            weights.reduce((a, b) => g.mul(a, b)),
            [2],
          ),
        )
      : seen;
  });
  const sum = parts.reduce((a, b) => g.add(a, b));
  return g.reshape(g.transpose(sum, { perm: [0, 2, 1] }), [batch, channels, ...places]);
};

const combinations = (shares: readonly (readonly Share[])[]): readonly (readonly Share[])[] =>
  shares.reduce<readonly (readonly Share[])[]>(
    (all, axis) => all.flatMap((before) => axis.map((share) => [...before, share])),
    [[]],
  );

interface Sampling {
  readonly align_corners: number;
  readonly mode: string;
  readonly padding_mode: string;
}

function sharesOf(g: Builder, given: Value, extent: number, { align_corners, mode, padding_mode }: Sampling): Share[] {
  const raised = g.add(given, 1);
  const plain = align_corners ? g.mul(raised, (extent - 1) / 2) : g.sub(g.mul(raised, extent / 2), 0.5);
  const [low, high] = align_corners ? [0, extent - 1] : [-0.5, extent - 0.5];
  /** Into the picture; what meets zeros is left outside. */
  const inside = (at: Value): Value => {
    if (padding_mode === 'border') return g.clip(at, 0, extent - 1);
    return padding_mode === 'reflection' ? reflected(g, at, low, high) : at;
  };
  const at = (position: Value, weight?: Value): Share => {
    const near = g.clip(inside(position), 0, extent - 1);
    if (padding_mode !== 'zeros') return { position: near, weight };
    const isInside = g.cast(g.equal(near, position), { to: position.dtype });
    return { position: near, weight: weight ? g.mul(weight, isInside) : isInside };
  };
  if (mode === 'nearest') return [at(halfToEven(g, plain))];
  const below = wholeBelow(g, plain);
  const fraction = g.sub(plain, below);
  if (mode === 'linear') return [at(below, g.sub(1, fraction)), at(g.add(below, 1), fraction)];
  return [-1, 0, 1, 2].map((step) => at(g.add(below, step), cubicWeight(g, fraction, step)));
}

/** Mirrored at `low` and `high` as often as it takes. */
function reflected(g: Builder, x: Value, low: number, high: number): Value {
  const length = high - low;
  if (length === 0) return g.mul(x, 0);
  const from = g.sub(x, low);
  const turn = g.sub(from, g.mul(wholeBelow(g, g.mul(from, 0.5 / length)), 2 * length));
  return g.add(g.sub(length, g.abs(g.sub(turn, length))), low);
}

function halfToEven(g: Builder, x: Value): Value {
  const up = wholeBelow(g, g.add(x, 0.5));
  const isTie = g.equal(g.sub(up, x), 0.5);
  const isOdd = g.greater(g.sub(up, g.mul(wholeBelow(g, g.mul(up, 0.5)), 2)), 0);
  return g.sub(up, g.cast(g.and(isTie, isOdd), { to: x.dtype }));
}

/** Keys 1981 with a = -0.75, for the place `step` to the right of the one that `fraction` is counted from. */
function cubicWeight(g: Builder, fraction: Value, step: number): Value {
  const a = -0.75;
  const distance = step > 0 ? g.sub(step, fraction) : g.sub(fraction, step);
  const [first, ...others] = step === 0 || step === 1 ? [a + 2, -(a + 3), 0, 1] : [a, -5 * a, 8 * a, -4 * a];
  return others.slice(1).reduce((sum, c) => g.add(g.mul(sum, distance), c), g.add(g.mul(distance, first!), others[0]!));
}
