/** Losses of classification. Classes come second, `[N, C, ...]`, and labels are class numbers, `[N, ...]`. */
import type { Shape, TensorType } from '../ir/value.ts';
import { absent, type Fail, int, op, string } from '../op.ts';
import { requireFloat, sameDType } from '../shapes.ts';

const lossAttributes = { ignore_index: int(absent), reduction: string('mean') };

function lossType(
  scores: TensorType,
  labels: TensorType,
  weights: TensorType | undefined,
  reduction: string,
  fail: Fail,
): TensorType {
  requireFloat(scores, fail);
  const [batch, classes, ...places] = scores.shape;
  if (batch === undefined || classes === undefined) return fail('needs [N, C, ...]');
  const expected: Shape = [batch, ...places];
  if (labels.dtype !== 'int64' && labels.dtype !== 'int32') fail(`labels must be int64 or int32, got ${labels.dtype}`);
  if (String(labels.shape) !== String(expected)) fail(`labels must be [${expected}], one class number for each place`);
  if (weights && String(weights.shape) !== String([classes])) fail(`weights must be [${classes}]`);
  if (!['none', 'sum', 'mean'].includes(reduction)) fail(`reduction must be none, sum or mean, got '${reduction}'`);
  return { dtype: sameDType([scores, weights], fail), shape: reduction === 'none' ? expected : [] };
}

/**
 * `-input[target] · weight[target]` at each place, 0 where the target is `ignore_index`. `'mean'` divides the sum by the
 * sum of the weights that took part, which is 0 / 0 where none did.
 */
export const negativeLogLikelihoodLoss = op('NegativeLogLikelihoodLoss', ['input', 'target', 'weight?'], {
  outputs: ['loss'],
  attributes: lossAttributes,
  infer: ({ input, target, weight }, { reduction }, fail) => lossType(input, target, weight, reduction, fail),
});

/** The same of `log_prob`, the logarithm of the softmax of the scores over the classes. */
export const softmaxCrossEntropyLoss = op('SoftmaxCrossEntropyLoss', ['scores', 'labels', 'weights?'], {
  outputs: ['output', 'log_prob?'],
  attributes: lossAttributes,
  infer({ scores, labels, weights }, { reduction }, fail) {
    const output = lossType(scores, labels, weights, reduction, fail);
    return [output, { dtype: scores.dtype, shape: scores.shape }];
  },
});
