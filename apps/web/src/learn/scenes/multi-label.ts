import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  binaryCrossentropy,
  categoricalCrossentropy,
  dense,
  type Loss,
  sequential,
  tensor,
} from '@graftml/core';
import { circles, labelsOf, points } from '@graftml/examples/multi-label';
import { answers } from '@graftml/examples/shared/answers';
import { gridOver, type Point } from '@graftml/examples/shared/drawn';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/multi-label.tsx';
import { together } from './shared/together.ts';
import { epochsOf } from './shared/training.ts';

const grid = gridOver([-1.6, 1.6], 41);

export interface MultiLabelState {
  readonly circles: readonly Point[];
  readonly epoch: number;
  /** The three chances at each place of the plane. */
  readonly logistics: Float32Array;
  readonly softmax: Float32Array;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

export async function* scene({ apart, seed }: SettingsOf<typeof controls>): AsyncGenerator<MultiLabelState> {
  const backend = cpuBackend();
  const moved = circles.map(([x, y]): Point => [x * apart, y * apart]);
  const train = points(400, seed, 'train');
  const learn = (activation: 'sigmoid' | 'softmax', loss: Loss, target: (y: number[]) => number[]) =>
    epochsOf(sequential({ input: [2] }, [dense(24, { activation: 'relu' }), dense(3, { activation })]), {
      backend,
      train: arrayDataset(
        tensor('float32', [train.length, 2], train.flat()),
        tensor(
          'float32',
          [train.length, 3],
          train.flatMap((point) => target(labelsOf(point, moved))),
        ),
      ),
      loss,
      optimizer: adam({ learningRate: 0.02 }),
      epochs: 60,
      batchSize: 40,
      seed,
    });
  const shares = (y: number[]) => y.map((v) => v / Math.max(1, sum(y)));
  const both = together(
    learn('sigmoid', binaryCrossentropy(), (y) => y),
    learn('softmax', categoricalCrossentropy(), shares),
  );
  for await (const [a, b] of both)
    yield {
      circles: moved,
      epoch: a.epoch,
      logistics: Float32Array.from((await answers(a.model, backend, grid)).flat()),
      softmax: Float32Array.from((await answers(b.model, backend, grid)).flat()),
    };
}
