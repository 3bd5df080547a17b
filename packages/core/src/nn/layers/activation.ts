/** Activation functions as layers of their own. */
import type { Value } from '../../ir/value.ts';
import * as activations from '../activations.ts';
import { type Named, type Options, settle, unnamed } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

/** Any activation, by name or with parameters: `activation('relu')`, `activation(activations.elu({ alpha: 0.5 }))`. */
export const activation = (kind: activations.Activation, options: Options<Named> = {}): Layer =>
  asLayer('Activation', activations.toActivation('activation', kind), settle('activation', unnamed, options));

/** `max(0, x)` */
export const relu = (options: Options<Named> = {}): Layer =>
  asLayer('ReLU', activations.relu(), settle('relu', unnamed, options));

/** `x` where `x >= 0`, else `negativeSlope · x`; the slope is 0.3 by default, as that of Keras's layer. */
export const leakyRelu = ({
  name,
  negativeSlope = 0.3,
  ...others
}: Options<Named & activations.LeakyReluSettings> = {}): Layer =>
  asLayer('LeakyReLU', activations.leakyRelu({ negativeSlope, ...others }), { name });

/** `1 / (1 + exp(-slope · (x - midpoint)))`; by default midpoint 0 and slope 1. */
export const sigmoid = ({ name, ...options }: Options<Named & activations.SigmoidSettings> = {}): Layer =>
  asLayer('Sigmoid', activations.sigmoid(options), { name });

/** Probabilities along the units or channels, or along `axis`, at a temperature of 1 by default. */
export const softmax = ({ name, ...options }: Options<Named & activations.SoftmaxSettings> = {}): Layer =>
  asLayer('Softmax', activations.softmax(options), { name });

const asLayer = (type: string, activate: activations.ActivationFunction, settings: Named): Layer =>
  layer(type, (at, x) => activate(at.g, x, channelAxis(x)), settings);

/** Pictures have their channels first, everything else its units last. */
const channelAxis = ({ shape }: Value): number => (shape.length === 4 ? 1 : -1);
