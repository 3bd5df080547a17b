import { cpuBackend } from '@graftml/backend-cpu';
import { cosineDecay, inverseTimeDecay, meanSquaredError, type Schedule, sgd } from '@graftml/core';
import { gridOver } from '@graftml/examples/shared/drawn';
import { lineFrom, pointsOnLine } from '@graftml/examples/shared/line';
import { places } from '@graftml/examples/shared/walk';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/learning-rate-decay.tsx';

const steps = 600;

export interface DecayState {
  readonly best: { readonly w: number; readonly b: number };
  readonly surface: Float32Array;
  readonly ws: readonly number[];
  readonly bs: readonly number[];
  readonly rates: readonly number[];
  /** Above the least, the mean of the last 40 steps. */
  readonly above: readonly number[];
}

export async function* scene({ schedule, rate, decay, seed }: SettingsOf<typeof controls>): AsyncGenerator<DecayState> {
  const { data, lossAt, best } = pointsOnLine(64, 0.4, seed);
  const least = lossAt(best.w, best.b);
  const surface = Float32Array.from(gridOver([-1, 1], 41), ([u, v]) => lossAt(best.w + u, best.b + v) - least);
  const schedules: Readonly<Record<typeof schedule, Schedule>> = {
    constant: () => rate,
    inverse: inverseTimeDecay({ initialLearningRate: rate, decaySteps: steps, decayRate: decay }),
    cosine: cosineDecay({ initialLearningRate: rate, decaySteps: steps, alpha: 1 / (1 + decay) }),
  };
  const learningRate = schedules[schedule];
  const rates = Array.from({ length: steps + 1 }, (_, step) => learningRate(step));
  const [ws, bs, losses, above]: number[][] = [[], [], [], []];
  for await (const [u = 0, v = 0] of places(lineFrom(-1.2, -0.6), {
    backend: cpuBackend(),
    data,
    loss: meanSquaredError(),
    optimizer: sgd({ learningRate }),
    batchSize: 1,
    steps,
    seed,
  })) {
    ws!.push(u - best.w);
    bs!.push(v - best.b);
    losses!.push(lossAt(u, v) - least);
    const near = losses!.slice(-40);
    above!.push(near.reduce((a, b) => a + b) / near.length);
    // Three steps a picture: there are many.
    if (losses!.length % 3 === 1) yield { best, surface, ws: ws!, bs: bs!, rates, above: above! };
  }
}
