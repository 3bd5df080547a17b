/** Activation functions, by name or with parameters. Keras 3's names and defaults. */
import type { Builder } from '../builder.ts';
import { UsageError } from '../errors.ts';
import type { Value } from '../ir/value.ts';
import { type Options, withDefaults } from '../options.ts';

/** Emits a value of x's shape; `channels` is the axis of units or channels, for those that look along it. */
export type ActivationFunction = (g: Builder, x: Value, channels: number) => Value;

/** `x` */
export const linear = (): ActivationFunction => (_, x) => x;
/** `max(0, x)` */
export const relu = (): ActivationFunction => (g, x) => g.relu(x);
/** `min(max(0, x), 6)` */
export const relu6 = (): ActivationFunction => (g, x) => g.clip(x, 0, 6);
/** `(exp(x) - exp(-x)) / (exp(x) + exp(-x))` */
export const tanh = (): ActivationFunction => (g, x) => g.tanh(x);
/** `exp(x)` */
export const exponential = (): ActivationFunction => (g, x) => g.exp(x);

/** Settings of `leakyRelu`. */
export interface LeakyReluSettings {
  /** The slope below 0: 0.2 as an activation, 0.3 as a layer (Keras's defaults). */
  readonly negativeSlope: number;
}

/** `x` where `x >= 0`, else `negativeSlope · x`. */
export function leakyRelu(options: Options<LeakyReluSettings> = {}): ActivationFunction {
  const { negativeSlope } = withDefaults('leakyRelu', { negativeSlope: 0.2 }, options);
  const alpha = finite('leakyRelu', 'negativeSlope', negativeSlope);
  return (g, x) => g.leakyRelu(x, { alpha });
}

/** `x` where `x > 0`, else `alpha · (exp(x) - 1)`. */
export function elu(options: Options<{ readonly alpha: number }> = {}): ActivationFunction {
  const { alpha } = withDefaults('elu', { alpha: 1 }, options);
  finite('elu', 'alpha', alpha);
  // Each side sees only its half, so that exp does not overflow where it is not used.
  return (g, x) => g.add(g.relu(x), g.mul(g.sub(g.exp(g.neg(g.relu(g.neg(x)))), 1), alpha));
}

/** `x Φ(x)`, Φ being the normal distribution (Hendrycks & Gimpel 2016); exact, not by tanh. */
export const gelu = (): ActivationFunction => (g, x) => g.mul(g.mul(x, 0.5), g.add(g.erf(g.mul(x, Math.SQRT1_2)), 1));

/** `x · sigmoid(x)` */
export const silu = (): ActivationFunction => (g, x) => g.mul(x, g.sigmoid(x));

/** `log(1 + exp(x))` */
export const softplus = (): ActivationFunction => (g, x) => g.add(g.relu(x), g.log(g.add(g.exp(g.neg(g.abs(x))), 1)));

/** Settings of `sigmoid`; by default the logistic function itself. */
export interface SigmoidSettings {
  /** Where it is 1/2. */
  readonly midpoint: number;
  /** How steep it is, as a multiple. */
  readonly slope: number;
}

/** `1 / (1 + exp(-slope · (x - midpoint)))` */
export function sigmoid(options: Options<SigmoidSettings> = {}): ActivationFunction {
  const { midpoint, slope } = withDefaults('sigmoid', { midpoint: 0, slope: 1 }, options);
  finite('sigmoid', 'midpoint', midpoint);
  finite('sigmoid', 'slope', slope);
  return (g, x) => {
    const centred = midpoint === 0 ? x : g.sub(x, midpoint);
    return g.sigmoid(slope === 1 ? centred : g.mul(centred, slope));
  };
}

/** Settings of `softmax` and `logSoftmax`. */
export interface SoftmaxSettings {
  /** Above 1 flattens the probabilities, below 1 sharpens them. */
  readonly temperature: number;
  /** The axis that sums to 1, batch axis included; undefined: that of the units or channels. */
  readonly axis: number | undefined;
}

const alongAxis =
  (where: 'softmax' | 'logSoftmax') =>
  (options: Options<SoftmaxSettings> = {}): ActivationFunction => {
    const { temperature, axis } = withDefaults<SoftmaxSettings>(where, { temperature: 1, axis: undefined }, options);
    if (!(temperature > 0 && temperature < Infinity))
      throw new UsageError('temperature must be a number above 0', { where, received: String(temperature) });
    return (g, x, channels) => g[where](temperature === 1 ? x : g.div(x, temperature), { axis: axis ?? channels });
  };

/** `exp(x / temperature)`, divided by its sum along `axis`. */
export const softmax = alongAxis('softmax');
/** The logarithm of `softmax`. */
export const logSoftmax = alongAxis('logSoftmax');

const byName = {
  linear,
  relu,
  relu6,
  leaky_relu: leakyRelu,
  elu,
  gelu,
  silu,
  softplus,
  sigmoid,
  tanh,
  softmax,
  log_softmax: logSoftmax,
  exponential,
} satisfies Readonly<Record<string, () => ActivationFunction>>;

/** An activation with its default parameters, under Keras's name: `'relu'`, `'leaky_relu'`, `'log_softmax'`. */
export type ActivationName = keyof typeof byName;
/** What layers take for `activation`: a name, or a function, `activations.leakyRelu({ negativeSlope: 0.1 })`. */
export type Activation = ActivationName | ActivationFunction;

/** The function that an option means; `where` is the layer, for the error. */
export function toActivation(where: string, activation: Activation): ActivationFunction {
  if (typeof activation === 'function') return activation;
  if (!Object.hasOwn(byName, activation))
    throw new UsageError('there is no such activation', {
      where,
      expected: `one of ${Object.keys(byName).join(', ')}`,
      received: `'${activation}'`,
    });
  return byName[activation]();
}

function finite(where: string, name: string, value: number): number {
  if (!Number.isFinite(value))
    throw new UsageError(`${name} must be a finite number`, { where, received: String(value) });
  return value;
}
