/** Layers, models of layers, and networks by name. */

export type { Activation, ActivationFunction, ActivationName } from './activations.ts';
export * as activations from './activations.ts';
export * from './applications/index.ts';
export type { Named, Options, Pair } from './arguments.ts';
export type { Fans, Initializer } from './initializer.ts';
export * as initializers from './initializers.ts';
export { type Layer, type LayerInfo, layer, type ParameterOptions, type Site, type Traced } from './layer.ts';
export * from './layered-model.ts';
export * from './layers/activation.ts';
export * from './layers/batch-normalization.ts';
export * from './layers/bidirectional.ts';
export * from './layers/convolution.ts';
export * from './layers/dense.ts';
export * from './layers/dropout.ts';
export * from './layers/embedding.ts';
export * from './layers/merge.ts';
export * from './layers/pooling.ts';
export * from './layers/recurrent.ts';
export * from './layers/rescaling.ts';
export * from './layers/shape.ts';
export * from './layers/time-distributed.ts';
export type { CellActivationName, RecurrentLayer } from './recurrence.ts';
export type { Regularizer } from './regularizers.ts';
export * as regularizers from './regularizers.ts';
export * from './summary.ts';
export type { Padding } from './windows.ts';
