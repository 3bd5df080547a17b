/** Recurrent layers over whole sequences, in one direction or both. */
import type { Dim, Shape, TensorType } from '../ir/value.ts';
import { absent, type Fail, float, floats, int, op, string, strings } from '../op.ts';
import { requireFloat, sameDType } from '../shapes.ts';

/** What an activation of ONNX's recurrent ops takes: the defaults of alpha and beta, null where one must be given. */
const activationParameters = {
  Sigmoid: [],
  Tanh: [],
  Relu: [],
  Affine: [null, null],
  LeakyRelu: [0.01],
  ThresholdedRelu: [1],
  ScaledTanh: [null, null],
  HardSigmoid: [0.2, 0.5],
  Elu: [1],
  Softsign: [],
  Softplus: [],
} as const satisfies Readonly<Record<string, readonly (number | null)[]>>;

export type RecurrentActivation = keyof typeof activationParameters;

/** One activation of a recurrent op; alpha and beta are 0 where it has none. */
export interface CellActivation {
  readonly kind: RecurrentActivation;
  readonly alpha: number;
  readonly beta: number;
}

/** No bound: `clip` is then left out of files. */
const attributes = {
  activation_alpha: floats([]),
  activation_beta: floats([]),
  activations: strings([]),
  clip: float(absent),
  direction: string('forward'),
  hidden_size: int(absent),
  layout: int(0),
};

interface Given {
  readonly activation_alpha: readonly number[];
  readonly activation_beta: readonly number[];
  readonly activations: readonly string[];
  readonly clip: number;
  readonly direction: string;
  readonly hidden_size: number;
  readonly layout: number;
}

/** 2 for `bidirectional`, else 1. */
export const directionsOf = ({ direction }: Pick<Given, 'direction'>): number =>
  direction === 'bidirectional' ? 2 : 1;

/**
 * The activations of each direction. Alphas and betas are given in the order of those activations that take one.
 */
export function activationsOf(given: Given, fail: Fail): CellActivation[][] {
  const alphas = [...given.activation_alpha];
  const betas = [...given.activation_beta];
  const take = (name: string, from: number[], kind: string, fallback: number | null | undefined): number => {
    if (fallback === undefined) return 0;
    return from.shift() ?? fallback ?? fail(`the activation ${kind} needs ${name}`);
  };
  const all = given.activations.map((name): CellActivation => {
    const kind = name as RecurrentActivation;
    const [alpha, beta] = activationParameters[kind] as readonly (number | null)[];
    return {
      kind,
      alpha: take('activation_alpha', alphas, kind, alpha),
      beta: take('activation_beta', betas, kind, beta),
    };
  });
  const unused = alphas.length + betas.length;
  if (unused > 0) fail(`activation_alpha and activation_beta have ${unused} numbers more than the activations take`);
  const each = all.length / directionsOf(given);
  return Array.from({ length: directionsOf(given) }, (_, d) => all.slice(d * each, (d + 1) * each));
}

/** Every activation by name, as ONNX spells it; files write them in any case. */
function complete(given: Given, defaults: readonly RecurrentActivation[], r: TensorType, fail: Fail) {
  const { activations, direction, hidden_size } = given;
  if (!['forward', 'reverse', 'bidirectional'].includes(direction))
    fail(`direction must be forward, reverse or bidirectional, got '${direction}'`);
  const wanted = defaults.length * directionsOf(given);
  if (activations.length !== 0 && activations.length !== wanted)
    fail(`needs ${wanted} activations for direction ${direction}, got ${activations.length}`);
  const names = activations.length === 0 ? Array(directionsOf(given)).fill(defaults).flat() : activations;
  const known = Object.keys(activationParameters);
  const units = r.shape[2];
  if (r.shape.length !== 3 || typeof units !== 'number') return fail('r must be [directions, gates, hidden_size]');
  if (hidden_size !== absent && hidden_size !== units) fail(`hidden_size is ${hidden_size}, but r has ${units}`);
  return {
    hidden_size: units,
    activations: names.map(
      (name: string) =>
        known.find((k) => k.toLowerCase() === name.toLowerCase()) ??
        fail(`there is no activation '${name}'`, `known are ${known.join(', ')}`),
    ),
  };
}

interface Inputs {
  readonly x: TensorType;
  readonly w: TensorType;
  readonly r: TensorType;
  readonly b?: TensorType | undefined;
  readonly sequence_lens?: TensorType | undefined;
  readonly initial_h?: TensorType | undefined;
}

/** The types of the outputs, the last state as often as `states`; `others` are more inputs of one dtype and known shape. */
function infer(
  { x, w, r, b, sequence_lens, initial_h }: Inputs,
  given: Given,
  gates: number,
  states: 1 | 2,
  fail: Fail,
  others: (state: Shape) => Readonly<Record<string, readonly [TensorType | undefined, Shape]>> = () => ({}),
): TensorType[] {
  requireFloat(x, fail);
  const { clip, hidden_size: units, layout } = given;
  if (x.shape.length !== 3)
    return fail(layout ? 'x must be [batch, steps, inputs]' : 'x must be [steps, batch, inputs]');
  if (layout !== 0 && layout !== 1) fail(`layout must be 0 or 1, got ${layout}`);
  if (!(clip > 0)) fail(`clip must be positive, got ${clip}`);
  activationsOf(given, fail);
  const directions = directionsOf(given);
  const [steps, batch, inputs] = (layout ? [x.shape[1], x.shape[0], x.shape[2]] : x.shape) as [Dim, Dim, Dim];
  if (steps === 0) fail('needs at least one step');
  const state = layout ? [batch, directions, units] : [directions, batch, units];
  const expected = {
    w: [w, [directions, gates * units, inputs]],
    r: [r, [directions, gates * units, units]],
    b: [b, [directions, 2 * gates * units]],
    initial_h: [initial_h, state],
    ...others(state),
  } satisfies Readonly<Record<string, readonly [TensorType | undefined, Shape]>>;
  for (const [name, [type, shape]] of Object.entries(expected))
    if (type && String(type.shape) !== String(shape)) fail(`${name} must be [${shape.join(', ')}]`);
  if (sequence_lens) {
    if (sequence_lens.dtype !== 'int32' || String(sequence_lens.shape) !== String([batch]))
      fail(`sequence_lens must be int32 [${batch}]`);
    for (const length of sequence_lens.known ?? [])
      if (typeof length === 'number' && (length < 1 || (typeof steps === 'number' && length > steps)))
        fail(`sequence_lens must be from 1 to ${steps}, got ${length}`);
  }
  const dtype = sameDType([x, ...Object.values(expected).map(([type]) => type)], fail);
  const y = layout ? [batch, steps, directions, units] : [steps, directions, batch, units];
  return [{ dtype, shape: y }, ...Array.from({ length: states }, () => ({ dtype, shape: state }))];
}

/**
 * `h' = f(W x + R h + b)` for every step (Elman 1990). x is `[steps, batch, inputs]`; of each direction, w has
 * `[hidden_size, inputs]`, r `[hidden_size, hidden_size]`, and b the biases of both, one after the other. y holds every
 * state, `[steps, directions, batch, hidden_size]`, and y_h the last, `[directions, batch, hidden_size]`. With `layout` 1
 * the batch comes first in all of them. Sequences may be shorter than x, by `sequence_lens`: y is 0 beyond their end.
 */
export const rnn = op('RNN', ['x', 'w', 'r', 'b?', 'sequence_lens?', 'initial_h?'], {
  outputs: ['y?', 'y_h?'],
  attributes,
  complete: ({ r }, given, fail) => complete(given, ['Tanh'], r, fail),
  infer: (inputs, given, fail) => infer(inputs, given, 1, 1, fail),
});

/**
 * Gated recurrent units (Cho et al. 2014), the gates in the order z, r, h: `h' = (1 - z) · h~ + z · h`. The reset gate
 * acts on the state, or with `linear_before_reset` on its product with the weights, as in cuDNN.
 */
export const gru = op('GRU', ['x', 'w', 'r', 'b?', 'sequence_lens?', 'initial_h?'], {
  outputs: ['y?', 'y_h?'],
  attributes: { ...attributes, linear_before_reset: int(0) },
  complete: ({ r }, given, fail) => complete(given, ['Sigmoid', 'Tanh'], r, fail),
  infer: (inputs, given, fail) => infer(inputs, given, 3, 1, fail),
});

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997; peepholes p: Gers & Schmidhuber 2000), the gates in the order
 * i, o, f, c, the peepholes i, o, f. y_c is the last state of the cells. `input_forget` couples the gates: `f = 1 - i`.
 */
export const lstm = op('LSTM', ['x', 'w', 'r', 'b?', 'sequence_lens?', 'initial_h?', 'initial_c?', 'p?'], {
  outputs: ['y?', 'y_h?', 'y_c?'],
  attributes: { ...attributes, input_forget: int(0) },
  complete: ({ r }, given, fail) => complete(given, ['Sigmoid', 'Tanh', 'Tanh'], r, fail),
  infer: (inputs, given, fail) =>
    infer(inputs, given, 4, 2, fail, (state) => ({
      initial_c: [inputs.initial_c, state],
      p: [inputs.p, [directionsOf(given), 3 * given.hidden_size]],
    })),
});
