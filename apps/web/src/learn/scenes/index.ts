/** What each page computes; loaded when it is wanted. */
import type { PageName } from '../names.ts';
import type { SceneModule } from '../scene.ts';

export const scenes: Readonly<Record<PageName, () => Promise<SceneModule>>> = {
  logistic: () => import('./logistic.ts'),
  softmax: () => import('./softmax.ts'),
  'one-hot': () => import('./one-hot.ts'),
  'multi-label': () => import('./multi-label.ts'),
  information: () => import('./information.ts'),
  perceptron: () => import('./perceptron.ts'),
  backpropagation: () => import('./backpropagation.ts'),
  regression: () => import('./regression.ts'),
  descent: () => import('./descent.ts'),
  'learning-rate-decay': () => import('./learning-rate-decay.ts'),
  momentum: () => import('./momentum.ts'),
  'local-minima': () => import('./local-minima.ts'),
  'early-stopping': () => import('./early-stopping.ts'),
  'weight-penalties': () => import('./weight-penalties.ts'),
  dropout: () => import('./dropout.ts'),
  'vanishing-gradients': () => import('./vanishing-gradients.ts'),
  convolution: () => import('./convolution.ts'),
  pooling: () => import('./pooling.ts'),
  'mlp-or-cnn': () => import('./mlp-or-cnn.ts'),
  'early-layers': () => import('./early-layers.ts'),
  'cifar10-mlp': () => import('./cifar10-mlp.ts'),
  'cifar10-cnn': () => import('./cifar10-cnn.ts'),
  'cifar10-augmented': () => import('./cifar10-augmented.ts'),
  'long-memory': () => import('./long-memory.ts'),
};
