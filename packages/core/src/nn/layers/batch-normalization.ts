/** Normalization with what is known of the whole batch. */
import { UsageError } from '../../errors.ts';
import { constant, nodeOf } from '../../ir/value.ts';
import { full } from '../../tensor.ts';
import { type Named, type Options, settle, show } from '../arguments.ts';
import { channelAxis } from '../channel-axis.ts';
import type { Initializer } from '../initializer.ts';
import { ones, zeros } from '../initializers.ts';
import { type Layer, layer } from '../layer.ts';
import type { Regularizer } from '../regularizers.ts';

interface BatchNormalizationSettings extends Named {
  /** How much of the moving averages stays at each step; PyTorch counts the other way, its 0.1 is 0.9 here. */
  readonly momentum: number;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether `beta` is added. */
  readonly center: boolean;
  /** Whether it is multiplied by `gamma`. */
  readonly scale: boolean;
  /** What has statistics of its own along it: by default the axis of the channels, 1 of pictures, else the last. */
  readonly axis: number | undefined;
  /** False: the layer goes by its averages in training too, and keeps them and `gamma` and `beta` as they are. */
  readonly trainable: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly movingMeanInitializer: Initializer;
  readonly movingVarianceInitializer: Initializer;
  readonly betaRegularizer: Regularizer | undefined;
  readonly gammaRegularizer: Regularizer | undefined;
}
/** Defaults: Keras's; momentum 0.99, epsilon 0.001, center and scale true. */
export type BatchNormalizationOptions = Options<BatchNormalizationSettings>;

const defaults: BatchNormalizationSettings = {
  name: undefined,
  momentum: 0.99,
  epsilon: 1e-3,
  center: true,
  scale: true,
  axis: undefined,
  trainable: true,
  betaInitializer: zeros(),
  gammaInitializer: ones(),
  movingMeanInitializer: zeros(),
  movingVarianceInitializer: ones(),
  betaRegularizer: undefined,
  gammaRegularizer: undefined,
};

/**
 * Ioffe & Szegedy 2015: `gamma · (x - mean) / sqrt(variance + epsilon) + beta` for each channel, any shape. In training mean and
 * variance are those of the batch, and move the averages, `momentum · average + (1 - momentum) · batch's`; in use they are the
 * averages. The variance is that of the population, as in Keras. Parameters, `[channels]` each: gamma, beta, and not trained
 * moving_mean and moving_variance.
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const settings = settle('batchNormalization', defaults, options);
  const { momentum, epsilon, trainable } = settings;
  if (!(momentum >= 0 && momentum <= 1))
    throw new UsageError('momentum is the share of the averages that stays at each step', {
      where: 'batchNormalization',
      expected: 'a number from 0 to 1',
      received: show(momentum),
    });
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new UsageError('epsilon must be a number from 0', { where: 'batchNormalization', received: show(epsilon) });
  return layer(
    'BatchNormalization',
    (at, x) => {
      const { g } = at;
      const axis = channelAxis(at, x, settings.axis);
      const channels = x.shape[axis];
      if (typeof channels !== 'number') return at.fail('needs to know how many channels there are');
      if (x.dtype !== at.dtype) return at.fail(`computes in ${at.dtype}`);
      const affine = (role: 'gamma' | 'beta', used: boolean, otherwise: number) =>
        used
          ? at.parameter(role, [channels], settings[`${role}Initializer`], {
              trainable,
              regularizer: settings[`${role}Regularizer`],
            })
          : constant(full(at.dtype, [channels], otherwise));
      const average = (role: string, initializer: Initializer) =>
        at.parameter(role, [channels], initializer, { trainable: false });
      const gamma = affine('gamma', settings.scale, 1);
      const beta = affine('beta', settings.center, 0);
      const mean = average('moving_mean', settings.movingMeanInitializer);
      const variance = average('moving_variance', settings.movingVarianceInitializer);

      const perm = axis === 1 ? undefined : exchanged(x.shape.length, axis);
      const moves = at.mode === 'train' && trainable;
      const made = g.batchNormalization(perm ? g.transpose(x, { perm }) : x, gamma, beta, mean, variance, {
        epsilon,
        momentum,
        training_mode: moves ? 1 : 0,
      });
      if (moves) {
        const [, nextMean, nextVariance] = nodeOf(made)!.outputs;
        at.next('moving_mean', nextMean!);
        at.next('moving_variance', nextVariance!);
      }
      return perm ? g.transpose(made, { perm }) : made;
    },
    settings,
  );
}

/** Axis 1 and another one exchanged. */
const exchanged = (rank: number, axis: number): number[] =>
  Array.from({ length: rank }, (_, i) => (i === axis ? 1 : i === 1 ? axis : i));
