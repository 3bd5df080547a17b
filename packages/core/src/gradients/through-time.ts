/** What the gradients of recurrent layers share: directions, steps back, activations; see `recurrent.ts`. */
import type { Builder } from '../builder.ts';
import { activation, ofDirection, type RecurrentInputs } from '../expansions/recurrent.ts';
import type { Value } from '../ir/value.ts';
import { absent } from '../op.ts';
import type { Ops } from '../ops/index.ts';
import { activationsOf, type CellActivation, directionsOf } from '../ops/recurrent.ts';
import { filled, isZero } from '../splat.ts';
import { type GradientOrBody, impossible } from './gradient.ts';

/** A node of a layer, with the slopes of the loss by what it gave. */
interface Layer extends RecurrentInputs {
  readonly y: Value;
  readonly dy: Value;
  readonly dy_h: Value;
  readonly dy_c?: Value;
  readonly attributes: RecurrentInputs['attributes'] & { readonly clip: number; readonly layout: number };
}

/** One direction. Of all steps at once, a matrix has a row for each step and sequence: `[steps · N, ...]`. */
export interface Direction {
  readonly units: number;
  /** The steps in the order in which they were taken. */
  readonly order: readonly number[];
  readonly x: Value;
  readonly w: Value;
  readonly r: Value;
  readonly wb: Value | undefined;
  readonly rb: Value | undefined;
  readonly activations: readonly CellActivation[];
  /** The states that the steps began with, and where they come from for the cells of an LSTM. */
  readonly before: Value;
  readonly initialCell: Value;
  /** The slope of the loss by what the step gave, where it is not 0; and by the last cells. */
  readonly slopeAt: (step: number) => Value | undefined;
  readonly slopeOfCell: Value | undefined;
  /** The rows of a step. */
  readonly at: (all: Value, step: number) => Value;
  /** From the values of the steps, in the order of the sequence, those of all. */
  readonly all: (each: readonly Value[]) => Value;
}

/** Slopes of one direction. */
interface Slopes {
  /** By what the inputs, and by what the states add to the gates: `[steps · N, gates · units]`. */
  readonly fromInputs: Value;
  readonly fromStates: Value;
  /** By the recurrent weights. */
  readonly r: Value;
  /** By the state and the cells at the start: `[N, units]`. */
  readonly initialState: Value;
  readonly initialCell?: Value;
}

/**
 * The steps from the last to the first. `step` gets the slope by the state that a step gave, and says what that makes of
 * the slope at its gates (`own`) and by the state before (`carry`, on top of what that state has of its own).
 */
export function backwards(
  g: Builder,
  d: Direction,
  step: (t: number, dh: Value) => { own: Value; carry: (onTop: Value | undefined) => Value },
): { each: Value[]; carried: Value } {
  const each: Value[] = [];
  let carry: ((onTop: Value | undefined) => Value) | undefined;
  for (const t of d.order.toReversed()) {
    const slope = d.slopeAt(t);
    const dh = carry ? carry(slope) : (slope ?? zerosLike(g, d.initialCell));
    const next = step(t, dh);
    each[t] = next.own;
    carry = next.carry;
  }
  return { each, carried: carry!(undefined) };
}

/** The answers for all inputs, from the slopes of each direction. */
export function throughTime(
  g: Builder,
  at: Layer,
  gates: number,
  slopesOf: (direction: Direction) => Slopes,
): ReturnType<GradientOrBody<Ops['lstm']>> {
  const { x, w, r, b, attributes } = at;
  const { clip, layout } = attributes;
  const [steps, batch, inputs] = x.shape as readonly [number, number, number];
  const isFull = at.sequence_lens?.known?.every((n) => n === steps) ?? !at.sequence_lens;
  const kinds = activationsOf(attributes, impossible);
  const areKnown = kinds.flat().every(({ kind }) => Object.hasOwn(slopes, kind));
  if (layout !== 0 || clip !== absent || !isFull || !areKnown) return 'expand';

  const count = directionsOf(attributes);
  const units = r.shape[2] as number;
  const flat = (value: Value, width: number) => g.reshape(value, [steps * batch, width]);
  const all = flat(x, inputs);

  const directions = () =>
    Array.from({ length: count }, (_, i) => {
      const isReverse = attributes.direction === 'reverse' || i === 1;
      const order = [...Array(steps).keys()];
      if (isReverse) order.reverse();
      const zeros = filled(g, 0, x.dtype, [batch, units]);
      const start = (initial: Value | undefined) => (initial ? ofDirection(g, initial, i) : zeros);
      const last = (slope: Value | undefined) => (slope && !isZero(slope) ? ofDirection(g, slope, i) : undefined);
      const y = flat(ofDirection(g, at.y, i, 1), units);
      const others = (steps - 1) * batch;
      const shifted = isReverse ? g.slice(y, [batch], [batch + others], [0]) : g.slice(y, [0], [others], [0]);
      const begin = start(at.initial_h);
      const rows = (value: Value, t: number) => g.slice(value, [t * batch], [(t + 1) * batch], [0]);
      const dy = isZero(at.dy) ? undefined : flat(ofDirection(g, at.dy, i, 1), units);
      const dLast = last(at.dy_h);
      const bias = b && ofDirection(g, b, i);
      const half = (from: number) => bias && g.slice(bias, [from * gates * units], [(from + 1) * gates * units], [0]);
      const d: Direction = {
        units,
        order,
        x: all,
        w: ofDirection(g, w, i),
        r: ofDirection(g, r, i),
        wb: half(0),
        rb: half(1),
        activations: kinds[i]!,
        before: steps === 1 ? begin : g.concat(isReverse ? [shifted, begin] : [begin, shifted], { axis: 0 }),
        initialCell: start(at.initial_c),
        slopeAt: (t) => plus(g, dy && rows(dy, t), t === order.at(-1) ? dLast : undefined),
        slopeOfCell: last(at.dy_c),
        at: rows,
        all: (each) => (steps === 1 ? each[0]! : g.concat(each, { axis: 0 })),
      };
      return { d, slopes: slopesOf(d) };
    });

  let made: ReturnType<typeof directions> | undefined;
  const each = <T>(of: (direction: ReturnType<typeof directions>[number]) => T): T[] => {
    made ??= directions();
    return made.map(of);
  };
  const stacked = (values: readonly Value[]) => {
    const parts = values.map((value) => g.unsqueeze(value, [0]));
    return parts.length === 1 ? parts[0]! : g.concat(parts, { axis: 0 });
  };
  const sum = (value: Value) => g.reduceSum(value, [0], { keepdims: 0 });
  return {
    x: () =>
      g.reshape(
        each(({ d, slopes }) => g.gemm(slopes.fromInputs, d.w)).reduce((a, c) => g.add(a, c)),
        [steps, batch, inputs],
      ),
    w: () => stacked(each(({ d, slopes }) => outer(g, slopes.fromInputs, d.x))),
    r: () => stacked(each(({ slopes }) => slopes.r)),
    b: () => stacked(each(({ slopes }) => g.concat([sum(slopes.fromInputs), sum(slopes.fromStates)], { axis: 0 }))),
    initial_h: () => stacked(each(({ slopes }) => slopes.initialState)),
    initial_c: () => stacked(each(({ slopes }) => slopes.initialCell!)),
  };
}

/** The activations whose slope follows from their value. */
const slopes: { readonly [Kind in CellActivation['kind']]?: (g: Builder, y: Value, alpha: number) => Value } = {
  Sigmoid: (g, y) => g.mul(y, g.sub(1, y)),
  Tanh: (g, y) => g.sub(1, g.mul(y, y)),
  Relu: (g, y) => g.step(y),
  Affine: (g, y, alpha) => filled(g, alpha, y.dtype, y.shape as number[]),
};
export const slopeOf = (g: Builder, { kind, alpha }: CellActivation, y: Value): Value => slopes[kind]!(g, y, alpha);

export const activated = (g: Builder, kind: CellActivation, x: Value): Value => activation(g, kind)(x);

/** `x mᵀ + bias`; the bias may be a row or a matrix. */
export const affine = (g: Builder, x: Value, m: Value, bias: Value | undefined): Value =>
  g.gemm(x, m, bias, { transB: 1 });
/** The slope by weights: `slopesᵀ · values`. */
export const outer = (g: Builder, slope: Value, values: Value): Value => g.gemm(slope, values, { transA: 1 });
/** The columns of some gates. */
export const columns = (g: Builder, x: Value, { units }: Direction, from: number, to: number): Value =>
  g.slice(x, [from * units], [to * units], [1]);
export const side = (g: Builder, values: readonly Value[]): Value => g.concat(values, { axis: 1 });
export const plus = (g: Builder, a: Value | undefined, b: Value | undefined): Value | undefined =>
  a && b ? g.add(a, b) : (a ?? b);
const zerosLike = (g: Builder, { dtype, shape }: Value): Value => filled(g, 0, dtype, shape as number[]);
