/** Activation functions as layers of their own. */
import type { Value } from '../../ir/value.ts';
import * as activations from '../activations.ts';
import { onlyOptions } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';

interface Named {
  readonly name?: string;
}

/** Any activation, by name or with parameters: `activation('relu')`, `activation(activations.softplus())`. */
export function activation(kind: activations.Activation, options: Named = {}): Layer {
  onlyOptions('activation', options, ['name']);
  return asLayer('Activation', activations.toActivation('activation', kind), options);
}

/** `max(0, x)` */
export function relu(options: Named = {}): Layer {
  onlyOptions('relu', options, ['name']);
  return asLayer('ReLU', activations.relu(), options);
}

/** `x` where `x >= 0`, else `negativeSlope · x`; the slope is 0.3 by default, as in Keras's layer. */
export function leakyRelu({ negativeSlope = 0.3, ...options }: Named & activations.LeakyReluOptions = {}): Layer {
  onlyOptions('leakyRelu', options, ['name']);
  return asLayer('LeakyReLU', activations.leakyRelu({ negativeSlope }), options);
}

/** `1 / (1 + exp(-slope · (x - midpoint)))` */
export function sigmoid(options: Named & activations.SigmoidOptions = {}): Layer {
  onlyOptions('sigmoid', options, ['name', 'midpoint', 'slope']);
  return asLayer('Sigmoid', activations.sigmoid(options), options);
}

/** Probabilities along the units or channels, or along `axis`. */
export function softmax(options: Named & activations.SoftmaxOptions = {}): Layer {
  onlyOptions('softmax', options, ['name', 'temperature', 'axis']);
  return asLayer('Softmax', activations.softmax(options), options);
}

const asLayer = (type: string, activate: activations.ActivationFunction, options: Named): Layer =>
  layer(type, (at, x) => activate(at.g, x, channelAxis(x)), options);

/** Pictures have their channels first, everything else its units last. */
const channelAxis = ({ shape }: Value): number => (shape.length === 4 ? 1 : -1);
