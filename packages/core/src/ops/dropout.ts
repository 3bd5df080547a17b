/** Dropout, as it is when nothing is dropped. */
import { UnsupportedError } from '../errors.ts';
import type { TensorType } from '../ir/value.ts';
import { absent, type Fail, int, op } from '../op.ts';
import { knownNumbers, requireFloat } from '../shapes.ts';

/**
 * The identity, and a mask of ones. In a file of a training graph it may want to draw at random: that is refused, as a
 * graph does not draw. It declares its random numbers as inputs, so that every backend sees the same ones.
 */
export const dropout = op('Dropout', ['data', 'ratio?', 'training_mode?'], {
  outputs: ['output', 'mask?'],
  attributes: { seed: int(absent) },
  infer({ data, ratio, training_mode }, _, fail) {
    requireFloat(data, fail);
    if (drops(ratio, training_mode, fail))
      throw new UnsupportedError('training_mode would draw random numbers inside the graph', {
        hint: 'export the model for inference, or multiply by a random input: random numbers are inputs of a graph',
      });
    return [
      { dtype: data.dtype, shape: data.shape },
      { dtype: 'bool', shape: data.shape },
    ];
  },
});

function drops(ratio: TensorType | undefined, training: TensorType | undefined, fail: Fail): boolean {
  const [isTraining = 0] = training ? knownNumbers(training, 'training_mode', fail) : [];
  if (!isTraining) return false;
  const [share = 0.5] = ratio ? knownNumbers(ratio, 'ratio', fail) : [];
  return share !== 0;
}
