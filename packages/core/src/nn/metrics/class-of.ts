import type { Builder } from '../../builder.ts';
import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import type { Value } from '../../ir/value.ts';
import { isFloat } from '../../tensor.ts';
import { firstLargest } from '../classes.ts';

/** The class that a target `[N]` or `[N, classes]` names, as whole floats `[N]`. */
export function classOf(g: Builder, where: string, target: Value, prediction: Value): Value {
  const isIndex = target.dtype === 'int32' && target.shape.length === 1;
  const isDistribution = isFloat(target.dtype) && String(target.shape) === String(prediction.shape);
  if (!isIndex && !isDistribution)
    throw new UsageError('the targets do not fit the prediction', {
      where,
      expected: `int32 [N] or ${prediction.dtype} ${showShape(prediction.shape)}`,
      received: `${target.dtype} ${showShape(target.shape)}`,
    });
  return isIndex ? g.cast(target, { to: prediction.dtype }) : firstLargest(g, target);
}
