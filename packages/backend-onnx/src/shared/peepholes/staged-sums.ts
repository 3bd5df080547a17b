/**
 * A long sum for each of many outputs, in stages. For WebGPU, which gives a group of threads to every output from 32 summands on, and a
 * thread below: sums of 32 for 8,192 outputs took 333 ms on SwiftShader, of 4 and then of 8 2 ms. Where outputs are few, a
 * group for each is what is fast.
 */
import { builder, elementCount, type Graph, rewrite, type Value } from '@graftml/core';
import { summedAxes } from './summed-axes.ts';

const longestSum = 31;
const fewOutputs = 1024;

export const stagedSums = (graph: Graph): Graph =>
  rewrite(graph, {
    node(node) {
      const { op, path, outputs } = node;
      const [data] = node.inputs;
      if (op !== 'reduceSum' || data!.dtype !== 'float32') return undefined;
      if (elementCount(outputs[0]!.shape as number[]) < fewOutputs) return undefined;
      const summed = summedAxes(node);
      const extents = data!.shape as number[];
      const isLong = summed.reduce((product, axis) => product * extents[axis]!, 1) > longestSum;
      const stages = summed.map((axis) => factorsOf(extents[axis]!));
      if (!isLong || stages.some((factors) => factors === undefined)) return undefined;
      const g = builder(path);
      let sums: Value = data!;
      summed.forEach((axis, i) => {
        for (const factor of stages[i]!) {
          const shape = sums.shape as number[];
          const apart = [...shape.slice(0, axis), shape[axis]! / factor, factor, ...shape.slice(axis + 1)];
          sums = g.reduceSum(g.reshape(sums, apart), [axis + 1], { keepdims: 0 });
        }
      });
      return [g.reshape(sums, outputs[0]!.shape as number[])];
    },
  });

/** Factors of at most `longestSum` whose product is `extent`, large ones first; undefined where a prime is larger. */
function factorsOf(extent: number): readonly number[] | undefined {
  const factors: number[] = [];
  for (let rest = extent; rest > 1; ) {
    let factor = Math.min(rest, longestSum);
    while (factor > 1 && rest % factor !== 0) factor--;
    if (factor === 1) return undefined;
    factors.push(factor);
    rest /= factor;
  }
  return factors;
}
