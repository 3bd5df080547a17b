import { type LayeredModel, sequential } from '../layered-model.ts';
import { conv2D } from '../layers/convolution.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { maxPooling2D } from '../layers/pooling.ts';
import { flatten } from '../layers/shape.ts';
import type { ApplicationOptions } from './options.ts';

/**
 * A small convolutional network for handwritten digits, after LeNet-5 (LeCun et al. 1998). 80,202 parameters; five epochs
 * of RMSprop in batches of 64 brought it to 99.2 % on the test pictures of MNIST.
 */
export const mnistCnn = ({
  classes = 10,
  input = [1, 28, 28],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  sequential({ input, name: 'mnist-cnn' }, [
    conv2D(16, 5, { activation: 'relu' }),
    maxPooling2D(2),
    conv2D(32, 5, { activation: 'relu' }),
    maxPooling2D(2),
    flatten(),
    dropout(0.3),
    dense(128, { activation: 'relu' }),
    dropout(0.3),
    dense(classes, { activation: classifierActivation }),
  ]);
