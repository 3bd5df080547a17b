/** All pages by name. */
import type { PageName } from '../names.ts';
import type { AnyPage } from '../page.ts';
import { page as backpropagation } from './backpropagation.tsx';
import { page as cifar10Augmented } from './cifar10-augmented.tsx';
import { page as cifar10Cnn } from './cifar10-cnn.tsx';
import { page as cifar10Mlp } from './cifar10-mlp.tsx';
import { page as convolution } from './convolution.tsx';
import { page as descent } from './descent.tsx';
import { page as dropout } from './dropout.tsx';
import { page as earlyLayers } from './early-layers.tsx';
import { page as earlyStopping } from './early-stopping.tsx';
import { page as information } from './information.tsx';
import { page as learningRateDecay } from './learning-rate-decay.tsx';
import { page as localMinima } from './local-minima.tsx';
import { page as logistic } from './logistic.tsx';
import { page as longMemory } from './long-memory.tsx';
import { page as mlpOrCnn } from './mlp-or-cnn.tsx';
import { page as momentum } from './momentum.tsx';
import { page as multiLabel } from './multi-label.tsx';
import { page as oneHot } from './one-hot.tsx';
import { page as perceptron } from './perceptron.tsx';
import { page as pooling } from './pooling.tsx';
import { page as regression } from './regression.tsx';
import { page as softmax } from './softmax.tsx';
import { page as vanishingGradients } from './vanishing-gradients.tsx';
import { page as weightPenalties } from './weight-penalties.tsx';

export const pages: Readonly<Record<PageName, AnyPage>> = {
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
};
