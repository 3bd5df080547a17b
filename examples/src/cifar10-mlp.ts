/**
 * Ten kinds of small colour photographs, and a network of dense layers: every pixel has its own weights, and that its neighbours are
 * neighbours is nothing that the network knows. It has seven times the weights of the convolutional network of cifar10-cnn, and names
 * about four pictures of ten right. With 20 epochs it takes minutes.
 */
import { cifar10Mlp } from '@graftml/core';
import type { Stage } from './harness/example.ts';
import { cifar10, cifar10Course } from './shared/cifar10.ts';

export const title = 'CIFAR-10 by a dense network, which sees pixels and no picture';

export const data = cifar10;
export const epochs = 20;

// Few pictures are few steps, and so many weights overshoot in the first of them: they are smaller in the quick form.
export const run = (stage: Stage) => cifar10Course(cifar10Mlp(), stage, { learningRate: stage.quick ? 1e-4 : 1e-3 });
