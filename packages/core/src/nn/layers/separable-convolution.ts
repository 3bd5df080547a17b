/** A convolution in two cheaper ones. */
import { toActivation } from '../activations.ts';
import { type Options, type Pair, pair, settle, whole } from '../arguments.ts';
import type { Initializer } from '../initializer.ts';
import { glorotUniform } from '../initializers.ts';
import { type Layer, layer } from '../layer.ts';
import type { Regularizer } from '../regularizers.ts';
import { type UnitSettings, unitDefaults } from '../weights.ts';
import { type Padding, paddingOf, picture, windowFor } from '../windows.ts';

interface SeparableConv2DSettings extends Omit<UnitSettings, 'kernelInitializer' | 'kernelRegularizer'> {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilationRate: Pair;
  /** How many filters see each channel in the first of the two. */
  readonly depthMultiplier: number;
  readonly depthwiseInitializer: Initializer;
  readonly pointwiseInitializer: Initializer;
  readonly depthwiseRegularizer: Regularizer | undefined;
  readonly pointwiseRegularizer: Regularizer | undefined;
}
/** Defaults: strides 1, padding `'valid'`, dilationRate 1, depthMultiplier 1, and those of `dense`. */
export type SeparableConv2DOptions = Options<SeparableConv2DSettings>;

const { kernelInitializer: _, kernelRegularizer: __, ...others } = unitDefaults;
const defaults: SeparableConv2DSettings = {
  ...others,
  strides: 1,
  padding: 'valid',
  dilationRate: 1,
  depthMultiplier: 1,
  depthwiseInitializer: glorotUniform(),
  pointwiseInitializer: glorotUniform(),
  depthwiseRegularizer: undefined,
  pointwiseRegularizer: undefined,
};

/**
 * A depthwise convolution, each channel by itself, then one of 1 × 1 across channels (Chollet 2017): `[N, channels, height, width]`
 * to `[N, filters, …]`. Parameters: depthwise_kernel `[channels · depthMultiplier, 1, kernelSize…]`, pointwise_kernel
 * `[filters, channels · depthMultiplier, 1, 1]`, bias `[filters]`.
 */
export function separableConv2D(filters: number, kernelSize: Pair, options: SeparableConv2DOptions = {}): Layer {
  const where = 'separableConv2D';
  const settings = settle(where, defaults, options);
  whole(where, 'filters', filters);
  const multiplier = whole(where, 'depthMultiplier', settings.depthMultiplier);
  const size = pair(where, 'kernelSize', kernelSize);
  const strides = pair(where, 'strides', settings.strides);
  const dilations = pair(where, 'dilationRate', settings.dilationRate);
  const padding = paddingOf(where, settings.padding);
  const activate = toActivation(where, settings.activation);
  const { trainable } = settings;
  return layer(
    'SeparableConv2D',
    (at, x) => {
      const { g } = at;
      const { channels, spatial } = picture(at, x);
      const between = channels * multiplier;
      const taps = size[0] * size[1];
      const depthwise = at.parameter('depthwise_kernel', [between, 1, ...size], settings.depthwiseInitializer, {
        trainable,
        regularizer: settings.depthwiseRegularizer,
        // As Keras takes them from [height, width, channels, multiplier].
        fans: { in: taps * channels, out: taps * multiplier },
      });
      const pointwise = at.parameter('pointwise_kernel', [filters, between, 1, 1], settings.pointwiseInitializer, {
        trainable,
        regularizer: settings.pointwiseRegularizer,
      });
      const bias = settings.useBias
        ? at.parameter('bias', [filters], settings.biasInitializer, {
            trainable,
            regularizer: settings.biasRegularizer,
          })
        : undefined;
      const window = windowFor(at, spatial, padding, size, strides, dilations);
      const apart = g.conv(x, depthwise, undefined, { ...window, group: channels });
      return activate(g, g.conv(apart, pointwise, bias, { kernel_shape: [1, 1] }), 1);
    },
    settings,
  );
}
