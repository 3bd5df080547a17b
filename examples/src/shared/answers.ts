/** What a network says at places in a plane. */
import { type Backend, type Model, predict } from '@graftml/core';
import { type Point, pointsDataset } from './drawn.ts';

/** The outputs for each point. */
export async function answers(model: Model, backend: Backend, points: readonly Point[]): Promise<number[][]> {
  const data = pointsDataset(
    points,
    points.map(() => 0),
  );
  const { data: all } = await predict(model, { backend, data, batchSize: points.length });
  const outputs = all.length / points.length;
  return points.map((_, i) => Array.from({ length: outputs }, (_, k) => Number(all[i * outputs + k])));
}
