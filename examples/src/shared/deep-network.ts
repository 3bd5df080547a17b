/**
 * A deep network that reads digits, in variants that differ in one thing. Weights for rectifiers: He et al. 2015. Leaky rectifiers:
 * Maas et al. 2013. Maxout: Goodfellow et al. 2013. Residual connections: He et al. 2016. Batch
 * normalisation: Ioffe & Szegedy 2015.
 */
import {
  type Activation,
  activations,
  add,
  batchNormalization,
  type Clip,
  clipByGlobalNorm,
  dense,
  flatten,
  functional,
  initializers,
  type Layer,
  type LayeredModel,
  maxout,
  regularizers,
  sigmoid,
} from '@graftml/core';

/** One way to build the network. */
export interface Variant {
  readonly name: string;
  readonly group: 'functions' | 'vanishing' | 'exploding';
  /** The hidden layer of a number, from 1. */
  readonly hidden: (index: number) => Layer;
  /** Each hidden layer only adds to what the one before gave. */
  readonly residual?: boolean;
  /** A few layers first, then a few more on top of them, and so on; then all together. */
  readonly pretrained?: boolean;
  readonly clip?: Clip;
}

export const units = 32;
export const hiddenName = (index: number): string => `hidden${index}`;
const named = (index: number) => ({ name: hiddenName(index) });
const { glorotUniform, varianceScaling } = initializers;

/** With weights that keep the size of signals from layer to layer (for rectifiers), times `scale`. */
const rectifier = (activation: Activation, scale = 1, penalty = 0) => {
  const kernelInitializer = varianceScaling({ scale: 2 * scale ** 2 });
  const kernelRegularizer = penalty > 0 ? regularizers.l2(penalty) : undefined;
  return (index: number) => dense(units, { ...named(index), activation, kernelInitializer, kernelRegularizer });
};
const bounded = (activation: Activation) => (index: number) =>
  dense(units, { ...named(index), activation, kernelInitializer: glorotUniform() });
const normalized = (index: number): Layer => {
  const [linear, norm, activate] = [
    dense(units, { ...named(index), useBias: false }),
    batchNormalization({ name: `${hiddenName(index)}_norm`, momentum: 0.9 }),
    sigmoid(),
  ];
  return (x) => activate(norm(linear(x)));
};

const largest = (index: number) =>
  maxout(units, 2, { ...named(index), kernelInitializer: varianceScaling({ scale: 0.8 }) });

/** What is changed: one thing at a time. */
export function variants(depth: number): Variant[] {
  const tooLarge = rectifier('relu', 200 ** (1 / depth)); // signals grow 200-fold on their way
  const penalized = rectifier('relu', 200 ** (1 / depth), 0.01);
  const leaky = activations.leakyRelu({ negativeSlope: 0.1 });
  const clip = clipByGlobalNorm(2);
  return [
    { group: 'functions', name: 'sigmoid', hidden: bounded('sigmoid') },
    { group: 'functions', name: 'tanh', hidden: bounded('tanh') },
    { group: 'functions', name: 'relu', hidden: rectifier('relu') },
    { group: 'functions', name: 'leaky relu', hidden: rectifier(leaky) },
    { group: 'functions', name: 'maxout', hidden: largest },
    { group: 'vanishing', name: '+ batch norm', hidden: normalized },
    { group: 'vanishing', name: '+ residual', hidden: bounded('sigmoid'), residual: true },
    { group: 'vanishing', name: '+ pretraining', hidden: bounded('sigmoid'), pretrained: true },
    { group: 'exploding', name: 'relu, large', hidden: tooLarge },
    { group: 'exploding', name: '+ L2', hidden: penalized },
    { group: 'exploding', name: '+ clipping', hidden: tooLarge, clip },
    { group: 'exploding', name: '+ both', hidden: penalized, clip },
  ];
}

/** Digits, `layers` hidden layers, ten classes. */
export const build = ({ hidden, residual }: Variant, side: number, layers: number): LayeredModel =>
  functional({ input: [1, side, side], name: 'deep' }, (x) => {
    let flow = hidden(1)(flatten()(x));
    for (let index = 2; index <= layers; index++) {
      const made = hidden(index)(flow);
      flow = residual ? add()(flow, made) : made;
    }
    return dense(10, { name: 'classes' })(flow);
  });
