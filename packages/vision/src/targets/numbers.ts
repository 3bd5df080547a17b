/** What the heads of several labels and of values share. */
import type { LinearWeights } from '../transfer/linear-head.ts';

/** `[size, classes]`: a linear layer on features `[size, width]`. */
export function scores(x: ArrayLike<number>, { kernel, bias }: LinearWeights): Float64Array {
  const classes = bias.length;
  const width = kernel.length / classes;
  const out = new Float64Array((x.length / width) * classes);
  for (let i = 0; i * width < x.length; i++)
    for (let k = 0; k < classes; k++) {
      let sum = bias[k]!;
      for (let j = 0; j < width; j++) sum += x[i * width + j]! * kernel[j * classes + k]!;
      out[i * classes + k] = sum;
    }
  return out;
}

/** Some rows. */
export function takenOf(x: ArrayLike<number>, indices: ArrayLike<number>, width: number): Float64Array {
  const out = new Float64Array(indices.length * width);
  for (let i = 0; i < indices.length; i++)
    for (let j = 0; j < width; j++) out[i * width + j] = x[indices[i]! * width + j]!;
  return out;
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};
