/** How well numbers were predicted. Prediction and targets `[N, ...]` of one shape. */

import { requireOption, withDefaults } from '../../options.ts';
import { elementCount, toNumbers } from '../../tensor.ts';
import type { Metric } from '../loss.ts';
import * as losses from '../losses/regression.ts';
import { sameAsPrediction } from '../losses/targets.ts';
import { meanLoss } from './mean.ts';

/** The mean of `|prediction - target|`, over examples by weight and evenly within each. */
export const meanAbsoluteError = (): Metric => meanLoss(losses.meanAbsoluteError());
/** The mean of `(prediction - target)²`, over examples by weight and evenly within each. */
export const meanSquaredError = (): Metric => meanLoss(losses.meanSquaredError());

/** Options of `r2Score`. */
export interface R2Options {
  /**
   * A number near the targets. R² does not depend on it, but its sums of squares do: where targets lie far from 0
   * compared with their spread (years, for one), float32 needs it. The result is NaN where it cannot do without.
   */
  readonly around?: number;
}

/** A spread that is a smaller part of the sum of squares is lost in float32's rounding. */
const resolution = 1e-6;

/**
 * The coefficient of determination, `1 - sum of (target - prediction)² / sum of (target - mean target)²`: 1 is perfect,
 * 0 no better than the mean. Of several outputs, the mean of each one's. Where all targets are equal it is 1 if
 * all predictions are right, else 0, as in scikit-learn.
 */
export function r2Score(options: R2Options = {}): Metric {
  const name = 'r2Score';
  const { around } = withDefaults(name, { around: 0 }, options);
  requireOption(Number.isFinite(around), name, 'around', 'a number', around);
  return {
    name,
    /** `[4, outputs]`: the sums of weight, of targets, of their squares, and of squared errors. */
    build(g, { prediction, target, weight }) {
      const outputs = elementCount(sameAsPrediction(name)(prediction).shape.slice(1) as number[]);
      const matrix = [-1, outputs];
      const error = g.reshape(g.sub(prediction, target), matrix);
      const t = g.sub(g.reshape(target, matrix), around);
      const w = g.expand(g.unsqueeze(weight, [1]), [1, outputs]);
      const total = (x: typeof w) => g.reduceSum(x, [0]);
      const weighted = g.mul(t, w);
      const squares = [total(g.mul(weighted, t)), total(g.mul(g.mul(error, error), w))];
      return g.concat([total(w), total(weighted), ...squares], { axis: 0 });
    },
    result(statistic) {
      const outputs = statistic.shape[1]!;
      const at = toNumbers(statistic);
      const scores = Array.from({ length: outputs }, (_, i) => {
        const [count, sum, squares, error] = [0, 1, 2, 3].map((row) => at[row * outputs + i]!) as [
          number,
          number,
          number,
          number,
        ];
        const spread = squares - (sum * sum) / count;
        if (spread === 0) return error === 0 ? 1 : 0;
        return spread > squares * resolution ? 1 - error / spread : Number.NaN;
      });
      return scores.reduce((a, b) => a + b, 0) / outputs;
    },
  };
}
