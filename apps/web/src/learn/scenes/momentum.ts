import { cpuBackend } from '@graftml/backend-cpu';
import { meanSquaredError, type Optimizer, sgd } from '@graftml/core';
import { planeFrom, valley } from '@graftml/examples/momentum';
import { gridOver } from '@graftml/examples/shared/drawn';
import { places } from '@graftml/examples/shared/walk';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/momentum.tsx';
import { together } from './shared/together.ts';

export interface Walk {
  readonly vs: readonly number[];
  readonly ws: readonly number[];
  readonly losses: readonly number[];
}

export interface MomentumState {
  readonly surface: Float32Array;
  readonly plain: Walk;
  readonly moved: Walk;
  /** A thousandth of the first loss. */
  readonly goal: number;
}

export async function* scene(settings: SettingsOf<typeof controls>): AsyncGenerator<MomentumState> {
  const { rate, momentum, nesterov, narrow, seed } = settings;
  const { data, lossAt } = valley(seed, narrow);
  const surface = Float32Array.from(gridOver([-2, 2.5], 41), ([v, w]) => lossAt(v, w));
  const walk = (optimizer: Optimizer) =>
    places(planeFrom(-0.5, -1.5), {
      backend: cpuBackend(),
      data,
      loss: meanSquaredError(),
      optimizer,
      batchSize: data.size,
      steps: 200,
      seed,
    });
  const [plain, moved] = [walkOf(), walkOf()];
  const both = together(
    walk(sgd({ learningRate: rate })),
    walk(sgd({ learningRate: rate, momentum, nesterov: nesterov && momentum > 0 })),
  );
  for await (const [a, b] of both) {
    for (const [one, at] of [
      [plain, a],
      [moved, b],
    ] as const) {
      one.vs.push(at[0]!);
      one.ws.push(at[1]!);
      one.losses.push(lossAt(at[0]!, at[1]!));
    }
    yield { surface, plain, moved, goal: 1e-3 * lossAt(-0.5, -1.5) };
    if (!(Math.abs(b[0]!) < 1e4)) return;
  }
}

const walkOf = () => ({ vs: [] as number[], ws: [] as number[], losses: [] as number[] });
