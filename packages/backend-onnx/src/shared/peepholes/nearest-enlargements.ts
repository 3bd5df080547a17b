/**
 * An enlargement by whole factors that repeats every element is an Expand. For WebGPU, whose Resize works the place out of floats, element
 * by element: 16 channels of 16×16 to 32×32, batch 32, on SwiftShader 53 → 16 ms. (On the CPU Resize is the faster one.)
 */
import { builder, constant, elementCount, type Graph, rewrite, tensor } from '@graftml/core';

export const nearestEnlargements = (graph: Graph): Graph =>
  rewrite(graph, {
    node({ op, path, inputs: [x], attributes, outputs }) {
      if (op !== 'resize' || !repeats(attributes)) return undefined;
      const [from, to] = [x!.shape as number[], outputs[0]!.shape as number[]];
      const factors = to.map((extent, axis) => extent / from[axis]!);
      if (elementCount(to) === 0 || !factors.every(Number.isInteger)) return undefined;
      // What stays as it is before the first enlarged axis needs no axis of its own: [N · C, H, 1, W, 1].
      const first = factors.findIndex((factor) => factor > 1);
      if (first < 0) return undefined;
      const begin = elementCount(from.slice(0, first));
      const enlarged = factors.slice(first);
      const apart = [begin, ...enlarged.flatMap((_, i) => [from[first + i]!, 1])];
      const repeated = [begin, ...enlarged.flatMap((factor, i) => [from[first + i]!, factor])];
      const g = builder(path);
      const shape = constant(tensor('int64', [repeated.length], repeated));
      return [g.reshape(g.expand(g.reshape(x!, apart), shape), to)];
    },
  });

const repeats = ({ mode, coordinate_transformation_mode, nearest_mode }: Readonly<Record<string, unknown>>): boolean =>
  mode === 'nearest' && coordinate_transformation_mode === 'asymmetric' && nearest_mode === 'floor';
