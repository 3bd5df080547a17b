import { type LayeredModel, sequential } from '../layered-model.ts';
import { conv2D } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { maxPooling2D } from '../layers/pooling.ts';
import { flatten } from '../layers/shape.ts';
import type { ApplicationOptions } from './options.ts';

/** A small convolutional network for small colour pictures. 528,054 parameters. */
export const cifar10Cnn = ({
  classes = 10,
  input = [3, 32, 32],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  sequential({ input, name: 'cifar10-cnn' }, [
    conv2D(16, 2, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    conv2D(32, 2, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    conv2D(64, 2, { padding: 'same', activation: 'relu' }),
    maxPooling2D(2),
    dropout(0.3),
    flatten(),
    dense(500, { activation: 'relu' }),
    dropout(0.4),
    dense(classes, { activation: classifierActivation }),
  ]);
