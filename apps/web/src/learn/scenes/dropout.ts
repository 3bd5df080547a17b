import { cpuBackend } from '@graftml/backend-cpu';
import { adam, dense, draw, dropout, metrics, sequential, sparseCategoricalCrossentropy } from '@graftml/core';
import { drawn, features } from '@graftml/examples/dropout';
import type { SettingsOf } from '../controls.ts';
import type { controls } from '../pages/dropout.tsx';
import { together } from './shared/together.ts';
import { curveOf, epochsOf } from './shared/training.ts';

/** So many neurons of a layer are drawn. */
const seen = 12;

export interface DropoutState {
  readonly epoch: number;
  /** What two hidden layers count for in this step: 0, or more than 1. */
  readonly masks: readonly (readonly number[])[];
  readonly plain: Losses;
  readonly dropped: Losses;
}

interface Losses {
  /** While learning. */
  readonly own: readonly number[];
  readonly others: readonly number[];
  readonly accuracy: number;
}

export async function* scene({
  rate,
  hidden,
  examples,
  seed,
}: SettingsOf<typeof controls>): AsyncGenerator<DropoutState> {
  const backend = cpuBackend();
  const [train, validation] = [drawn(examples, seed, 'train'), drawn(400, seed, 'validation')];
  const learn = (share: number) => {
    const layers = () => [dense(hidden, { activation: 'relu' }), ...(share > 0 ? [dropout(share)] : [])];
    return epochsOf(sequential({ input: [features] }, [...layers(), ...layers(), dense(2)]), {
      backend,
      train,
      validation,
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: { accuracy: metrics.accuracy() },
      optimizer: adam({ learningRate: 0.002 }),
      epochs: 60,
      batchSize: 25,
      seed,
    });
  };
  for await (const [a, b] of together(learn(0), learn(rate))) {
    const losses = ({ history }: typeof a): Losses => ({
      own: curveOf(history, 'loss'),
      others: curveOf(history, 'val_loss'),
      accuracy: history.at(-1)?.logs.val_accuracy ?? 0.5,
    });
    const masks = ['first', 'second'].map((purpose) =>
      rate === 0
        ? new Array<number>(seen).fill(1)
        : Array.from(draw({ kind: 'dropout', keep: 1 - rate }, [seen], { seed, purpose, step: a.epoch }).data, Number),
    );
    yield { epoch: a.epoch, masks, plain: losses(a), dropped: losses(b) };
  }
}
