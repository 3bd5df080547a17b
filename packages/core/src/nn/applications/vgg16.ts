import { type LayeredModel, sequential } from '../layered-model.ts';
import { conv2D } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { maxPooling2D } from '../layers/pooling.ts';
import { flatten } from '../layers/shape.ts';
import type { ApplicationOptions } from './options.ts';

/** The convolutions of each block: how many, and of how many filters. */
const blocks = [
  [2, 64],
  [2, 128],
  [3, 256],
  [3, 512],
  [3, 512],
] as const;

/**
 * Simonyan & Zisserman, Very deep convolutional networks for large-scale image recognition (2014), configuration D, with
 * Keras's names of layers. 138,357,544 parameters.
 */
export const vgg16 = ({
  classes = 1000,
  input = [3, 224, 224],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  sequential({ input, name: 'vgg16' }, [
    ...blocks.flatMap(([convolutions, filters], b) => [
      ...Array.from({ length: convolutions }, (_, c) =>
        conv2D(filters, 3, { padding: 'same', activation: 'relu', name: `block${b + 1}_conv${c + 1}` }),
      ),
      maxPooling2D(2, { name: `block${b + 1}_pool` }),
    ]),
    flatten(),
    dense(4096, { activation: 'relu', name: 'fc1' }),
    dense(4096, { activation: 'relu', name: 'fc2' }),
    dense(classes, { activation: classifierActivation, name: 'predictions' }),
  ]);
