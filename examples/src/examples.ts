/** All examples by name, in the order in which they are best read. */

import * as backpropagation from './backpropagation.ts';
import type { Example } from './harness/example.ts';
import * as information from './information.ts';
import * as logistic from './logistic.ts';
import * as mlpOrCnn from './mlp-or-cnn.ts';
import * as oneHot from './one-hot.ts';
import * as perceptron from './perceptron.ts';
import * as softmax from './softmax.ts';
import * as vanishingGradients from './vanishing-gradients.ts';

export const examples = {
  logistic,
  softmax,
  'one-hot': oneHot,
  information,
  perceptron,
  backpropagation,
  'vanishing-gradients': vanishingGradients,
  'mlp-or-cnn': mlpOrCnn,
} satisfies Record<string, Example>;
