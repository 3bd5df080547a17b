/** A kernel and a bias: what dense layers and convolutions have in common. */
import type { Value } from '../ir/value.ts';
import type { Activation } from './activations.ts';
import type { Named } from './arguments.ts';
import type { Fans, Initializer } from './initializer.ts';
import { glorotUniform, zeros } from './initializers.ts';
import type { Site } from './layer.ts';
import type { Regularizer } from './regularizers.ts';

export interface WeightSettings extends Named {
  readonly useBias: boolean;
  readonly kernelInitializer: Initializer;
  readonly biasInitializer: Initializer;
  readonly kernelRegularizer: Regularizer | undefined;
  readonly biasRegularizer: Regularizer | undefined;
  /** Whether training changes the weights. */
  readonly trainable: boolean;
}

export const weightDefaults: WeightSettings = {
  name: undefined,
  useBias: true,
  kernelInitializer: glorotUniform(),
  biasInitializer: zeros(),
  kernelRegularizer: undefined,
  biasRegularizer: undefined,
  trainable: true,
};

/** Weights whose result goes through an activation function. */
export interface UnitSettings extends WeightSettings {
  /** `'linear'` is none. */
  readonly activation: Activation;
}
export const unitDefaults: UnitSettings = { ...weightDefaults, activation: 'linear' };

interface Kernel {
  readonly shape: readonly number[];
  readonly units: number;
  /** Where they do not follow from the shape. */
  readonly fans?: Fans;
}

/** Declares the parameters `kernel`, of `shape`, and `bias`, `[units]`, unless the layer has none. */
export function weights(
  at: Site,
  { shape, units, fans }: Kernel,
  settings: WeightSettings,
): { readonly kernel: Value; readonly bias: Value | undefined } {
  const { trainable } = settings;
  const kernel = at.parameter('kernel', shape, settings.kernelInitializer, {
    trainable,
    regularizer: settings.kernelRegularizer,
    fans,
  });
  if (!settings.useBias) return { kernel, bias: undefined };
  const regularizer = settings.biasRegularizer;
  return { kernel, bias: at.parameter('bias', [units], settings.biasInitializer, { trainable, regularizer }) };
}
