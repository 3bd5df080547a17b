/** Normalization: over the batch, over a layer, over groups of channels, over neighbours. Channels come second. */
import type { Shape, TensorType } from '../ir/value.ts';
import { type Fail, float, int, ints, op } from '../op.ts';
import { axesOf, axisOf, broadcast, requireFloat, sameDType } from '../shapes.ts';

/** `[N, C, ...]`; a vector counts as one channel. */
const channelsOf = ({ shape }: TensorType, fail: Fail) =>
  shape.length === 1 ? 1 : (shape[1] ?? fail('needs [N, C, ...]'));

/** Throws unless each of these is a list of one number for each of `count` things. */
function requireLists(lists: Readonly<Record<string, TensorType>>, count: Shape[number], what: string, fail: Fail) {
  for (const [name, { shape }] of Object.entries(lists))
    if (shape.length !== 1 || shape[0] !== count) fail(`${name} must be [${count}], one number for each ${what}`);
}

/**
 * `(x - mean) / sqrt(var + epsilon) · scale + b` for each channel (Ioffe & Szegedy 2015). Mean and variance are the
 * stored ones, or with `training_mode` those of this very batch; then the second and third output are
 * `stored · momentum + batch's · (1 - momentum)`, both by the variance of the population (divided by n).
 */
export const batchNormalization = op('BatchNormalization', ['x', 'scale', 'b', 'input_mean', 'input_var'], {
  outputs: ['y', 'running_mean?', 'running_var?'],
  attributes: { epsilon: float(1e-5), momentum: float(0.9), training_mode: int(0) },
  infer({ x, scale, b, input_mean, input_var }, { training_mode }, fail) {
    requireFloat(x, fail);
    const channels = channelsOf(x, fail);
    requireLists({ scale, b, input_mean, input_var }, channels, 'channel', fail);
    const dtype = sameDType([x, scale, b, input_mean, input_var], fail);
    const statistic: TensorType = { dtype, shape: [channels] };
    return training_mode ? [{ dtype, shape: x.shape }, statistic, statistic] : [{ dtype, shape: x.shape }];
  },
});

/**
 * Over the axes from `axis` on (Ba et al. 2016): mean 0, variance 1, then `· scale + b`, which broadcast to those axes.
 * The other outputs are what was taken away and what was multiplied by, of extent 1 along the normalized axes; they have
 * x's dtype. `stash_type` must be 1: nothing is computed in less than float32.
 */
export const layerNormalization = op('LayerNormalization', ['x', 'scale', 'b?'], {
  outputs: ['y', 'mean?', 'inv_std_dev?'],
  attributes: { axis: int(-1), epsilon: float(1e-5), stash_type: int(1) },
  infer({ x, scale, b }, { axis, stash_type }, fail) {
    requireFloat(x, fail);
    if (stash_type !== 1) fail(`stash_type must be 1, float32, got ${stash_type}`);
    const first = axisOf(axis, x.shape.length, fail);
    const normalized = x.shape.slice(first);
    for (const [name, list] of Object.entries({ scale, b }))
      if (list && String(broadcast([normalized, list.shape], fail)) !== String(normalized))
        fail(`${name} does not broadcast to the normalized axes [${normalized}]`);
    const dtype = sameDType([x, scale, b], fail);
    const statistic: TensorType = { dtype, shape: x.shape.map((size, i) => (i < first ? size : 1)) };
    return [{ dtype, shape: x.shape }, statistic, statistic];
  },
});

/** Each channel of each picture by itself (Ulyanov et al. 2016), then `· scale + b` of its channel. */
export const instanceNormalization = op('InstanceNormalization', ['input', 'scale', 'b'], {
  attributes: { epsilon: float(1e-5) },
  infer({ input, scale, b }, _, fail) {
    requireFloat(input, fail);
    if (input.shape.length < 3) fail('needs [N, C, ...spatial]');
    requireLists({ scale, b }, input.shape[1]!, 'channel', fail);
    return { dtype: sameDType([input, scale, b], fail), shape: input.shape };
  },
});

/** Each group of channels of each picture by itself (Wu & He 2018), then `· scale + bias` of its *group*. */
export const groupNormalization = op('GroupNormalization', ['x', 'scale', 'bias'], {
  attributes: { epsilon: float(1e-5), num_groups: int() },
  infer({ x, scale, bias }, { num_groups }, fail) {
    requireFloat(x, fail);
    const channels = x.shape[1] ?? fail('needs [N, C, ...]');
    if (num_groups < 1 || (typeof channels === 'number' && channels % num_groups !== 0))
      fail(`${channels} channels do not divide into ${num_groups} groups`);
    requireLists({ scale, bias }, num_groups, 'group', fail);
    return { dtype: sameDType([x, scale, bias], fail), shape: x.shape };
  },
});

/**
 * `x / (bias + alpha / size · s)^beta`, where s is the sum of the squares of `size` neighbouring channels (Krizhevsky
 * et al. 2012, section 3.3); of an even `size`, the larger half comes after.
 */
export const lrn = op('LRN', ['x'], {
  attributes: { alpha: float(1e-4), beta: float(0.75), bias: float(1), size: int() },
  infer({ x }, { size }, fail) {
    requireFloat(x, fail);
    if (x.shape.length < 2) fail('needs [N, C, ...]');
    if (size < 1) fail(`size must be at least 1, got ${size}`);
    return { dtype: x.dtype, shape: x.shape };
  },
});

/** `(x - mean) / (standard deviation + 1e-9)` over `axes`. */
export const meanVarianceNormalization = op('MeanVarianceNormalization', ['x'], {
  attributes: { axes: ints([0, 2, 3]) },
  infer({ x }, { axes }, fail) {
    requireFloat(x, fail);
    axesOf(axes, x.shape.length, fail);
    return { dtype: x.dtype, shape: x.shape };
  },
});

/** Divided by the norm along one axis, `sum |x|` for p = 1 or `sqrt(sum x²)` for 2; a line of zeros stays. */
export const lpNormalization = op('LpNormalization', ['input'], {
  attributes: { axis: int(-1), p: int(2) },
  infer({ input }, { axis, p }, fail) {
    requireFloat(input, fail);
    axisOf(axis, input.shape.length, fail);
    if (p !== 1 && p !== 2) fail(`p must be 1 or 2, got ${p}`);
    return { dtype: input.dtype, shape: input.shape };
  },
});
