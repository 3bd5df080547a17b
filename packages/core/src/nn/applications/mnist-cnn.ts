import { type LayeredModel, sequential } from '../layered-model.ts';
import { conv2D } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { maxPooling2D } from '../layers/pooling.ts';
import { flatten } from '../layers/shape.ts';
import type { ApplicationOptions } from './options.ts';

/** A small convolutional network for handwritten digits. */
export const mnistCnn = ({
  classes = 10,
  input = [1, 28, 28],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  sequential({ input, name: 'mnist-cnn' }, [
    conv2D(16, 3, { activation: 'relu' }),
    maxPooling2D(2),
    conv2D(32, 3, { activation: 'relu' }),
    maxPooling2D(2),
    dropout(0.25),
    flatten(),
    dense(128, { activation: 'relu' }),
    dropout(0.5),
    dense(classes, { activation: classifierActivation }),
  ]);
