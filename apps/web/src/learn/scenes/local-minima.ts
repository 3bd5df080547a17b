import { cpuBackend } from '@graftml/backend-cpu';
import { adam, arrayDataset, binaryCrossentropy, dense, fit, sequential, tensor } from '@graftml/core';
import { hill, roll } from '@graftml/examples/local-minima';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/local-minima.tsx';

const starts = 24;
const epochs = 250;
const xs = Array.from({ length: 201 }, (_, i) => -4 + i / 25);

export interface LocalMinimaState {
  readonly xs: readonly number[];
  readonly hill: readonly number[];
  /** Where the ball was, and how high. */
  readonly ball: readonly number[];
  readonly heights: readonly number[];
  /** The losses of each start so far. */
  readonly runs: readonly (readonly number[])[];
}

export async function* scene({ x, rate, hidden, seed }: SettingsOf<typeof controls>): AsyncGenerator<LocalMinimaState> {
  const path = roll(x, rate);
  const heights = hill(path).f;
  const surface = hill(xs).f;
  const backend = cpuBackend();
  const train = arrayDataset(
    tensor('float32', [4, 2], [0, 0, 0, 1, 1, 0, 1, 1]),
    tensor('float32', [4, 1], [0, 1, 1, 0]),
  );
  const runs: number[][] = [];
  for (let step = 0; step < Math.max(path.length, starts + 1); step++) {
    if (step > 0 && runs.length < starts) {
      const network = sequential({ input: [2] }, [dense(hidden, { activation: 'tanh' }), dense(1)]);
      const { history } = await fit(network, {
        backend,
        train,
        loss: binaryCrossentropy({ fromLogits: true }),
        optimizer: adam({ learningRate: 0.1 }),
        epochs,
        seed: 100 * seed + step,
      });
      runs.push(history.map(({ logs }) => logs.loss!));
    }
    yield { xs, hill: surface, ball: path.slice(0, step + 1), heights: heights.slice(0, step + 1), runs };
  }
}
