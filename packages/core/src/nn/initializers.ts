/** How parameters start. Names and scales from Keras 3. */
import type { Place } from '../random/random.ts';
import type { Tensor } from '../tensor.ts';

export interface Initializer {
  readonly name: string;
  /** `shape` in Graft's layout: Dense `[in, out]`, convolution `[out, in / group, ...kernel]`. */
  create(shape: readonly number[], place: Place): Tensor<'float32'>;
}
