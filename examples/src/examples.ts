/** All examples by name, in the order in which they are best read. */

import * as backpropagation from './backpropagation.ts';
import * as descent from './descent.ts';
import * as dropout from './dropout.ts';
import * as earlyStopping from './early-stopping.ts';
import type { Example } from './harness/example.ts';
import * as information from './information.ts';
import * as learningRateDecay from './learning-rate-decay.ts';
import * as localMinima from './local-minima.ts';
import * as logistic from './logistic.ts';
import * as momentum from './momentum.ts';
import * as oneHot from './one-hot.ts';
import * as perceptron from './perceptron.ts';
import * as softmax from './softmax.ts';
import * as weightPenalties from './weight-penalties.ts';

export const examples = {
  logistic,
  softmax,
  'one-hot': oneHot,
  information,
  perceptron,
  backpropagation,
  descent,
  'learning-rate-decay': learningRateDecay,
  momentum,
  'local-minima': localMinima,
  'early-stopping': earlyStopping,
  'weight-penalties': weightPenalties,
  dropout,
} satisfies Record<string, Example>;
