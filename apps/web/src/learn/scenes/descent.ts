import { cpuBackend } from '@graftml/backend-cpu';
import { meanSquaredError, sgd } from '@graftml/core';
import { gridOver } from '@graftml/examples/shared/drawn';
import { lineFrom, pointsOnLine } from '@graftml/examples/shared/line';
import { places } from '@graftml/examples/shared/walk';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/descent.tsx';

const size = 64;
export const across = 41;

export interface DescentState {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly best: { readonly w: number; readonly b: number };
  /** Over the plane of weights, rows from the smallest b. */
  readonly surface: Float32Array;
  readonly ws: readonly number[];
  readonly bs: readonly number[];
  /** Above the least, at the start and after each step. */
  readonly losses: readonly number[];
  readonly stepsPerRound: number;
}

export async function* scene({ batch, rate, w, b, seed }: SettingsOf<typeof controls>): AsyncGenerator<DescentState> {
  const { x, y, data, lossAt, best } = pointsOnLine(size, 0.4, seed);
  const least = lossAt(best.w, best.b);
  const surface = Float32Array.from(gridOver([-2, 2.5], across), ([u, v]) => lossAt(u, v) - least);
  const batchSize = Number(batch);
  const stepsPerRound = size / batchSize;
  const [ws, bs, losses]: number[][] = [[], [], []];
  for await (const [u = 0, v = 0] of places(lineFrom(w, b), {
    backend: cpuBackend(),
    data,
    loss: meanSquaredError(),
    optimizer: sgd({ learningRate: rate }),
    batchSize,
    steps: Math.min(400, Math.max(80, 12 * stepsPerRound)),
    seed,
  })) {
    ws!.push(u);
    bs!.push(v);
    losses!.push(lossAt(u, v) - least);
    yield { x, y, best, surface, ws: ws!, bs: bs!, losses: losses!, stepsPerRound };
    if (!(Math.abs(u) < 1e4)) return;
  }
}
