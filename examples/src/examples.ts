/** All examples by name, in the order in which they are best read. */

import * as backpropagation from './backpropagation.ts';
import * as cifar10Augmented from './cifar10-augmented.ts';
import * as cifar10Cnn from './cifar10-cnn.ts';
import * as cifar10Mlp from './cifar10-mlp.ts';
import * as convolution from './convolution.ts';
import * as descent from './descent.ts';
import * as dropout from './dropout.ts';
import * as earlyLayers from './early-layers.ts';
import * as earlyStopping from './early-stopping.ts';
import type { Example } from './harness/example.ts';
import * as information from './information.ts';
import * as learningRateDecay from './learning-rate-decay.ts';
import * as localMinima from './local-minima.ts';
import * as logistic from './logistic.ts';
import * as longMemory from './long-memory.ts';
import * as mlpOrCnn from './mlp-or-cnn.ts';
import * as momentum from './momentum.ts';
import * as multiLabel from './multi-label.ts';
import * as oneHot from './one-hot.ts';
import * as perceptron from './perceptron.ts';
import * as pooling from './pooling.ts';
import * as regression from './regression.ts';
import * as softmax from './softmax.ts';
import * as vanishingGradients from './vanishing-gradients.ts';
import * as weightPenalties from './weight-penalties.ts';

export const examples = {
  logistic,
  softmax,
  'one-hot': oneHot,
  'multi-label': multiLabel,
  information,
  perceptron,
  backpropagation,
  regression,
  descent,
  'learning-rate-decay': learningRateDecay,
  momentum,
  'local-minima': localMinima,
  'early-stopping': earlyStopping,
  'weight-penalties': weightPenalties,
  dropout,
  'vanishing-gradients': vanishingGradients,
  convolution,
  pooling,
  'mlp-or-cnn': mlpOrCnn,
  'early-layers': earlyLayers,
  'cifar10-mlp': cifar10Mlp,
  'cifar10-cnn': cifar10Cnn,
  'cifar10-augmented': cifar10Augmented,
  'long-memory': longMemory,
} satisfies Record<string, Example>;
