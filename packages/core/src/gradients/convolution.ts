import type { Builder } from '../builder.ts';
import type { Value } from '../ir/value.ts';
import type { Ops } from '../ops/index.ts';
import { padsAt, reach } from '../ops/window.ts';
import type { Gradient } from './gradient.ts';

/** The picture's gradient is the transposed convolution, the kernel's a correlation of the two; see Dumoulin & Visin 2016. */
export const conv: Gradient<Ops['conv']> = (g, { x, w, dy, attributes }) => ({
  x: () => {
    // What the strides did not reach at the end is given back as zeros.
    const output_padding = attributes.kernel_shape.map((_, axis) => {
      const [begin, end] = padsAt(attributes, axis);
      const room = (x.shape[axis + 2] as number) + begin + end - reach(attributes, axis);
      return room % attributes.strides[axis]!;
    });
    return g.convTranspose(dy, w, { ...attributes, output_padding });
  },
  w: () => g.convWeightGradient(x, dy, attributes),
  b: () => biasGradient(g, dy),
});

/** What `conv` does to dy. (Output padding is smaller than a stride: it makes room for no window more.) */
export const convTranspose: Gradient<Ops['convTranspose']> = (
  g,
  { x, w, dy, attributes: { output_padding, ...window } },
) => ({
  x: () => g.conv(dy, w, window),
  w: () => g.convWeightGradient(dy, x, window),
  b: () => biasGradient(g, dy),
});

const biasGradient = (g: Builder, dy: Value): Value =>
  g.reduceSum(
    dy,
    [...dy.shape.keys()].filter((axis) => axis !== 1),
    { keepdims: 0 },
  );
