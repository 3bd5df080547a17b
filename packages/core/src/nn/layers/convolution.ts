/** Convolutions over pictures, channels first. */
import type { Shape } from '../../ir/value.ts';
import { toActivation } from '../activations.ts';
import { oneOf, onlyOptions, type Pair, pair, whole } from '../arguments.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import { type WeightOptions, weightOptionNames, weights } from '../weights.ts';
import { type Padding, paddings, picture, windowFor } from '../windows.ts';

export interface DepthwiseConv2DOptions extends WeightOptions {
  /** 1 by default. */
  readonly strides?: Pair;
  /** `'valid'` by default. */
  readonly padding?: Padding;
  /** 1 by default. */
  readonly dilationRate?: Pair;
  /** How many filters see each channel: 1 by default. */
  readonly depthMultiplier?: number;
}

export interface Conv2DOptions extends Omit<DepthwiseConv2DOptions, 'depthMultiplier'> {
  /** Channels are divided into so many groups, each with its own filters: 1 by default. */
  readonly groups?: number;
}

const windowOptionNames = [...weightOptionNames, 'strides', 'padding', 'dilationRate'];

/**
 * `[N, channels, height, width]` to `[N, filters, …]`. Parameters: kernel `[filters, channels / groups, kernelSize…]`,
 * bias `[filters]`.
 */
export function conv2D(filters: number, kernelSize: Pair, options: Conv2DOptions = {}): Layer {
  onlyOptions('conv2D', options, [...windowOptionNames, 'groups']);
  whole('conv2D', 'filters', filters);
  const group = whole('conv2D', 'groups', options.groups ?? 1);
  const { kernel: size, windowOver, activate } = common('conv2D', kernelSize, options);
  return layer(
    'Conv2D',
    (at, x) => {
      const { channels, spatial } = picture(at, x);
      if (channels % group !== 0) return at.fail(`${channels} channels do not divide into ${group} groups`);
      if (filters % group !== 0) return at.fail(`${filters} filters do not divide into ${group} groups`);
      const { kernel, bias } = weights(at, { shape: [filters, channels / group, ...size], units: filters }, options);
      return activate(at.g, at.g.conv(x, kernel, bias, { ...windowOver(at, spatial), group }), 1);
    },
    options,
  );
}

/**
 * Each channel by itself: `[N, channels, height, width]` to `[N, channels · depthMultiplier, …]`, the filters of one
 * channel side by side. Parameters: kernel `[channels · depthMultiplier, 1, kernelSize…]`, bias `[channels · depthMultiplier]`.
 */
export function depthwiseConv2D(kernelSize: Pair, options: DepthwiseConv2DOptions = {}): Layer {
  onlyOptions('depthwiseConv2D', options, [...windowOptionNames, 'depthMultiplier']);
  const multiplier = whole('depthwiseConv2D', 'depthMultiplier', options.depthMultiplier ?? 1);
  const { kernel: size, windowOver, activate } = common('depthwiseConv2D', kernelSize, options);
  return layer(
    'DepthwiseConv2D',
    (at, x) => {
      const { channels, spatial } = picture(at, x);
      const filters = channels * multiplier;
      // Keras keeps this kernel as [height, width, channels, multiplier] and takes its fans from there.
      const taps = size[0] * size[1];
      const fans = { in: taps * channels, out: taps * multiplier };
      const { kernel, bias } = weights(at, { shape: [filters, 1, ...size], units: filters, fans }, options);
      return activate(at.g, at.g.conv(x, kernel, bias, { ...windowOver(at, spatial), group: channels }), 1);
    },
    options,
  );
}

function common(where: string, kernelSize: Pair, options: DepthwiseConv2DOptions) {
  const kernel = pair(where, 'kernelSize', kernelSize);
  const strides = pair(where, 'strides', options.strides ?? 1);
  const dilations = pair(where, 'dilationRate', options.dilationRate ?? 1);
  const padding = oneOf(where, 'padding', options.padding ?? 'valid', paddings);
  return {
    kernel,
    activate: toActivation(where, options.activation ?? 'linear'),
    windowOver: (at: Site, spatial: Shape) => windowFor(at, spatial, padding, kernel, strides, dilations),
  };
}
