/**
 * Back through time (Werbos 1990). The states that a layer gave tell what every gate was at every step, so that all
 * products with weights that do not wait for another step are one product over all steps: what is left to do step by
 * step, from the last to the first, is one product with the recurrent weights and a few element-wise ops. (Written out
 * and differentiated node by node, a layer takes four times as many nodes, and several times as long to compile.)
 */
import type { Builder } from '../builder.ts';
import { constant, type Value } from '../ir/value.ts';
import { absent } from '../op.ts';
import type { Ops } from '../ops/index.ts';
import { activationsOf, type CellActivation, directionsOf } from '../ops/recurrent.ts';
import { filled, isZero } from '../splat.ts';
import { tensor } from '../tensor.ts';
import { type GradientOrBody, impossible } from './gradient.ts';

interface Layer {
  readonly x: Value;
  readonly w: Value;
  readonly r: Value;
  readonly b: Value | undefined;
  readonly sequence_lens: Value | undefined;
  readonly initial_h: Value | undefined;
  readonly initial_c?: Value | undefined;
  readonly y: Value;
  readonly dy: Value;
  readonly dy_h: Value;
  readonly dy_c?: Value;
  readonly attributes: Parameters<typeof activationsOf>[0] & { readonly clip: number; readonly layout: number };
}

/** One direction. Of all steps at once, a matrix has a row for each step and sequence: `[steps · N, ...]`. */
interface Direction {
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

export const rnn: GradientOrBody<Ops['rnn']> = (g, at) =>
  throughTime(g, at, 1, (d) => {
    const sums = g.add(affine(g, d.x, d.w, d.wb), affine(g, d.before, d.r, d.rb));
    const [f] = d.activations;
    const slope = slopeOf(g, f!, activated(g, f!, sums));
    const { each, carried } = backwards(g, d, (t, dh) => {
      const own = g.mul(dh, d.at(slope, t));
      return { own, carry: (onTop) => product(g, own, d.r, onTop) };
    });
    const fromStates = d.all(each);
    return { fromInputs: fromStates, fromStates, r: outer(g, fromStates, d.before), initialState: carried };
  });

export const lstm: GradientOrBody<Ops['lstm']> = (g, at) =>
  at.p || at.attributes.input_forget
    ? 'expand'
    : throughTime(g, at, 4, (d) => {
        const [f, activate, read] = d.activations as [CellActivation, CellActivation, CellActivation];
        const sums = g.add(affine(g, d.x, d.w, d.wb), affine(g, d.before, d.r, d.rb));
        const gates = activated(g, f, columns(g, sums, d, 0, 3));
        const [i, o, forget] = [0, 1, 2].map((k) => columns(g, gates, d, k, k + 1)) as [Value, Value, Value];
        const proposed = activated(g, activate, columns(g, sums, d, 3, 4));
        const added = g.mul(i, proposed);
        // The cells, step by step.
        const kept = d.order.map((_, t) => d.at(forget, t));
        const cells: Value[] = [];
        const cellsBefore: Value[] = [];
        let cell = d.initialCell;
        for (const t of d.order) {
          cellsBefore[t] = cell;
          cell = g.add(g.mul(kept[t]!, cell), d.at(added, t));
          cells[t] = cell;
        }
        const shown = activated(g, read, d.all(cells));
        // What a slope by the cell, or for the output gate by the state, becomes at each gate.
        const slopes = side(g, [
          g.mul(proposed, slopeOf(g, f, i)),
          g.mul(shown, slopeOf(g, f, o)),
          g.mul(d.all(cellsBefore), slopeOf(g, f, forget)),
          g.mul(i, slopeOf(g, activate, proposed)),
        ]);
        const toCell = g.mul(o, slopeOf(g, read, shown));
        let dc = d.slopeOfCell;
        const { each, carried } = backwards(g, d, (t, dh) => {
          const through = g.mul(dh, d.at(toCell, t));
          const byCell = dc ? g.add(dc, through) : through;
          dc = g.mul(byCell, kept[t]!);
          const own = g.mul(side(g, [byCell, dh, byCell, byCell]), d.at(slopes, t));
          return { own, carry: (onTop) => product(g, own, d.r, onTop) };
        });
        const all = d.all(each);
        const r = outer(g, all, d.before);
        return { fromInputs: all, fromStates: all, r, initialState: carried, initialCell: dc! };
      });

export const gru: GradientOrBody<Ops['gru']> = (g, at) =>
  throughTime(g, at, 3, at.attributes.linear_before_reset ? resetAfter(g) : resetBefore(g));

/** `h~ = tanh(W x + b + r · (R h + b'))` */
const resetAfter = (g: Builder) => (d: Direction) => {
  const [f, activate] = d.activations as [CellActivation, CellActivation];
  const [inputs, states] = [affine(g, d.x, d.w, d.wb), affine(g, d.before, d.r, d.rb)];
  const gates = activated(g, f, g.add(columns(g, inputs, d, 0, 2), columns(g, states, d, 0, 2)));
  const [z, reset] = [columns(g, gates, d, 0, 1), columns(g, gates, d, 1, 2)];
  const inner = columns(g, states, d, 2, 3);
  const proposed = activated(g, activate, g.add(columns(g, inputs, d, 2, 3), g.mul(reset, inner)));
  const toProposed = g.mul(g.sub(1, z), slopeOf(g, activate, proposed));
  const toGates = [
    g.mul(g.sub(d.before, proposed), slopeOf(g, f, z)),
    g.mul(g.mul(toProposed, inner), slopeOf(g, f, reset)),
  ];
  const slopes = side(g, [...toGates, g.mul(toProposed, reset)]);
  const byState: Value[] = [];
  const { each, carried } = backwards(g, d, (t, dh) => {
    byState[t] = dh;
    const own = g.mul(side(g, [dh, dh, dh]), d.at(slopes, t));
    return { own, carry: (onTop) => product(g, own, d.r, plus(g, g.mul(dh, d.at(z, t)), onTop)) };
  });
  const fromStates = d.all(each);
  const last = g.mul(d.all(byState), toProposed);
  const fromInputs = side(g, [columns(g, fromStates, d, 0, 2), last]);
  return { fromInputs, fromStates, r: outer(g, fromStates, d.before), initialState: carried };
};

/** `h~ = tanh(W x + b + R (r · h) + b')` */
const resetBefore = (g: Builder) => (d: Direction) => {
  const [f, activate] = d.activations as [CellActivation, CellActivation];
  const rows = (x: Value, from: number, to: number) => g.slice(x, [from * d.units], [to * d.units], [0]);
  const bias = d.wb && g.add(d.wb, d.rb!);
  const inputs = affine(g, d.x, d.w, bias);
  const [toGates, toState] = [rows(d.r, 0, 2), rows(d.r, 2, 3)];
  const gates = activated(g, f, g.add(columns(g, inputs, d, 0, 2), affine(g, d.before, toGates, undefined)));
  const [z, reset] = [columns(g, gates, d, 0, 1), columns(g, gates, d, 1, 2)];
  const inner = g.mul(reset, d.before);
  const proposed = activated(g, activate, g.add(columns(g, inputs, d, 2, 3), affine(g, inner, toState, undefined)));
  const slopeOfZ = g.mul(g.sub(d.before, proposed), slopeOf(g, f, z));
  const slopeOfReset = g.mul(d.before, slopeOf(g, f, reset));
  const slopeOfState = g.mul(g.sub(1, z), slopeOf(g, activate, proposed));
  const { each, carried } = backwards(g, d, (t, dh) => {
    const last = g.mul(dh, d.at(slopeOfState, t));
    const byInner = g.gemm(last, toState);
    const first = side(g, [g.mul(dh, d.at(slopeOfZ, t)), g.mul(byInner, d.at(slopeOfReset, t))]);
    const direct = g.add(g.mul(dh, d.at(z, t)), g.mul(byInner, d.at(reset, t)));
    return { own: side(g, [first, last]), carry: (onTop) => product(g, first, toGates, plus(g, direct, onTop)) };
  });
  const all = d.all(each);
  const r = [outer(g, columns(g, all, d, 0, 2), d.before), outer(g, columns(g, all, d, 2, 3), inner)];
  return { fromInputs: all, fromStates: all, r: g.concat(r, { axis: 0 }), initialState: carried };
};

/**
 * The steps from the last to the first. `step` gets the slope by the state that a step gave, and says what that makes of
 * the slope at its gates (`own`) and by the state before (`carry`, on top of what that state has of its own).
 */
function backwards(
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
function throughTime(
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
  const oneOf = (value: Value, i: number, axis = 0): Value =>
    count === 1 ? g.squeeze(value, [axis]) : g.gather(value, constant(tensor('int64', [], [i])), { axis });
  const flat = (value: Value, width: number) => g.reshape(value, [steps * batch, width]);
  const all = flat(x, inputs);

  const directions = () =>
    Array.from({ length: count }, (_, i) => {
      const isReverse = attributes.direction === 'reverse' || i === 1;
      const order = [...Array(steps).keys()];
      if (isReverse) order.reverse();
      const zeros = filled(g, 0, x.dtype, [batch, units]);
      const start = (initial: Value | undefined) => (initial ? oneOf(initial, i) : zeros);
      const last = (slope: Value | undefined) => (slope && !isZero(slope) ? oneOf(slope, i) : undefined);
      const y = flat(oneOf(at.y, i, 1), units);
      const others = (steps - 1) * batch;
      const shifted = isReverse ? g.slice(y, [batch], [batch + others], [0]) : g.slice(y, [0], [others], [0]);
      const begin = start(at.initial_h);
      const rows = (value: Value, t: number) => g.slice(value, [t * batch], [(t + 1) * batch], [0]);
      const dy = isZero(at.dy) ? undefined : flat(oneOf(at.dy, i, 1), units);
      const dLast = last(at.dy_h);
      const bias = b && oneOf(b, i);
      const half = (from: number) => bias && g.slice(bias, [from * gates * units], [(from + 1) * gates * units], [0]);
      const d: Direction = {
        units,
        order,
        x: all,
        w: oneOf(w, i),
        r: oneOf(r, i),
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
const slopeOf = (g: Builder, { kind, alpha }: CellActivation, y: Value): Value => slopes[kind]!(g, y, alpha);

function activated(g: Builder, { kind, alpha, beta }: CellActivation, x: Value): Value {
  switch (kind) {
    case 'Sigmoid':
      return g.sigmoid(x);
    case 'Tanh':
      return g.tanh(x);
    case 'Relu':
      return g.relu(x);
    case 'Affine':
      return g.add(g.mul(x, alpha), beta);
    default:
      return impossible(`no slope of ${kind}`);
  }
}

/** `x mᵀ + bias` */
const affine = (g: Builder, x: Value, m: Value, bias: Value | undefined): Value => g.gemm(x, m, bias, { transB: 1 });
/** `slope · m + more` */
const product = (g: Builder, slope: Value, m: Value, more: Value | undefined): Value => g.gemm(slope, m, more);
/** The slope by weights: `slopesᵀ · values`. */
const outer = (g: Builder, slope: Value, values: Value): Value => g.gemm(slope, values, { transA: 1 });
/** The columns of some gates. */
const columns = (g: Builder, x: Value, { units }: Direction, from: number, to: number): Value =>
  g.slice(x, [from * units], [to * units], [1]);
const side = (g: Builder, values: readonly Value[]): Value => g.concat(values, { axis: 1 });
const plus = (g: Builder, a: Value | undefined, b: Value | undefined): Value | undefined =>
  a && b ? g.add(a, b) : (a ?? b);
const zerosLike = (g: Builder, { dtype, shape }: Value): Value => filled(g, 0, dtype, shape as number[]);
