/** What an initializer is, and the fans that most of them scale by. */
import type { Place } from '../random/random.ts';
import { elementCount, type Tensor } from '../tensor.ts';

/** How many inputs feed one output of a parameter, and how many outputs one input feeds. */
export interface Fans {
  readonly in: number;
  readonly out: number;
}

/** How a parameter starts: numbers that depend on shape and place alone. */
export interface Initializer {
  readonly name: string;
  /**
   * `shape` in Graft's layout: Dense `[in, out]`, convolution `[out, in / group, ...kernel]`. `fans` are those of such a
   * shape unless the layer knows better.
   */
  create(shape: readonly number[], place: Place, fans?: Fans): Tensor<'float32'>;
}

/** Keras 3's `compute_fans`, for Graft's layout of kernels. */
export function fansOf(shape: readonly number[]): Fans {
  const [first, second, ...window] = shape;
  if (first === undefined) return { in: 1, out: 1 };
  if (second === undefined) return { in: first, out: first };
  if (shape.length === 2) return { in: first, out: second };
  const size = elementCount(window);
  return { in: second * size, out: first * size };
}

/** The same initializer for a parameter whose fans do not follow from its shape. */
export const withFans = (initializer: Initializer, fans: Fans): Initializer => ({
  name: initializer.name,
  create: (shape, place) => initializer.create(shape, place, fans),
});
