import { cpuBackend } from '@graftml/backend-cpu';
import { adam, dense, type Model, sequential, sparseCategoricalCrossentropy } from '@graftml/core';
import { answers } from '@graftml/examples/shared/answers';
import { gridOver, moons, type Point, pointsDataset } from '@graftml/examples/shared/drawn';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/early-stopping.tsx';
import { curveOf, epochsOf } from './shared/training.ts';

const grid = gridOver([-2, 3], 41);

export interface EarlyStoppingState {
  readonly points: readonly Point[];
  readonly labels: readonly number[];
  /** On what it learns from, and on what it does not. */
  readonly losses: readonly number[];
  readonly others: readonly number[];
  /** What it says over the plane: the probability of class 1, now and in the best round so far. */
  readonly now: Float32Array;
  readonly best: Float32Array;
}

export async function* scene({
  examples,
  noise,
  hidden,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<EarlyStoppingState> {
  const backend = cpuBackend();
  const train = moons(examples, noise, 10 * seed);
  const validation = moons(300, noise, 10 * seed + 1);
  const network = sequential({ input: [2] }, [
    dense(hidden, { activation: 'relu' }),
    dense(hidden, { activation: 'relu' }),
    dense(2),
  ]);
  const map = async (model: Model) =>
    Float32Array.from(await answers(model, backend, grid), ([a, b]) => 1 / (1 + Math.exp(a! - b!)));
  let best: Float32Array | undefined;
  let least = Number.POSITIVE_INFINITY;
  for await (const { model, history } of epochsOf(network, {
    backend,
    train: pointsDataset(train.points, train.labels),
    validation: pointsDataset(validation.points, validation.labels),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    optimizer: adam({ learningRate: 0.01 }),
    epochs: 150,
    batchSize: 20,
    seed,
  })) {
    const others = curveOf(history, 'val_loss');
    const now = await map(model);
    const last = others.at(-1) ?? Number.POSITIVE_INFINITY;
    if (!best || last < least) [best, least] = [now, last];
    yield { ...train, losses: curveOf(history, 'loss'), others, now, best };
  }
}
