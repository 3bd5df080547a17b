/** Networks by name, as a command line asks for them. */
import type { LayeredModel } from '../layered-model.ts';
import { cifar10Cnn } from './cifar10-cnn.ts';
import { cifar10Mlp } from './cifar10-mlp.ts';
import { mnistCnn } from './mnist-cnn.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import type { ApplicationOptions } from './options.ts';
import { resnet18, resnet50 } from './resnet.ts';
import { resnet20 } from './resnet20.ts';
import { vgg16 } from './vgg16.ts';

export { cifar10Cnn } from './cifar10-cnn.ts';
export { cifar10Mlp } from './cifar10-mlp.ts';
export { mnistCnn } from './mnist-cnn.ts';
export { mobileNetV2 } from './mobilenet-v2.ts';
export type { ApplicationOptions } from './options.ts';
export { resnet18, resnet50 } from './resnet.ts';
export { resnet20 } from './resnet20.ts';
export { vgg16 } from './vgg16.ts';

/** The collection, each network under its name: `applications['mobilenet-v2']({ classes: 5 })`. */
export const applications = {
  'cifar10-mlp': cifar10Mlp,
  'cifar10-cnn': cifar10Cnn,
  'mnist-cnn': mnistCnn,
  vgg16,
  resnet18,
  resnet50,
  resnet20,
  'mobilenet-v2': mobileNetV2,
} satisfies Readonly<Record<string, (options?: ApplicationOptions) => LayeredModel>>;

/** `'vgg16'`, `'resnet50'`, … */
export type ApplicationName = keyof typeof applications;
