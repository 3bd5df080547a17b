/** What a network says at places in a plane. */
import { type Backend, type Model, predict, tensor } from '@graftml/core';
import type { Point } from './drawn.ts';

/** The outputs for each point. */
export async function answers(model: Model, backend: Backend, points: readonly Point[]): Promise<number[][]> {
  const data = tensor('float32', [points.length, 2], points.flat());
  const { data: all } = await predict(model, { backend, data, batchSize: points.length });
  const outputs = all.length / points.length;
  return points.map((_, i) => Array.from({ length: outputs }, (_, k) => Number(all[i * outputs + k])));
}
