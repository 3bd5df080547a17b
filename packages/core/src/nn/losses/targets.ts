import { UsageError } from '../../errors.ts';
import { showShape } from '../../ir/dims.ts';
import type { TensorType } from '../../ir/value.ts';
import { isFloat } from '../../tensor.ts';

/** Targets of the dtype and shape of the prediction, which must be floats with a batch axis. */
export const sameAsPrediction =
  (where: string) =>
  ({ dtype, shape }: TensorType): TensorType => {
    if (!isFloat(dtype) || shape.length === 0)
      throw new UsageError('the prediction cannot be compared with targets', {
        where,
        expected: 'a float prediction [N, ...]',
        received: `${dtype} ${showShape(shape)}`,
      });
    return { dtype, shape };
  };
