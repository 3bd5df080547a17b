/** Recurrent layers, step by step. What the inputs add to all gates of all steps is one matrix product. */
import type { Builder } from '../builder.ts';
import { UnsupportedError } from '../errors.ts';
import { impossible } from '../gradients/gradient.ts';
import { constant, type Value } from '../ir/value.ts';
import { absent } from '../op.ts';
import type { Ops } from '../ops/index.ts';
import { activationsOf, type CellActivation, directionsOf } from '../ops/recurrent.ts';
import { tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** What a recurrent node has. */
export interface RecurrentInputs {
  readonly x: Value;
  readonly w: Value;
  readonly r: Value;
  readonly b: Value | undefined;
  readonly sequence_lens: Value | undefined;
  readonly initial_h: Value | undefined;
  readonly initial_c?: Value | undefined;
  readonly attributes: Parameters<typeof activationsOf>[0];
}

/** One direction of a layer: x `[steps, batch, inputs]`, weights as matrices, the two biases as rows. */
interface Direction {
  readonly index: number;
  readonly x: Value;
  readonly w: Value;
  readonly r: Value;
  readonly wb: Value | undefined;
  readonly rb: Value | undefined;
  readonly activations: readonly CellActivation[];
}

/** What passes from step to step: h, and the cells of an LSTM; undefined while it is 0. */
type State = readonly (Value | undefined)[];

interface Cell {
  /** What the inputs of all steps add: `[steps, batch, ...]` each. */
  readonly fromInputs: readonly Value[];
  /** The next state, from what the inputs of this step add, and the state. */
  step(fromInputs: readonly Value[], state: State): Value[];
}

export const rnn: Expansion<Ops['rnn']> = (g, at) => {
  const { layout, clip } = at.attributes;
  if (layout === 1) return batchFirst(g, at, (x, h) => g.rnn(x, at.w, at.r, at.b, at.sequence_lens, h, stepsFirst(at)));
  return unrolled(g, at, 1, ({ x, w, r, wb, rb, activations: [f] }): Cell => {
    const activate = gate(g, f!, clip);
    return {
      fromInputs: [affine(g, x, w, wb && g.add(wb, rb!))],
      step: ([input], [h]) => [activate(h ? g.gemm(h, r, input!, { transB: 1 }) : input!)],
    };
  });
};

export const gru: Expansion<Ops['gru']> = (g, at) => {
  const { layout, clip, linear_before_reset, hidden_size: units } = at.attributes;
  if (layout === 1) return batchFirst(g, at, (x, h) => g.gru(x, at.w, at.r, at.b, at.sequence_lens, h, stepsFirst(at)));
  return unrolled(g, at, 3, ({ x, w, r, wb, rb, activations: [f1, f2] }): Cell => {
    const [f, activate] = [gate(g, f1!, clip), gate(g, f2!, clip)];
    const last = (value: Value, axis: number) => g.slice(value, [2 * units], [3 * units], [axis]);
    const first = (value: Value, axis: number) => g.slice(value, [0], [2 * units], [axis]);
    // The bias of the new state's product with the weights is reset with it.
    const inner = linear_before_reset && rb ? last(rb, 0) : undefined;
    const bias = wb && (inner ? g.add(wb, g.pad(first(rb!, 0), [0, units])) : g.add(wb, rb!));
    const all = affine(g, x, w, bias);
    const [toGates, toState] = [first(r, 0), last(r, 0)];
    const proposal = (reset: Value, input: Value, h: Value | undefined): Value => {
      if (!linear_before_reset) return h ? g.gemm(g.mul(reset, h), toState, input, { transB: 1 }) : input;
      const product = h ? g.gemm(h, toState, inner, { transB: 1 }) : inner;
      return product ? g.add(g.mul(reset, product), input) : input;
    };
    return {
      fromInputs: [first(all, 2), last(all, 2)],
      step([input, inputOfState], [h]) {
        const [z, reset] = parts(g, f(h ? g.gemm(h, toGates, input!, { transB: 1 }) : input!), 2, units) as [
          Value,
          Value,
        ];
        const proposed = activate(proposal(reset, inputOfState!, h));
        // (1 - z) · proposed + z · h
        return [h ? g.add(proposed, g.mul(z, g.sub(h, proposed))) : g.sub(proposed, g.mul(z, proposed))];
      },
    };
  });
};

export const lstm: Expansion<Ops['lstm']> = (g, at) => {
  const { layout, clip, input_forget, hidden_size: units } = at.attributes;
  if (layout === 1)
    return batchFirst(g, at, (x, h, c) => g.lstm(x, at.w, at.r, at.b, at.sequence_lens, h, c, at.p, stepsFirst(at)));
  return unrolled(g, at, 4, ({ index, x, w, r, wb, rb, activations: [f1, f2, f3] }): Cell => {
    const [f, activate, read] = [gate(g, f1!, clip), gate(g, f2!, clip), gate(g, f3!, absent)];
    const [pi, po, pf] = at.p ? parts(g, ofDirection(g, at.p, index), 3, units) : [];
    const peek = (sum: Value, p: Value | undefined, c: Value | undefined) => (p && c ? g.add(sum, g.mul(p, c)) : sum);
    return {
      fromInputs: [affine(g, x, w, wb && g.add(wb, rb!))],
      step([input], [h, c]) {
        const sums = h ? g.gemm(h, r, input!, { transB: 1 }) : input!;
        const [si, so, sf, sc] = parts(g, sums, 4, units) as [Value, Value, Value, Value];
        const i = f(peek(si, pi, c));
        const added = g.mul(i, activate(sc));
        const next = c ? g.add(g.mul(input_forget ? g.sub(1, i) : f(peek(sf, pf, c)), c), added) : added;
        return [g.mul(f(peek(so, po, next)), read(next)), next];
      },
    };
  });
};

/** The activation of a gate, its argument limited to `[-clip, clip]`. (ONNX Runtime does not limit what an LSTM's cells give, and so it is here.) */
function gate(g: Builder, of: CellActivation, clip: number): (x: Value) => Value {
  const f = activation(g, of);
  return clip === absent ? f : (x) => f(g.clip(x, -clip, clip));
}

export function activation(g: Builder, { kind, alpha, beta }: CellActivation): (x: Value) => Value {
  switch (kind) {
    case 'Sigmoid':
      return (x) => g.sigmoid(x);
    case 'Tanh':
      return (x) => g.tanh(x);
    case 'Relu':
      return (x) => g.relu(x);
    case 'Affine':
      return (x) => g.add(g.mul(x, alpha), beta);
    case 'LeakyRelu':
      return (x) => g.leakyRelu(x, { alpha });
    case 'ThresholdedRelu':
      return (x) => g.thresholdedRelu(x, { alpha });
    case 'ScaledTanh':
      return (x) => g.mul(g.tanh(g.mul(x, beta)), alpha);
    case 'HardSigmoid':
      return (x) => g.hardSigmoid(x, { alpha, beta });
    case 'Elu':
      return (x) => g.elu(x, { alpha });
    case 'Softsign':
      return (x) => g.softsign(x);
    case 'Softplus':
      return (x) => g.softplus(x);
  }
}

/** `x wᵀ + bias` */
function affine(g: Builder, x: Value, w: Value, bias: Value | undefined): Value {
  const product = g.matMul(x, g.transpose(w));
  return bias ? g.add(product, bias) : product;
}

/** The last axis in `count` parts of `size`. */
const parts = (g: Builder, x: Value, count: number, size: number): Value[] =>
  Array.from({ length: count }, (_, i) => g.slice(x, [i * size], [(i + 1) * size], [-1]));

/**
 * What stands at each step: `[batch, ...]`. Taken by halves of halves: the gradients are put together in the same way,
 * and each is added to `log2(steps)` larger ones and not to the whole.
 */
function eachStep(g: Builder, all: Value, steps: number): Value[] {
  if (steps === 1) return [g.squeeze(all, [0])];
  const middle = Math.ceil(steps / 2);
  const part = (from: number, to: number) => eachStep(g, g.slice(all, [from], [to], [0]), to - from);
  return [...part(0, middle), ...part(middle, steps)];
}

/** One direction of weights or of a state. */
export const ofDirection = (g: Builder, x: Value, index: number, axis = 0): Value =>
  x.shape[axis] === 1 ? g.squeeze(x, [axis]) : g.gather(x, constant(tensor('int64', [], [index])), { axis });

/** With their only extent, or one after the other. */
const joined = (g: Builder, values: readonly Value[], axis: number): Value =>
  values.length === 1 ? values[0]! : g.concat(values, { axis });

const stepsFirst = <A extends object>({ attributes }: { readonly attributes: A }): A => ({ ...attributes, layout: 0 });

/** The same op with the steps first, between transposes. */
function batchFirst(
  g: Builder,
  { x, initial_h, initial_c }: RecurrentInputs,
  run: (x: Value, h: Value | undefined, c: Value | undefined) => readonly Value[],
): Value[] {
  const swapped = (value: Value) => g.transpose(value, { perm: [1, 0, 2] });
  const [y, ...states] = run(swapped(x), initial_h && swapped(initial_h), initial_c && swapped(initial_c));
  return [g.transpose(y!, { perm: [2, 0, 1, 3] }), ...states.map(swapped)];
}

/** All outputs, written out for each direction and step. */
function unrolled(g: Builder, at: RecurrentInputs, gates: number, cellOf: (direction: Direction) => Cell): Value[] {
  const { x, w, r, b, sequence_lens, attributes } = at;
  const units = attributes.hidden_size;
  const [steps] = x.shape;
  if (typeof steps !== 'number')
    throw new UnsupportedError('a recurrent layer is written out for a known number of steps', {
      received: `${steps}`,
      hint: 'bind the symbolic dimensions first',
    });
  // Sequences that all have full length need no mask.
  const lengths = sequence_lens?.known?.every((n) => n === steps) ? undefined : sequence_lens;
  const ends = lengths && g.unsqueeze(lengths, [1]);
  const activations = activationsOf(attributes, impossible);

  const directions = Array.from({ length: directionsOf(attributes) }, (_, index) => {
    const isReverse = attributes.direction === 'reverse' || index === 1;
    const [wb, rb] = b ? parts(g, ofDirection(g, b, index), 2, gates * units) : [];
    const weights = { w: ofDirection(g, w, index), r: ofDirection(g, r, index), wb, rb };
    const { fromInputs, step } = cellOf({ index, x, ...weights, activations: activations[index]! });
    let state: State = [at.initial_h, at.initial_c].map((initial) => initial && ofDirection(g, initial, index));
    const inputs = fromInputs.map((all) => eachStep(g, all, steps));
    const seen: Value[] = [];
    for (let s = 0; s < steps; s++) {
      const t = isReverse ? steps - 1 - s : s;
      const next = step(
        inputs.map((all) => all[t]!),
        state,
      );
      const goesOn = ends && g.greater(ends, constant(tensor('int32', [], [t])));
      state = goesOn ? next.map((value, i) => g.where(goesOn, value, state[i] ?? 0)) : next;
      seen.push(next[0]!);
    }
    return { seen: isReverse ? seen.toReversed() : seen, state };
  });

  const all = joined(
    g,
    directions.map(({ seen }) => g.reshape(joined(g, seen, 0), [steps, 1, -1, units])),
    1,
  );
  const places = constant(tensor('int32', [steps, 1, 1, 1], [...Array(steps).keys()]));
  const y = ends ? g.where(g.greater(ends, places), all, 0) : all;
  const states = directions[0]!.state.map((_, i) => {
    const last = directions.map(({ state }) => g.unsqueeze(state[i]!, [0]));
    return joined(g, last, 0);
  });
  return [y, ...states];
}
