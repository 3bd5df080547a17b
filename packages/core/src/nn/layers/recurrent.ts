/** Recurrent layers over sequences `[N, steps, features]`. Each is one ONNX node. */
import type { Builder } from '../../builder.ts';
import { constant, type Value } from '../../ir/value.ts';
import { tensor } from '../../tensor.ts';
import type { Options } from '../arguments.ts';
import type { Initializer } from '../initializer.ts';
import { layer } from '../layer.ts';
import {
  type CellActivationName,
  cellActivation,
  cellParameters,
  featuresOf,
  inputBias,
  type Recurrence,
  type RecurrentLayer,
  type RecurrentSettings,
  recurrentDefaults,
  runCell,
  settleRecurrent,
  withDropout,
} from '../recurrence.ts';

/** Defaults: activation `'tanh'`, no dropout, the last state alone, forwards; recurrent kernels start orthogonal. */
export type SimpleRNNOptions = Options<RecurrentSettings>;

interface GatedSettings extends RecurrentSettings {
  /** Of the gates: `'sigmoid'` by default. */
  readonly recurrentActivation: CellActivationName;
}
const gatedDefaults: GatedSettings = { ...recurrentDefaults, recurrentActivation: 'sigmoid' };

interface LSTMSettings extends GatedSettings {
  /** Whether the bias of the forget gate starts at 1 (Jozefowicz et al. 2015): true by default. */
  readonly unitForgetBias: boolean;
}
/** Defaults: those of `simpleRNN`, recurrentActivation `'sigmoid'`, unitForgetBias true. */
export type LSTMOptions = Options<LSTMSettings>;

interface GRUSettings extends GatedSettings {
  /** Whether the reset gate acts on the state's product with the weights, as in cuDNN (the default), or on the state. */
  readonly resetAfter: boolean;
}
/** Defaults: those of `simpleRNN`, recurrentActivation `'sigmoid'`, resetAfter true. */
export type GRUOptions = Options<GRUSettings>;

/**
 * `h' = activation(x kernel + h recurrent_kernel + bias)`: `[N, steps, features]` to `[N, units]`, or with
 * returnSequences `[N, steps, units]`. Parameters: kernel `[features, units]`, recurrent_kernel `[units, units]`,
 * bias `[units]`.
 */
export function simpleRNN(units: number, options: SimpleRNNOptions = {}): RecurrentLayer {
  const settings = settleRecurrent('simpleRNN', units, recurrentDefaults, options);
  return recurrent({
    type: 'SimpleRNN',
    units,
    settings,
    activations: [settings.activation],
    weights(at, features, prefix) {
      const { g } = at;
      const given = cellParameters(at, settings, prefix, { features, units, gates: 1, bias: [units] });
      const { kernel, recurrent, bias } = given;
      return { w: g.transpose(kernel), r: g.transpose(recurrent), b: bias && inputBias(g, bias) };
    },
    node(g, x, { w, r, b }, attributes) {
      const [y, h] = g.rnn(x, w, r, b, attributes);
      return [y, h];
    },
  });
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997): `[N, steps, features]` to `[N, units]`, or with returnSequences
 * `[N, steps, units]`. Parameters, with the gates in the order input, forget, cell, output: kernel `[features, 4 · units]`,
 * recurrent_kernel `[units, 4 · units]`, bias `[4 · units]`.
 */
export function lstm(units: number, options: LSTMOptions = {}): RecurrentLayer {
  const given = settleRecurrent('lstm', units, { ...gatedDefaults, unitForgetBias: true }, options);
  const { activation, recurrentActivation, unitForgetBias, biasInitializer } = given;
  cellActivation('lstm', 'recurrentActivation', recurrentActivation);
  const settings = unitForgetBias ? { ...given, biasInitializer: forgetBias(units, biasInitializer) } : given;
  /** From Keras's order of gates to ONNX's: input, output, forget, cell. */
  const reordered = (g: Builder, x: Value) => {
    const gates = (from: number, to: number) => g.slice(x, [from * units], [to * units], [-1]);
    return g.concat([gates(0, 1), gates(3, 4), gates(1, 3)], { axis: -1 });
  };
  return recurrent({
    type: 'LSTM',
    units,
    settings,
    activations: [recurrentActivation, activation, activation],
    weights(at, features, prefix) {
      const { g } = at;
      const shapes = { features, units, gates: 4, bias: [4 * units] };
      const { kernel, recurrent, bias } = cellParameters(at, settings, prefix, shapes);
      const rows = (x: Value) => g.transpose(reordered(g, x));
      return { w: rows(kernel), r: rows(recurrent), b: bias && inputBias(g, reordered(g, bias)) };
    },
    node(g, x, { w, r, b }, attributes) {
      const [y, h] = g.lstm(x, w, r, b, attributes);
      return [y, h];
    },
  });
}

/**
 * Gated recurrent units (Cho et al. 2014): `[N, steps, features]` to `[N, units]`, or with returnSequences
 * `[N, steps, units]`. Parameters, with the gates in the order update, reset, state: kernel `[features, 3 · units]`,
 * recurrent_kernel `[units, 3 · units]`, bias `[2, 3 · units]`, for the inputs and the state, or with resetAfter off
 * `[3 · units]`.
 */
export function gru(units: number, options: GRUOptions = {}): RecurrentLayer {
  const settings = settleRecurrent('gru', units, { ...gatedDefaults, resetAfter: true }, options);
  const { activation, recurrentActivation, resetAfter } = settings;
  cellActivation('gru', 'recurrentActivation', recurrentActivation);
  return recurrent({
    type: 'GRU',
    units,
    settings,
    activations: [recurrentActivation, activation],
    weights(at, features, prefix) {
      const { g } = at;
      const shapes = { features, units, gates: 3, bias: resetAfter ? [2, 3 * units] : [3 * units] };
      const { kernel, recurrent, bias } = cellParameters(at, settings, prefix, shapes);
      const b = bias && (resetAfter ? g.reshape(bias, [6 * units]) : inputBias(g, bias));
      return { w: g.transpose(kernel), r: g.transpose(recurrent), b };
    },
    node(g, x, { w, r, b }, attributes) {
      const [y, h] = g.gru(x, w, r, b, { ...attributes, linear_before_reset: resetAfter ? 1 : 0 });
      return [y, h];
    },
  });
}

function recurrent(recurrence: Recurrence): RecurrentLayer {
  const { type, settings } = recurrence;
  const { returnSequences, goBackwards } = settings;
  const made = layer(
    type,
    (at, x) => {
      const { g } = at;
      const weights = recurrence.weights(at, featuresOf(at, x), '');
      const direction = goBackwards ? 'reverse' : 'forward';
      const [y, last] = runCell(at, recurrence, withDropout(at, recurrence, x, 'mask'), [weights], direction);
      if (!returnSequences) return g.squeeze(last, [0]);
      const steps = g.squeeze(y, [1]);
      return g.transpose(goBackwards ? backwards(g, steps, at.fail) : steps, { perm: [1, 0, 2] });
    },
    settings,
  );
  return Object.assign(made, { recurrence });
}

/** The first axis from its end: a node that reads in reverse gives its states in the order of the inputs. */
function backwards(g: Builder, x: Value, fail: (statement: string) => never): Value {
  const [steps] = x.shape;
  if (typeof steps !== 'number') return fail('goBackwards with returnSequences needs a known number of steps');
  const places = Array.from({ length: steps }, (_, i) => steps - 1 - i);
  return g.gather(x, constant(tensor('int64', [steps], places)));
}

/** `start`, but 1 for the second of four gates. */
const forgetBias = (units: number, start: Initializer): Initializer => ({
  name: start.name,
  create(shape, place, fans) {
    const drawn = start.create(shape, place, fans);
    return { ...drawn, data: drawn.data.map((value, i) => (i >= units && i < 2 * units ? 1 : value)) };
  },
});
