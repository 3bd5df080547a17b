/** What the model decided, and what was right. */
import type { Builder } from '../../builder.ts';
import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import type { TensorType, Value } from '../../ir/value.ts';
import { isFloat } from '../../tensor.ts';
import { classCount, firstLargest } from '../classes.ts';
import type { Judged } from '../loss.ts';

/** One score for yes against no: `[N]` or `[N, 1]`. */
export const isBinary = ({ shape }: TensorType): boolean =>
  shape.length === 1 || (shape.length === 2 && shape[1] === 1);

/** A score above it means yes. */
export const defaultThreshold = 0.5;

export interface Decisions {
  /** 2 for yes and no. */
  readonly classes: number;
  /** `[N]`, whole floats. Where the scores are NaN, no class. */
  readonly predicted: Value;
  readonly right: Value;
}

/**
 * The largest score wins, the first of several; a binary score means class 1 above the threshold, else class 0. Throws
 * if the targets do not fit, or if a threshold is given where classes compete.
 */
export function decisions(g: Builder, where: string, at: Omit<Judged, 'weight'>, threshold?: number): Decisions {
  const { prediction, target } = at;
  if (isBinary(prediction)) {
    requireSameShape(where, at);
    const yes = (x: Value, above: number) => g.cast(g.reshape(g.greater(x, above), [-1]), { to: prediction.dtype });
    return { classes: 2, predicted: yes(prediction, threshold ?? defaultThreshold), right: yes(target, 0.5) };
  }
  const classes = classCount(where, prediction);
  if (threshold !== undefined)
    throw new UsageError('threshold makes no sense', {
      where,
      expected: `one score, not ${classes} classes`,
      received: String(threshold),
      hint: 'labels that do not exclude one another have metrics of their own: multilabelF1 and the like',
    });
  return { classes, predicted: firstLargest(g, prediction), right: classOf(g, where, target, prediction) };
}

/** The class that a target `[N]` or `[N, classes]` names, as whole floats `[N]`. */
export function classOf(g: Builder, where: string, target: Value, prediction: Value): Value {
  const isIndex = target.dtype === 'int32' && target.shape.length === 1;
  const isDistribution = isFloat(target.dtype) && String(target.shape) === String(prediction.shape);
  if (!isIndex && !isDistribution) misfit(where, `int32 [N] or ${show(prediction)}`, target);
  return isIndex ? g.cast(target, { to: prediction.dtype }) : firstLargest(g, target);
}

export function requireSameShape(where: string, { prediction, target }: Omit<Judged, 'weight'>): void {
  if (String(target.shape) !== String(prediction.shape) || !isFloat(target.dtype))
    misfit(where, show(prediction), target);
}

const show = ({ dtype, shape }: TensorType): string => `${dtype} ${showShape(shape)}`;

function misfit(where: string, expected: string, target: TensorType): never {
  throw new UsageError('the targets do not fit the prediction', { where, expected, received: show(target) });
}
