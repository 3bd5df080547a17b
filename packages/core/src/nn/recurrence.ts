/** What the recurrent layers have in common: settings, parameters as Keras keeps them, and the ONNX node that each is. */
import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { RecurrentActivation } from '../ops/recurrent.ts';
import { requireOption } from '../options.ts';
import { type Options, oneOf, settle, whole } from './arguments.ts';
import type { Initializer } from './initializer.ts';
import { orthogonal } from './initializers.ts';
import type { Layer, Site } from './layer.ts';
import type { Regularizer } from './regularizers.ts';
import { type WeightSettings, weightDefaults } from './weights.ts';

/** The activations that ONNX's recurrent ops have, by Keras's names; with what each takes as alpha and beta. */
const onnxActivations = {
  linear: ['Affine', 1, 0],
  relu: ['Relu'],
  leaky_relu: ['LeakyRelu', 0.2],
  elu: ['Elu', 1],
  softplus: ['Softplus'],
  sigmoid: ['Sigmoid'],
  tanh: ['Tanh'],
} as const satisfies Readonly<Record<string, readonly [RecurrentActivation, alpha?: number, beta?: number]>>;

/** What a recurrent layer takes as an activation: those that ONNX's cells have, under Keras's names. */
export type CellActivationName = keyof typeof onnxActivations;

export interface RecurrentSettings extends WeightSettings {
  /** Of the state: `'tanh'` by default. */
  readonly activation: CellActivationName;
  readonly recurrentInitializer: Initializer;
  readonly recurrentRegularizer: Regularizer | undefined;
  /** In training, the share of features that a sequence goes without, the same at all its steps. */
  readonly dropout: number;
  /** Whether the layer gives its state at every step, `[N, steps, units]`, or the last one, `[N, units]`. */
  readonly returnSequences: boolean;
  /** Whether it reads from the last step to the first, and gives its states in that order. */
  readonly goBackwards: boolean;
}

export const recurrentDefaults: RecurrentSettings = {
  ...weightDefaults,
  activation: 'tanh',
  recurrentInitializer: orthogonal(),
  recurrentRegularizer: undefined,
  dropout: 0,
  returnSequences: false,
  goBackwards: false,
};

/** Weights of one direction, in ONNX's layout: `[gates · units, features]`, `[gates · units, units]`, `[2 · gates · units]`. */
export interface CellWeights {
  readonly w: Value;
  readonly r: Value;
  readonly b: Value | undefined;
}

/** The attributes that a node gets. */
export interface CellAttributes {
  readonly direction: 'forward' | 'reverse' | 'bidirectional';
  readonly activations: readonly string[];
  readonly activation_alpha: readonly number[];
  readonly activation_beta: readonly number[];
}

/** One kind of recurrent layer, ready to be built in one direction or both. */
export interface Recurrence {
  /** Keras's class name. */
  readonly type: string;
  readonly units: number;
  readonly settings: RecurrentSettings;
  readonly activations: readonly CellActivationName[];
  /** Declares the parameters `<prefix>kernel`, `<prefix>recurrent_kernel` and `<prefix>bias`. */
  weights(at: Site, features: number, prefix: string): CellWeights;
  /** All states `[steps, directions, N, units]` and the last `[directions, N, units]`, from x `[steps, N, features]`. */
  node(g: Builder, x: Value, weights: CellWeights, attributes: CellAttributes): readonly [Value, Value];
}

/** A layer that `bidirectional` can run both ways. */
export type RecurrentLayer = Layer & { readonly recurrence: Recurrence };

/** `options` over the defaults, checked. */
export function settleRecurrent<Settings extends RecurrentSettings>(
  where: string,
  units: number,
  defaults: Settings,
  options: Options<Settings>,
): Settings {
  whole(where, 'units', units);
  const settings = settle(where, defaults, options);
  const { dropout } = settings;
  requireOption(dropout >= 0 && dropout < 1, where, 'dropout', 'a share from 0 to below 1', dropout);
  cellActivation(where, 'activation', settings.activation);
  return settings;
}

export const cellActivation = (where: string, option: string, name: CellActivationName): CellActivationName =>
  oneOf(where, option, name, Object.keys(onnxActivations) as CellActivationName[]);

/** Runs one node over x `[N, steps, features]`. */
export function runCell(
  at: Site,
  { activations, node }: Recurrence,
  x: Value,
  weights: readonly CellWeights[],
  direction: CellAttributes['direction'],
): readonly [Value, Value] {
  const { g } = at;
  const each = weights.flatMap(() => activations.map((name): readonly unknown[] => onnxActivations[name]));
  const numbers = (i: number) => each.flatMap((entry) => (entry.length > i ? [entry[i] as number] : []));
  const stacked = (values: readonly Value[]) => {
    const rows = values.map((value) => g.unsqueeze(value, [0]));
    return rows.length === 1 ? rows[0]! : g.concat(rows, { axis: 0 });
  };
  const biases = weights.flatMap(({ b }) => b ?? []);
  const all = {
    w: stacked(weights.map(({ w }) => w)),
    r: stacked(weights.map(({ r }) => r)),
    b: biases.length > 0 ? stacked(biases) : undefined,
  };
  return node(g, g.transpose(x, { perm: [1, 0, 2] }), all, {
    direction,
    activations: each.map(([kind]) => kind as string),
    activation_alpha: numbers(1),
    activation_beta: numbers(2),
  });
}

/** In training, x without the features that `dropout` takes from each sequence. */
export function withDropout(at: Site, { settings: { dropout } }: Recurrence, x: Value, role: string): Value {
  if (at.mode === 'infer' || dropout === 0) return x;
  const mask = at.random(role, [x.shape[0]!, 1, x.shape[2]!], { kind: 'dropout', keep: 1 - dropout });
  return at.g.mul(x, mask);
}

/** How many features x has; it must be `[N, steps, features]`. */
export function featuresOf(at: Site, { shape, dtype }: Value): number {
  const features = shape[2];
  if (shape.length !== 3 || typeof features !== 'number')
    return at.fail('needs sequences, [N, steps, features]', {
      hint:
        shape.length === 2
          ? 'numbers in a row become steps by reshape([-1, 1]), ids become vectors by embedding(…), and a layer below needs returnSequences: true'
          : 'timeDistributed(flatten()) makes one row of each step',
    });
  if (dtype !== at.dtype) return at.fail(`computes in ${at.dtype}`, { hint: 'ids go through embedding(…) first' });
  return features;
}

/** Declares a cell's parameters, in Keras's layout. `bias` is its shape. */
export function cellParameters(
  at: Site,
  settings: RecurrentSettings,
  prefix: string,
  { features, units, gates, bias }: { features: number; units: number; gates: number; bias: readonly number[] },
): { readonly kernel: Value; readonly recurrent: Value; readonly bias: Value | undefined } {
  const { trainable, kernelRegularizer, recurrentRegularizer, biasRegularizer } = settings;
  const declare = (role: string, shape: readonly number[], from: Initializer, regularizer: Regularizer | undefined) =>
    at.parameter(prefix + role, shape, from, { trainable, regularizer });
  const width = gates * units;
  return {
    kernel: declare('kernel', [features, width], settings.kernelInitializer, kernelRegularizer),
    recurrent: declare('recurrent_kernel', [units, width], settings.recurrentInitializer, recurrentRegularizer),
    bias: settings.useBias ? declare('bias', bias, settings.biasInitializer, biasRegularizer) : undefined,
  };
}

/** The bias of the inputs, and zeros for that of the state, which Keras does not have. */
export const inputBias = (g: Builder, bias: Value): Value => g.pad(bias, [0, bias.shape[0] as number]);
