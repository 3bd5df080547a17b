/** Convolutions over pictures, channels first. */
import type { Shape } from '../../ir/value.ts';
import { toActivation } from '../activations.ts';
import { type Options, type Pair, pair, settle, whole } from '../arguments.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import { type UnitSettings, unitDefaults, weights } from '../weights.ts';
import { type Padding, paddingOf, picture, windowFor } from '../windows.ts';

interface ConvolutionSettings extends UnitSettings {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilationRate: Pair;
}
const defaults: ConvolutionSettings = { ...unitDefaults, strides: 1, padding: 'valid', dilationRate: 1 };

/** Defaults: strides 1, padding `'valid'`, dilationRate 1, groups 1, and those of `dense`. */
export type Conv2DOptions = Options<
  ConvolutionSettings & {
    /** Channels are divided into so many groups, each with its own filters. */
    readonly groups: number;
  }
>;

/** Defaults: strides 1, padding `'valid'`, dilationRate 1, depthMultiplier 1, and those of `dense`. */
export type DepthwiseConv2DOptions = Options<
  ConvolutionSettings & {
    /** How many filters see each channel. */
    readonly depthMultiplier: number;
  }
>;

/**
 * `[N, channels, height, width]` to `[N, filters, …]`. Parameters: kernel `[filters, channels / groups, kernelSize…]`,
 * bias `[filters]`.
 */
export function conv2D(filters: number, kernelSize: Pair, options: Conv2DOptions = {}): Layer {
  const settings = settle('conv2D', { ...defaults, groups: 1 }, options);
  whole('conv2D', 'filters', filters);
  const group = whole('conv2D', 'groups', settings.groups);
  const { kernel: size, windowOver, activate } = common('conv2D', kernelSize, settings);
  return layer(
    'Conv2D',
    (at, x) => {
      const { channels, spatial } = picture(at, x);
      if (channels % group !== 0) return at.fail(`${channels} channels do not divide into ${group} groups`);
      if (filters % group !== 0) return at.fail(`${filters} filters do not divide into ${group} groups`);
      const { kernel, bias } = weights(at, { shape: [filters, channels / group, ...size], units: filters }, settings);
      return activate(at.g, at.g.conv(x, kernel, bias, { ...windowOver(at, spatial), group }), 1);
    },
    settings,
  );
}

/**
 * Each channel by itself: `[N, channels, height, width]` to `[N, channels · depthMultiplier, …]`, the filters of one
 * channel side by side. Parameters: kernel `[channels · depthMultiplier, 1, kernelSize…]`, bias `[channels · depthMultiplier]`.
 */
export function depthwiseConv2D(kernelSize: Pair, options: DepthwiseConv2DOptions = {}): Layer {
  const settings = settle('depthwiseConv2D', { ...defaults, depthMultiplier: 1 }, options);
  const multiplier = whole('depthwiseConv2D', 'depthMultiplier', settings.depthMultiplier);
  const { kernel: size, windowOver, activate } = common('depthwiseConv2D', kernelSize, settings);
  return layer(
    'DepthwiseConv2D',
    (at, x) => {
      const { channels, spatial } = picture(at, x);
      const filters = channels * multiplier;
      // Keras keeps this kernel as [height, width, channels, multiplier] and takes its fans from there.
      const taps = size[0] * size[1];
      const fans = { in: taps * channels, out: taps * multiplier };
      const { kernel, bias } = weights(at, { shape: [filters, 1, ...size], units: filters, fans }, settings);
      return activate(at.g, at.g.conv(x, kernel, bias, { ...windowOver(at, spatial), group: channels }), 1);
    },
    settings,
  );
}

function common(where: string, kernelSize: Pair, settings: ConvolutionSettings) {
  const kernel = pair(where, 'kernelSize', kernelSize);
  const strides = pair(where, 'strides', settings.strides);
  const dilations = pair(where, 'dilationRate', settings.dilationRate);
  const padding = paddingOf(where, settings.padding);
  return {
    kernel,
    activate: toActivation(where, settings.activation),
    windowOver: (at: Site, spatial: Shape) => windowFor(at, spatial, padding, kernel, strides, dilations),
  };
}
