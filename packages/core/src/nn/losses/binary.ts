/** Cross-entropy of yes and no. */
import type { Builder } from '../../builder.ts';
import { constant, type TensorType, type Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { tensor } from '../../tensor.ts';
import type { Loss } from '../loss.ts';
import { perExample } from '../per-example.ts';
import { epsilon } from './epsilon.ts';
import { sameAsPrediction } from './targets.ts';

/** Options of `binaryCrossentropy`. */
export interface BinaryOptions {
  /** The prediction is scores of any size, 0 for undecided (true), or probabilities (false, as in Keras). */
  readonly fromLogits?: boolean;
  /** From 0 to below 1: how far targets are drawn towards 1/2. */
  readonly labelSmoothing?: number;
  /**
   * How much more a yes counts than a no, for labels that are rare: one number, or one for each of the last axis
   * (PyTorch's `pos_weight`). 1 by default.
   */
  readonly positiveWeight?: number | readonly number[];
}

/** Prediction `[N, ...]`; targets of the same shape, from 0 to 1. The mean over all outputs of an example. */
export function binaryCrossentropy(options: BinaryOptions = {}): Loss {
  const name = 'binaryCrossentropy';
  const defaults: Required<BinaryOptions> = { fromLogits: false, labelSmoothing: 0, positiveWeight: 1 };
  const { fromLogits, labelSmoothing, positiveWeight } = withDefaults(name, defaults, options);
  requireOption(labelSmoothing >= 0 && labelSmoothing < 1, name, 'labelSmoothing', 'from 0 to below 1', labelSmoothing);
  const weights = typeof positiveWeight === 'number' ? [positiveWeight] : positiveWeight;
  const areWeights = weights.length > 0 && weights.every((weight) => weight >= 0 && weight < Infinity);
  requireOption(areWeights, name, 'positiveWeight', 'numbers that are not negative', positiveWeight);
  const checked = (prediction: TensorType): void => {
    const last = prediction.shape.at(-1);
    const fits = typeof positiveWeight === 'number' || (prediction.shape.length > 1 && weights.length === last);
    requireOption(fits, name, 'positiveWeight', `one number, or ${last}, one for each label`, positiveWeight);
  };
  const build = fromLogits ? fromScores : fromProbabilities;
  return {
    name,
    target(prediction) {
      checked(prediction);
      return sameAsPrediction(name)(prediction);
    },
    build(g, { prediction, target }) {
      checked(prediction);
      const smooth = labelSmoothing === 0 ? target : g.add(g.mul(target, 1 - labelSmoothing), labelSmoothing / 2);
      const shape = typeof positiveWeight === 'number' ? [] : [weights.length];
      const weight = weights.every((w) => w === 1) ? undefined : constant(tensor(prediction.dtype, shape, weights));
      return perExample(g, build(g, prediction, smooth, weight));
    },
  };
}

/**
 * `max(x, 0) - x z + log(1 + exp(-|x|))`, which cannot overflow. `-|x|` is written `x - 2 max(x, 0)`: so the kinks of
 * the two parts cancel in the gradient too, which is `sigmoid(x) - z` everywhere, also at 0. With a weight w for yes it is
 * `(1 - z) x + (1 + (w - 1) z) · log(1 + exp(-x))`, the logarithm being `max(x, 0) - x + log(1 + exp(-|x|))`.
 */
function fromScores(g: Builder, x: Value, z: Value, weight: Value | undefined): Value {
  const positive = g.relu(x);
  const tail = g.log(g.add(g.exp(g.sub(x, g.mul(positive, 2))), 1));
  if (!weight) return g.add(g.sub(positive, g.mul(x, z)), tail);
  const factor = g.add(g.mul(g.sub(weight, 1), z), 1);
  return g.add(g.mul(g.sub(1, z), x), g.mul(factor, g.add(g.sub(positive, x), tail)));
}

function fromProbabilities(g: Builder, prediction: Value, z: Value, weight: Value | undefined): Value {
  const p = g.clip(prediction, epsilon, 1 - epsilon);
  const yes = g.mul(z, g.log(p));
  const no = g.mul(g.sub(1, z), g.log(g.sub(1, p)));
  return g.neg(g.add(weight ? g.mul(yes, weight) : yes, no));
}
