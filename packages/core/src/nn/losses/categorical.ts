/** Cross-entropy between classes. Shannon 1948; Goodfellow et al. 2016, section 6.2.2. */
import type { Builder } from '../../builder.ts';
import { constant, type TensorType, type Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import { tensor } from '../../tensor.ts';
import { classCount, isClass } from '../classes.ts';
import type { Loss } from '../loss.ts';
import { epsilon } from './epsilon.ts';

/** Options of the cross-entropies between classes. */
export interface CategoricalOptions {
  /** The prediction is scores of any size (true), or probabilities, which are divided by their sum (false, as in Keras). */
  readonly fromLogits?: boolean;
  /** Logits are divided by it: above 1 softens the prediction. Needs `fromLogits`. Hinton et al. 2015. */
  readonly temperature?: number;
  /** From 0 to below 1: the part of each target that is spread evenly over all classes. Szegedy et al. 2016. */
  readonly labelSmoothing?: number;
  /** How much an example of each class counts; all the same if left out. A target between classes counts in between. */
  readonly classWeights?: readonly number[];
}

/** Prediction `[N, classes]`; targets are class indices, int32 `[N]`. */
export const sparseCategoricalCrossentropy = (options: CategoricalOptions = {}): Loss =>
  crossentropy('sparseCategoricalCrossentropy', options, {
    target: ({ shape }) => ({ dtype: 'int32', shape: shape.slice(0, 1) }),
    probabilities: (g, target, { dtype, shape }) => g.cast(isClass(g, target, shape[1] as number), { to: dtype }),
  });

/** Prediction and targets `[N, classes]`; each target is a distribution, one-hot or not. */
export const categoricalCrossentropy = (options: CategoricalOptions = {}): Loss =>
  crossentropy('categoricalCrossentropy', options, {
    target: ({ dtype, shape }) => ({ dtype, shape }),
    probabilities: (_, target) => target,
  });

/** What the two have each their own: the type of the targets, and these as distributions `[N, classes]`. */
interface Targets {
  readonly target: (prediction: TensorType) => TensorType;
  readonly probabilities: (g: Builder, target: Value, prediction: Value) => Value;
}

function crossentropy(name: string, options: CategoricalOptions, targets: Targets): Loss {
  const defaults = { fromLogits: false, temperature: 1, labelSmoothing: 0, classWeights: [] };
  const settings = withDefaults<Required<CategoricalOptions>>(name, defaults, options);
  const { fromLogits, temperature, labelSmoothing, classWeights } = settings;
  requireOption(temperature > 0 && temperature < Infinity, name, 'temperature', 'a number above 0', temperature);
  requireOption(fromLogits || temperature === 1, name, 'temperature', 'fromLogits: true with it', temperature);
  requireOption(labelSmoothing >= 0 && labelSmoothing < 1, name, 'labelSmoothing', 'from 0 to below 1', labelSmoothing);
  const areWeights = classWeights.every((weight) => weight >= 0 && weight < Infinity);
  requireOption(areWeights, name, 'classWeights', 'numbers that are not negative', classWeights);

  const checkedClasses = (prediction: TensorType): number => {
    const classes = classCount(name, prediction);
    const fits = classWeights.length === 0 || classWeights.length === classes;
    requireOption(fits, name, 'classWeights', `${classes} numbers, one for each class`, classWeights);
    return classes;
  };
  return {
    name,
    target(prediction) {
      checkedClasses(prediction);
      return targets.target(prediction);
    },
    build(g, { prediction, target }) {
      const classes = checkedClasses(prediction);
      const truth = targets.probabilities(g, target, prediction);
      const smooth = labelSmoothing === 0 ? truth : g.add(g.mul(truth, 1 - labelSmoothing), labelSmoothing / classes);
      const logs = fromLogits ? logSoftmax(g, prediction, temperature) : logProbabilities(g, prediction);
      const losses = g.neg(g.reduceSum(g.mul(smooth, logs), [1], { keepdims: 0 }));
      if (classWeights.length === 0) return losses;
      const weights = constant(tensor(prediction.dtype, [classes], classWeights));
      return g.mul(losses, g.reduceSum(g.mul(truth, weights), [1], { keepdims: 0 }));
    },
  };
}

const logSoftmax = (g: Builder, logits: Value, temperature: number): Value =>
  g.logSoftmax(temperature === 1 ? logits : g.div(logits, temperature), { axis: 1 });

/** As Keras: rows are made to sum to 1, then kept away from 0 and 1. */
function logProbabilities(g: Builder, prediction: Value): Value {
  const normalised = g.div(prediction, g.reduceSum(prediction, [1]));
  return g.log(g.clip(normalised, epsilon, 1 - epsilon));
}
