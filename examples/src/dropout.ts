/**
 * Dropout leaves out a random part of the neurons at each step, so that none can rely on another's presence: like training many
 * networks that share their weights, and asking all of them at once in the end (Srivastava et al. 2014). What is left counts for
 * more meanwhile, 1 / (1 - rate) as much, so that sums stay what they are on average, and prediction leaves nothing out.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  arrayDataset,
  type Dataset,
  dense,
  draw as drawRandom,
  dropout,
  evaluate,
  fit,
  metrics,
  normals,
  type Run,
  sequential,
  sparseCategoricalCrossentropy,
  tensor,
} from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';

export const title = 'Dropout: neurons that cannot rely on each other learn less of the noise';

export const features = 20;

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const mask = drawRandom({ kind: 'dropout', keep: 0.5 }, [10_000], { seed, purpose: 'mask' }).data;
  const kept = mask.filter((value) => value > 0);
  const maskFigures = {
    kept: kept.length / mask.length,
    worth: kept[0]!,
    mean: mask.reduce((a, b) => a + b) / mask.length,
  };
  say(
    `A mask of rate 0.5 keeps ${(100 * maskFigures.kept).toFixed(1)} % of 10,000 neurons, at ${maskFigures.worth} times their value: ${maskFigures.mean.toFixed(3)} on average.`,
  );

  const [train, validation] = [drawn(100, seed, 'train'), drawn(1000, seed, 'validation')];
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const runs: { rate: number; history: Run['history']; trainLoss: number; loss: number; accuracy: number }[] = [];
  for (const rate of [0, 0.5, 0.8]) {
    const hidden = () => [dense(128, { activation: 'relu' }), ...(rate > 0 ? [dropout(rate)] : [])];
    const { model, history } = await fit(sequential({ input: [features] }, [...hidden(), ...hidden(), dense(2)]), {
      backend,
      train,
      validation,
      loss,
      metrics: { accuracy: metrics.accuracy() },
      optimizer: adam({ learningRate: 0.001 }),
      epochs: quick ? 25 : 60,
      batchSize: 25,
      seed,
    });
    const fitted = await evaluate(model, { backend, data: train, loss, batchSize: 100 });
    const last = history.at(-1)!.logs;
    runs.push({ rate, history, trainLoss: fitted!.loss, loss: last.val_loss!, accuracy: last.val_accuracy! });
  }
  say();
  table(
    ['dropout', 'loss on its 100 examples', 'on 1,000 others', 'accuracy there'],
    runs.map((one) => [one.rate, one.trainLoss, one.loss, one.accuracy]),
  );

  const curves = (figure: string) =>
    runs.map(({ rate, history }) => ({
      name: rate === 0 ? 'no dropout' : `dropout ${rate}`,
      y: history.map(({ logs }) => logs[figure]!),
    }));
  await draw(
    panels({
      pictures: [
        lines({
          title: 'While learning, with neurons left out',
          x: 'round',
          y: { name: 'cross-entropy', min: 0 },
          series: curves('loss'),
        }),
        lines({
          title: 'On examples not learnt from',
          x: 'round',
          y: { name: 'cross-entropy', min: 0 },
          series: curves('val_loss'),
        }),
      ],
    }),
  );
  return { mask: maskFigures, runs: runs.map(({ history, ...figures }) => figures) };
}

/** Two classes of points in 20 dimensions, a little apart in each. */
export function drawn(count: number, seed: number, purpose: string): Dataset {
  const x = normals({ seed, purpose }, count * features);
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  return arrayDataset(
    tensor(
      'float32',
      [count, features],
      x.map((value, i) => value + (Math.floor(i / features) % 2 ? 0.25 : -0.25)),
    ),
    tensor('int32', [count], labels),
  );
}
