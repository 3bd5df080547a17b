/**
 * MaxPool with `ceil_mode` says its last windows as padding. Not for speed: ONNX Runtime counts a window that would start
 * in the padding at the end, which ONNX does not have, and then refuses the graph.
 */
import { type Graph, node as makeNode, padsAt, reach, rewrite, type Window } from '@graftml/core';

export const explicitWindows = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs, attributes, outputs }) {
      if (op !== 'maxPool' || attributes.ceil_mode !== 1) return undefined;
      const window = attributes as unknown as Window;
      const spatial = inputs[0]!.shape.slice(2) as number[];
      const windows = outputs[0]!.shape.slice(2) as number[];
      const begins = spatial.map((_, axis) => padsAt(window, axis)[0]);
      const ends = spatial.map((size, axis) => {
        const [begin, end] = padsAt(window, axis);
        return Math.max(end, (windows[axis]! - 1) * window.strides[axis]! + reach(window, axis) - begin - size);
      });
      // With dilations the last window may hang over by more than ONNX Runtime takes as padding: then it has to count itself.
      if (ends.some((end, axis) => end >= window.kernel_shape[axis]!)) return undefined;
      return makeNode(op, path, inputs, { ...attributes, ceil_mode: 0, pads: [...begins, ...ends] }).outputs;
    },
  });
