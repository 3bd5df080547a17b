/** What the networks with batch normalisation are made of, with PyTorch's padding and settings. */
import type { Initializer } from '../initializer.ts';
import { varianceScaling } from '../initializers.ts';
import type { Layer } from '../layer.ts';
import { activation } from '../layers/activation.ts';
import { batchNormalization } from '../layers/batch-normalization.ts';
import { conv2D } from '../layers/convolution.ts';

/** He et al. 2015, by what a filter feeds: what goes back through the network keeps its size. */
export const heFanOut = (): Initializer => varianceScaling({ scale: 2, mode: 'out', distribution: 'normal' });

/** PyTorch's: momentum counted as Keras does. */
export const normalized = (name: string): Layer => batchNormalization({ name, momentum: 0.9, epsilon: 1e-5 });

export interface ConvNormOptions {
  readonly strides?: number;
  readonly groups?: number;
  /** Behind the normalisation; none unless given. */
  readonly activation?: 'relu' | 'relu6';
  /** Of the convolution, the normalisation and the activation. */
  readonly names: readonly [conv: string, norm: string, activation?: string];
}

/** A convolution without a bias, padded on either side by half its kernel, a batch normalisation, and an activation. */
export function convNorm(filters: number, kernelSize: number, options: ConvNormOptions): Layer {
  const { strides = 1, groups = 1, activation: name, names } = options;
  const kernelInitializer = heFanOut();
  const padding = (kernelSize - 1) / 2;
  const conv = conv2D(filters, kernelSize, {
    strides,
    groups,
    padding,
    useBias: false,
    kernelInitializer,
    name: names[0],
  });
  const norm = normalized(names[1]);
  const activate = name && activation(name, { name: names[2] });
  return (x) => (activate ? activate(norm(conv(x))) : norm(conv(x)));
}
