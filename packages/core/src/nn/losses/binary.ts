/** Cross-entropy of yes and no. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import type { Loss } from '../loss.ts';
import { perExample } from '../per-example.ts';
import { epsilon } from './epsilon.ts';
import { sameAsPrediction } from './targets.ts';

export interface BinaryOptions {
  /** The prediction is scores of any size, 0 for undecided (true), or probabilities (false, as in Keras). */
  readonly fromLogits?: boolean;
  /** From 0 to below 1: how far targets are drawn towards 1/2. */
  readonly labelSmoothing?: number;
}

/** Prediction `[N, ...]`; targets of the same shape, from 0 to 1. The mean over all outputs of an example. */
export function binaryCrossentropy(options: BinaryOptions = {}): Loss {
  const name = 'binaryCrossentropy';
  const settings = withDefaults<Required<BinaryOptions>>(name, { fromLogits: false, labelSmoothing: 0 }, options);
  const { fromLogits, labelSmoothing } = settings;
  requireOption(labelSmoothing >= 0 && labelSmoothing < 1, name, 'labelSmoothing', 'from 0 to below 1', labelSmoothing);
  const build = fromLogits ? fromScores : fromProbabilities;
  return {
    name,
    target: sameAsPrediction(name),
    build(g, { prediction, target }) {
      const smooth = labelSmoothing === 0 ? target : g.add(g.mul(target, 1 - labelSmoothing), labelSmoothing / 2);
      return perExample(g, build(g, prediction, smooth));
    },
  };
}

/**
 * `max(x, 0) - x z + log(1 + exp(-|x|))`, which cannot overflow. `-|x|` is written `x - 2 max(x, 0)`: so the kinks of
 * the two parts cancel in the gradient too, which is `sigmoid(x) - z` everywhere, also at 0.
 */
function fromScores(g: Builder, x: Value, z: Value): Value {
  const positive = g.relu(x);
  const tail = g.log(g.add(g.exp(g.sub(x, g.mul(positive, 2))), 1));
  return g.add(g.sub(positive, g.mul(x, z)), tail);
}

function fromProbabilities(g: Builder, prediction: Value, z: Value): Value {
  const p = g.clip(prediction, epsilon, 1 - epsilon);
  const yes = g.mul(z, g.log(p));
  const no = g.mul(g.sub(1, z), g.log(g.sub(1, p)));
  return g.neg(g.add(yes, no));
}
