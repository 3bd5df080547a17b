/**
 * A transposed convolution of stride 1 is a convolution with the kernel turned round (Dumoulin & Visin 2016, section 4.1).
 * ONNX Runtime lays out columns for the input of the one and for the output of the other: the side with fewer channels
 * should be the one laid out. On the CPU: depthwise 3×3 of 72 channels 2.9 → 1.8 ms, 1×1 from 96 to 24 1.0 → 0.8,
 * 3×3 from 64 to 64 7.9 → 7.4; with twice as many channels going in as coming out it would be a fifth slower.
 */
import {
  builder,
  constant,
  elementCount,
  type Graph,
  reach,
  rewrite,
  tensor,
  type Value,
  type Window,
} from '@graftml/core';

export const flippedConvolution = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [x, w, b], attributes, outputs }) {
      if (op !== 'convTranspose') return undefined;
      const { group, output_padding, ...window } = attributes as unknown as Window & {
        group: number;
        output_padding: readonly number[];
      };
      const { kernel_shape, strides, dilations, pads } = window;
      const rank = kernel_shape.length;
      const [channels, filters] = [x!.shape[1] as number, outputs[0]!.shape[1] as number];
      const begins = kernel_shape.map((_, axis) => reach(window, axis) - 1 - pads[axis]!);
      const ends = kernel_shape.map((_, axis) => reach(window, axis) - 1 - pads[rank + axis]!);
      const isPointwise = elementCount(kernel_shape) === 1;
      if (
        strides.some((stride) => stride !== 1) ||
        output_padding.some((extra) => extra !== 0) ||
        [...begins, ...ends].some((amount) => amount < 0) ||
        (channels > filters && !isPointwise)
      )
        return undefined;
      const g = builder(path);
      return [g.conv(x!, turned(w!, group), b, { kernel_shape, dilations, group, pads: [...begins, ...ends] })];

      /** `[channels, filters / group, ...kernel]` with taps in reverse, as `[filters, channels / group, ...kernel]`. */
      function turned(kernel: Value, groups: number): Value {
        const [perGroup, taps] = [channels / groups, elementCount(kernel_shape)];
        const reversed = constant(
          tensor(
            'int64',
            [taps],
            Array.from({ length: taps }, (_, i) => taps - 1 - i),
          ),
        );
        const flat = g.reshape(kernel, [groups, perGroup, filters / groups, taps]);
        const swapped = g.transpose(taps === 1 ? flat : g.gather(flat, reversed, { axis: 3 }), { perm: [0, 2, 1, 3] });
        return g.reshape(swapped, [filters, perGroup, ...kernel_shape]);
      }
    },
  });
