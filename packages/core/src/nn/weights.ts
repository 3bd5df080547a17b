/** A kernel and a bias: what dense layers and convolutions have in common. */
import type { Value } from '../ir/value.ts';
import type { Activation } from './activations.ts';
import type { Fans, Initializer } from './initializer.ts';
import { glorotUniform, zeros } from './initializers.ts';
import type { Site } from './layer.ts';
import type { Regularizer } from './regularizers.ts';

export interface WeightOptions {
  readonly name?: string;
  /** `'linear'`: none. */
  readonly activation?: Activation;
  /** True by default. */
  readonly useBias?: boolean;
  /** `glorotUniform()` by default. */
  readonly kernelInitializer?: Initializer;
  /** `zeros()` by default. */
  readonly biasInitializer?: Initializer;
  readonly kernelRegularizer?: Regularizer;
  readonly biasRegularizer?: Regularizer;
  /** Whether training changes them: true by default. */
  readonly trainable?: boolean;
}

/** The parameters `kernel`, of `shape`, and `bias`, `[units]`, unless the layer has none. */
export function weights(
  at: Site,
  { shape, units, fans }: { readonly shape: readonly number[]; readonly units: number; readonly fans?: Fans },
  {
    useBias = true,
    kernelInitializer = glorotUniform(),
    biasInitializer = zeros(),
    kernelRegularizer,
    biasRegularizer,
    trainable = true,
  }: WeightOptions,
): { readonly kernel: Value; readonly bias: Value | undefined } {
  const kernel = at.parameter('kernel', shape, kernelInitializer, {
    trainable,
    regularizer: kernelRegularizer,
    ...(fans && { fans }),
  });
  const bias = useBias
    ? at.parameter('bias', [units], biasInitializer, { trainable, regularizer: biasRegularizer })
    : undefined;
  return { kernel, bias };
}

export const weightOptionNames: readonly string[] = [
  'name',
  'activation',
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'biasRegularizer',
  'trainable',
] satisfies readonly (keyof WeightOptions)[];
