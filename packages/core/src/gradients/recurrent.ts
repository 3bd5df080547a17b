/**
 * Back through time (Werbos 1990). The states that a layer gave tell what every gate was at every step, so that all
 * products with weights that do not wait for another step are one product over all steps: what is left to do step by
 * step, from the last to the first, is one product with the recurrent weights and a few element-wise ops. (Written out
 * and differentiated node by node, a layer takes four times as many nodes, and several times as long to compile.)
 */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import type { CellActivation } from '../ops/recurrent.ts';
import type { GradientOrBody } from './gradient.ts';
import {
  activated,
  affine,
  backwards,
  columns,
  type Direction,
  outer,
  plus,
  side,
  slopeOf,
  throughTime,
} from './through-time.ts';

export const rnn: GradientOrBody<Ops['rnn']> = (g, at) =>
  throughTime(g, at, 1, (d) => {
    const sums = affine(g, d.before, d.r, affine(g, d.x, d.w, bothBiases(g, d)));
    const [f] = d.activations;
    const slope = slopeOf(g, f!, activated(g, f!, sums));
    const { each, carried } = backwards(g, d, (t, dh) => {
      const own = g.mul(dh, d.at(slope, t));
      return { own, carry: (onTop) => g.gemm(own, d.r, onTop) };
    });
    const fromStates = d.all(each);
    return { fromInputs: fromStates, fromStates, r: outer(g, fromStates, d.before), initialState: carried };
  });

export const lstm: GradientOrBody<Ops['lstm']> = (g, at) =>
  at.p || at.attributes.input_forget
    ? 'expand'
    : throughTime(g, at, 4, (d) => {
        const [f, activate, read] = d.activations as [CellActivation, CellActivation, CellActivation];
        const sums = affine(g, d.before, d.r, affine(g, d.x, d.w, bothBiases(g, d)));
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
          return { own, carry: (onTop) => g.gemm(own, d.r, onTop) };
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
    return { own, carry: (onTop) => g.gemm(own, d.r, plus(g, g.mul(dh, d.at(z, t)), onTop)) };
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
  const inputs = affine(g, d.x, d.w, bothBiases(g, d));
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
    return { own: side(g, [first, last]), carry: (onTop) => g.gemm(first, toGates, plus(g, direct, onTop)) };
  });
  const all = d.all(each);
  const r = [outer(g, columns(g, all, d, 0, 2), d.before), outer(g, columns(g, all, d, 2, 3), inner)];
  return { fromInputs: all, fromStates: all, r: g.concat(r, { axis: 0 }), initialState: carried };
};

const bothBiases = (g: Builder, { wb, rb }: Direction): Value | undefined => wb && g.add(wb, rb!);
