import { type LayeredModel, sequential } from '../layered-model.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/shape.ts';
import type { ApplicationOptions } from './options.ts';

/** Two hidden layers on bare pixels: what a network reaches without convolutions. 3,590,642 parameters. */
export const cifar10Mlp = ({
  classes = 10,
  input = [3, 32, 32],
  classifierActivation = 'linear',
}: ApplicationOptions = {}): LayeredModel =>
  sequential({ input, name: 'cifar10-mlp' }, [
    flatten(),
    dense(1000, { activation: 'relu' }),
    dropout(0.2),
    dense(512, { activation: 'relu' }),
    dropout(0.2),
    dense(classes, { activation: classifierActivation }),
  ]);
