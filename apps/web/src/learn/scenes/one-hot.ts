import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  dense,
  meanSquaredError,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
} from '@graftml/core';
import { answers } from '@graftml/examples/shared/answers';
import { clouds, gridOver, type Point, pointsDataset } from '@graftml/examples/shared/drawn';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/one-hot.tsx';
import { together } from './shared/together.ts';
import { epochsOf } from './shared/training.ts';

const across = 41;
const grid = gridOver([-2, 2], across);

export interface OneHotState {
  readonly points: readonly Point[];
  readonly labels: readonly number[];
  readonly epoch: number;
  /** The class said at each place of the plane, by both networks; the number itself for the first. */
  readonly numbers: Float32Array;
  readonly classes: Float32Array;
  readonly accuracies: readonly [asNumber: number, oneHot: number];
}

export async function* scene({ middle, spread, seed }: SettingsOf<typeof controls>): AsyncGenerator<OneHotState> {
  const backend = cpuBackend();
  // The class in the middle stands between the other two.
  const places = { cat: [1, 0, 2], dog: [0, 1, 2], horse: [0, 2, 1] }[middle];
  const along = [
    [-1.4, 0],
    [0, -0.2],
    [1.4, 0.2],
  ] as const;
  const { points, labels } = clouds(
    places.map((place) => along[place]!),
    40,
    spread,
    seed,
  );
  const x = tensor('float32', [points.length, 2], points.flat());
  const settings = { backend, epochs: 100, seed, optimizer: adam({ learningRate: 0.05 }) };
  const asNumber = epochsOf(sequential({ input: [2] }, [dense(1)]), {
    ...settings,
    train: arrayDataset(x, tensor('float32', [labels.length, 1], labels)),
    loss: meanSquaredError(),
  });
  const oneHot = epochsOf(sequential({ input: [2] }, [dense(3)]), {
    ...settings,
    train: pointsDataset(points, labels),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  });
  const largest = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
  const nearest = (number: number) => Math.min(Math.max(Math.round(number), 0), 2);
  const right = (said: readonly number[]) => said.filter((one, i) => one === labels[i]).length / labels.length;
  for await (const [a, b] of together(asNumber, oneHot)) {
    const first = await answers(a.model, backend, [...grid, ...points]);
    const second = await answers(b.model, backend, [...grid, ...points]);
    const numbers = first.map(([number]) => number!);
    const classes = second.map(largest);
    yield {
      points,
      labels,
      epoch: a.epoch,
      numbers: Float32Array.from(numbers.slice(0, grid.length)),
      classes: Float32Array.from(classes.slice(0, grid.length)),
      accuracies: [right(numbers.slice(grid.length).map(nearest)), right(classes.slice(grid.length))],
    };
  }
}
