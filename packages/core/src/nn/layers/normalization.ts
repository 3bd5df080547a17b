/** Normalization of each example by itself. */
import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import { constant, type Value } from '../../ir/value.ts';
import { full } from '../../tensor.ts';
import { type Named, type Options, settle, show } from '../arguments.ts';
import { channelAxis } from '../channel-axis.ts';
import type { Initializer } from '../initializer.ts';
import { ones, zeros } from '../initializers.ts';
import { type Layer, layer, type Site } from '../layer.ts';
import type { Regularizer } from '../regularizers.ts';

interface AffineSettings extends Named {
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether `beta` is added. */
  readonly center: boolean;
  /** Whether it is multiplied by `gamma`. */
  readonly scale: boolean;
  readonly betaInitializer: Initializer;
  readonly gammaInitializer: Initializer;
  readonly betaRegularizer: Regularizer | undefined;
  readonly gammaRegularizer: Regularizer | undefined;
  readonly trainable: boolean;
}
const affineDefaults: AffineSettings = {
  name: undefined,
  epsilon: 1e-3,
  center: true,
  scale: true,
  betaInitializer: zeros(),
  gammaInitializer: ones(),
  betaRegularizer: undefined,
  gammaRegularizer: undefined,
  trainable: true,
};

interface LayerNormalizationSettings extends AffineSettings {
  /** What is normalised together: by default the axis of the channels, 1 of pictures, else the last. Counted with the batch. */
  readonly axis: number | readonly number[] | undefined;
}
/** Defaults: Keras's; epsilon 0.001, center and scale true. */
export type LayerNormalizationOptions = Options<LayerNormalizationSettings>;

/**
 * Ba et al. 2016: `gamma · (x - mean) / sqrt(variance + epsilon) + beta`, mean and variance over `axis` of each example, at each
 * place by itself; any shape. Parameters, of the extents of `axis`: gamma, beta.
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  const settings = settle<LayerNormalizationSettings>(
    'layerNormalization',
    { ...affineDefaults, axis: undefined },
    options,
  );
  checkEpsilon('layerNormalization', settings);
  return layer(
    'LayerNormalization',
    (at, x) => {
      const { g } = at;
      const axes = axesOf(at, x, settings.axis);
      const rank = x.shape.length;
      const shape = knownExtents(at, x, axes);
      const perm = [...Array.from({ length: rank }, (_, i) => i).filter((i) => !axes.includes(i)), ...axes];
      const isTurned = perm.some((axis, i) => axis !== i);
      const { gamma, beta } = affine(at, shape, settings);
      const made = g.layerNormalization(
        isTurned ? g.transpose(x, { perm }) : x,
        gamma ?? constant(full(at.dtype, shape, 1)),
        beta,
        { axis: -axes.length, epsilon: settings.epsilon },
      );
      return isTurned ? g.transpose(made, { perm: perm.map((_, i) => perm.indexOf(i)) }) : made;
    },
    settings,
  );
}

function axesOf(at: Site, x: Value, axis: LayerNormalizationSettings['axis']): readonly number[] {
  if (typeof axis !== 'object') return [channelAxis(at, x, axis)];
  const axes = axis.map((one) => channelAxis(at, x, one)).sort((a, b) => a - b);
  if (axes.length === 0 || axes.some((one, i) => one === axes[i - 1]))
    return at.fail('axis must name one or more axes, each once', { received: show(axis) });
  return axes;
}

interface GroupNormalizationSettings extends AffineSettings {
  readonly axis: number | undefined;
}
/** Defaults: Keras's; epsilon 0.001, center and scale true. */
export type GroupNormalizationOptions = Options<GroupNormalizationSettings>;

/**
 * Wu & He 2018: the channels of each example are divided into `groups`, and each group is brought to mean 0 and variance 1, then
 * `· gamma + beta` channel by channel; any shape. 1 group is all channels together; -1 stands for as many groups as channels,
 * instance normalisation (Ulyanov et al. 2016). Parameters, `[channels]` each: gamma, beta. The channels are axis 1 of pictures,
 * else the last, or `axis`.
 */
export function groupNormalization(groups = 32, options: GroupNormalizationOptions = {}): Layer {
  const settings = settle<GroupNormalizationSettings>(
    'groupNormalization',
    { ...affineDefaults, axis: undefined },
    options,
  );
  if (!(Number.isInteger(groups) && (groups >= 1 || groups === -1)))
    throw new UsageError('groups must be a whole number from 1, or -1 for one group a channel', {
      where: 'groupNormalization',
      received: show(groups),
    });
  checkEpsilon('groupNormalization', settings);
  return layer(
    'GroupNormalization',
    (at, x) => {
      const { g } = at;
      const axis = channelAxis(at, x, settings.axis);
      const [channels] = knownExtents(at, x, [axis]) as [number];
      const count = groups === -1 ? channels : groups;
      if (channels % count !== 0) return at.fail(`${channels} channels do not divide into ${count} groups`);
      const { gamma, beta } = affine(at, [channels], settings);
      const swap = Array.from(x.shape, (_, i) => (i === axis ? 1 : i === 1 ? axis : i));
      const turned = axis === 1 ? x : g.transpose(x, { perm: swap });
      const rest = knownExtents(at, turned, turned.shape.map((_, i) => i).slice(1));
      // Each group in one row, normalised like a channel of its own.
      const rows = g.reshape(turned, [0, count, -1]);
      const one = (value: number) => constant(full(at.dtype, [count], value));
      const normal = g.instanceNormalization(rows, one(1), one(0), { epsilon: settings.epsilon });
      const broadcast = [channels, ...rest.slice(1).map(() => 1)];
      let made = g.reshape(normal, [0, ...rest]);
      if (gamma) made = g.mul(made, g.reshape(gamma, broadcast));
      if (beta) made = g.add(made, g.reshape(beta, broadcast));
      return axis === 1 ? made : g.transpose(made, { perm: swap });
    },
    settings,
  );
}

/** The parameters gamma and beta, where the settings ask for them. */
function affine(at: Site, shape: readonly number[], settings: AffineSettings) {
  const { trainable } = settings;
  const parameter = (role: 'gamma' | 'beta', used: boolean) =>
    used
      ? at.parameter(role, shape, settings[`${role}Initializer`], {
          trainable,
          regularizer: settings[`${role}Regularizer`],
        })
      : undefined;
  return { gamma: parameter('gamma', settings.scale), beta: parameter('beta', settings.center) };
}

function knownExtents(at: Site, { shape }: Value, axes: readonly number[]): number[] {
  return axes.map((axis) => {
    const extent = shape[axis];
    return typeof extent === 'number'
      ? extent
      : at.fail('needs to know all extents but the batch', { received: showShape(shape) });
  });
}

function checkEpsilon(where: string, { epsilon }: AffineSettings): void {
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new UsageError('epsilon must be a number from 0', { where, received: show(epsilon) });
}
