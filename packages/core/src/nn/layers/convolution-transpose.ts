/** The way back from a convolution: larger pictures from smaller ones. */

import { UsageError } from '../../errors.ts';
import { toActivation } from '../activations.ts';
import { type Options, oneOf, type Pair, pair, settle, show, whole } from '../arguments.ts';
import { type Layer, layer } from '../layer.ts';
import { type UnitSettings, unitDefaults, weights } from '../weights.ts';
import { type NamedPadding, paddings, picture } from '../windows.ts';

interface Conv2DTransposeSettings extends UnitSettings {
  readonly strides: Pair;
  /** `'same'`: the height and width times the strides; `'valid'`: everything that a window reaches. */
  readonly padding: NamedPadding;
  readonly dilationRate: Pair;
}
/** Defaults: strides 1, padding `'valid'`, dilationRate 1, and those of `dense`. */
export type Conv2DTransposeOptions = Options<Conv2DTransposeSettings>;

/**
 * The transpose of a `conv2D` with the same options, as a linear map: `[N, channels, height, width]` to `[N, filters, …]`, for
 * padding `'same'` the height and width times the strides, for `'valid'` `(size - 1) · stride + reach`, or as much as the strides
 * if that is more (TensorFlow's rules). Parameters: kernel `[channels, filters, kernelSize…]`, bias `[filters]`.
 */
export function conv2DTranspose(filters: number, kernelSize: Pair, options: Conv2DTransposeOptions = {}): Layer {
  const where = 'conv2DTranspose';
  const settings = settle<Conv2DTransposeSettings>(
    where,
    { ...unitDefaults, strides: 1, padding: 'valid', dilationRate: 1 },
    options,
  );
  whole(where, 'filters', filters);
  const size = pair(where, 'kernelSize', kernelSize);
  const strides = pair(where, 'strides', settings.strides);
  const dilations = pair(where, 'dilationRate', settings.dilationRate);
  const padding = oneOf(where, 'padding', settings.padding, paddings);
  if (strides.some((n) => n > 1) && dilations.some((n) => n > 1))
    throw new UsageError('strides and dilationRate cannot both be above 1', {
      where,
      received: `strides ${show(settings.strides)}, dilationRate ${show(settings.dilationRate)}`,
    });
  const activate = toActivation(where, settings.activation);
  // What the windows reach beyond size · stride: cut off for 'same', and filled up where they reach less.
  const beyond = size.map((n, i) => (n - 1) * dilations[i]! + 1 - strides[i]!);
  const cut = beyond.map((n) => (padding === 'same' ? Math.max(n, 0) : 0));
  const begins = cut.map((n) => Math.floor(n / 2));
  const window = {
    kernel_shape: size,
    strides,
    dilations,
    pads: [...begins, ...cut.map((n, i) => n - begins[i]!)],
    output_padding: beyond.map((n) => Math.max(-n, 0)),
  };
  return layer(
    'Conv2DTranspose',
    (at, x) => {
      const { channels } = picture(at, x);
      const { kernel, bias } = weights(at, { shape: [channels, filters, ...size], units: filters }, settings);
      return activate(at.g, at.g.convTranspose(x, kernel, bias, window), 1);
    },
    settings,
  );
}
