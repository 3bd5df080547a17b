import type { Builder } from '../builder.ts';
import { constant, type Value } from '../ir/value.ts';
import { perChannel } from '../moments.ts';
import { absent } from '../op.ts';
import type { Ops } from '../ops/index.ts';
import { tensor } from '../tensor.ts';
import type { Expansion } from './expansion.ts';

/** Classes are picked by comparison with their numbers, so that a log-probability of -infinity elsewhere does no harm. */
export const negativeLogLikelihoodLoss: Expansion<Ops['negativeLogLikelihoodLoss']> = (
  g,
  { input, target, weight, attributes: { ignore_index, reduction } },
) => {
  const isTarget = g.equal(g.unsqueeze(target, [1]), classNumbers(g, target, input));
  const weighted = weight ? g.mul(input, perChannel(g, weight, input.shape.length)) : input;
  const pick = (values: Value) => g.reduceSum(g.where(isTarget, values, 0), [1], { keepdims: 0 });
  const ignored = ignore_index === absent ? undefined : g.equal(target, ignore_index);
  const taking = (values: Value) => (ignored ? g.where(ignored, 0, values) : values);
  const losses = taking(g.neg(pick(weighted)));
  if (reduction === 'none') return losses;
  if (reduction === 'sum') return g.reduceSum(losses, { keepdims: 0 });
  if (!weight && !ignored) return g.reduceMean(losses, { keepdims: 0 });
  const ones = g.expand(constant(tensor(input.dtype, [], [1])), target.shape as number[]);
  const shares = taking(weight ? pick(perChannel(g, weight, input.shape.length)) : ones);
  return g.div(g.reduceSum(losses, { keepdims: 0 }), g.reduceSum(shares, { keepdims: 0 }));
};

/** 0, 1, … along the second axis. */
function classNumbers(g: Builder, { dtype }: Value, { shape }: Value): Value {
  const count = shape[1] as number;
  return perChannel(g, constant(tensor(dtype, [count], [...Array(count).keys()])), shape.length);
}

export const softmaxCrossEntropyLoss: Expansion<Ops['softmaxCrossEntropyLoss']> = (
  g,
  { scores, labels, weights, attributes },
) => {
  const logarithms = g.logSoftmax(scores, { axis: 1 });
  return [g.negativeLogLikelihoodLoss(logarithms, labels, weights, attributes), logarithms];
};
