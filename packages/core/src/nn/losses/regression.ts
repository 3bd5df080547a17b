/** How far numbers are off. Prediction and targets `[N, ...]`; the mean over all outputs of an example. */
import type { Builder } from '../../builder.ts';
import type { Value } from '../../ir/value.ts';
import { requireOption, withDefaults } from '../../options.ts';
import type { Loss } from '../loss.ts';
import { perExample } from '../per-example.ts';
import { sameAsPrediction } from './targets.ts';

const regression = (name: string, ofError: (g: Builder, error: Value) => Value): Loss => ({
  name,
  target: sameAsPrediction(name),
  build: (g, { prediction, target }) => perExample(g, ofError(g, g.sub(prediction, target))),
});

/** `(prediction - target)²`, the mean over all that one example has; targets are of the prediction's dtype and shape. */
export const meanSquaredError = (): Loss => regression('meanSquaredError', (g, error) => g.mul(error, error));

/** `|prediction - target|`, the mean over all that one example has; the gradient is 0 where they are equal. */
export const meanAbsoluteError = (): Loss => regression('meanAbsoluteError', (g, error) => g.abs(error));

/** Options of `huber`. */
export interface HuberOptions {
  /** Up to this error the loss is quadratic, beyond it linear. */
  readonly delta?: number;
}

/** `e² / 2` up to `delta`, then `delta · (|e| - delta / 2)`. Huber 1964. */
export function huber(options: HuberOptions = {}): Loss {
  const { delta } = withDefaults('huber', { delta: 1 }, options);
  requireOption(delta > 0 && delta < Infinity, 'huber', 'delta', 'a number above 0', delta);
  return regression('huber', (g, error) => {
    const size = g.abs(error);
    // Both branches are c · (|e| - c / 2), with c the error as far as delta.
    const limited = g.clip(size, undefined, delta);
    return g.mul(limited, g.sub(size, g.mul(limited, 0.5)));
  });
}
