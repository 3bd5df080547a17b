/** How large the values between layers get, on pictures. */
import { bind, builder, DataError, type Graph, type Model, type Program, toNumbers, type Value } from '@graftml/core';
import { pictureModel } from '../classifier-model.ts';
import { runProgram } from '../picture-run.ts';
import type { QuantizeOptions } from './quantize.ts';
import type { Extent } from './scales.ts';

/**
 * The extents of values of a model's graph. A picture's own extreme counts only if so many pictures reach it as `share` says, so that
 * a single odd one does not make the steps coarse for all others.
 * @param model without parameters, from `[N, channels, height, width]`
 */
export async function extentsOf(
  model: Model,
  graph: Graph,
  values: readonly Value[],
  { preprocessing, share = 1, batchSize = 8, signal, ...running }: QuantizeOptions,
): Promise<Extent[]> {
  const g = builder('calibration');
  const reduced = values.flatMap((value, i) => {
    const axes = value.shape.slice(1).map((_, k) => k + 1);
    const options = { keepdims: 0 } as const;
    return [
      [`least${i}`, g.reduceMin(value, axes, options)],
      [`most${i}`, g.reduceMax(value, axes, options)],
    ] as const;
  });
  const outputs = { ...graph.outputs, ...Object.fromEntries(reduced) };
  const observed = pictureModel({ ...model, graph: () => ({ ...graph, outputs }) }, preprocessing);
  const program = (batch: number): Program => ({
    name: `${model.name}: extents of ${batch}`,
    graph: bind(observed.graph('infer'), { N: batch }),
    state: [],
  });
  const least = values.map((): number[] => []);
  const most = values.map((): number[] => []);
  for await (const { outputs } of runProgram(observed, preprocessing, { ...running, batchSize, program })) {
    signal?.throwIfAborted();
    values.forEach((_, i) => {
      least[i]!.push(toNumbers(outputs[`least${i}`]!)[0]!);
      most[i]!.push(toNumbers(outputs[`most${i}`]!)[0]!);
    });
  }
  if (least[0]?.length === 0) throw new DataError('there are no pictures to calibrate with', { where: 'quantize' });
  return values.map((_, i) => [
    -reached(
      least[i]!.map((x) => -x),
      share,
    ),
    reached(most[i]!, share),
  ]);
}

/** The value that this share of the list does not go beyond. */
function reached(list: readonly number[], share: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
