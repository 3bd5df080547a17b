/**
 * A network with more freedom than the data can tie down first learns what is common to all data, then what is peculiar to its
 * examples, noise included. The loss on examples that it does not learn from turns at that point. Early stopping watches it, waits
 * a while for something better, and goes back to the best.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import {
  adam,
  dense,
  earlyStopping,
  evaluate,
  fit,
  type Model,
  metrics,
  sequential,
  sparseCategoricalCrossentropy,
} from '@graftml/core';
import { lines, panels, scatter } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { answers } from './shared/answers.ts';
import { byClass, gridOver, moons, pointsDataset, rowsOf } from './shared/drawn.ts';

export const title = 'Early stopping: the loss on unseen examples says when to end';

export async function run({ quick, seed, say, table, draw }: Stage) {
  const backend = cpuBackend();
  const drawn = (count: number, purpose: number) => {
    const { points, labels } = moons(count, 0.35, 10 * seed + purpose);
    return { points, labels, data: pointsDataset(points, labels) };
  };
  const [train, validation, test] = [drawn(60, 0), drawn(300, 1), drawn(2000, 2)];
  const network = sequential({ input: [2] }, [
    dense(64, { activation: 'relu' }),
    dense(64, { activation: 'relu' }),
    dense(2),
  ]);
  const loss = sparseCategoricalCrossentropy({ fromLogits: true });
  const settings = {
    backend,
    train: train.data,
    validation: validation.data,
    loss,
    optimizer: adam({ learningRate: 0.01 }),
    epochs: quick ? 60 : 150,
    batchSize: 20,
    seed,
  };
  const toTheEnd = await fit(network, settings);
  const stopped = await fit(network, { ...settings, callbacks: [earlyStopping({ patience: 15 })] });

  const judge = async (model: Model) => {
    const found = await evaluate(model, {
      backend,
      data: test.data,
      loss,
      metrics: { accuracy: metrics.accuracy() },
      batchSize: 500,
    });
    return { loss: found!.loss, accuracy: found!.accuracy };
  };
  const end = { rounds: toTheEnd.history.length, ...(await judge(toTheEnd.model)) };
  const early = { rounds: stopped.history.length, best: stopped.bestEpoch!, ...(await judge(stopped.model)) };
  table(
    ['', 'rounds', 'weights of round', 'test loss', 'test accuracy'],
    [
      ['to the end', end.rounds, end.rounds, end.loss, end.accuracy],
      ['stopped early', early.rounds, early.best, early.loss, early.accuracy],
    ],
  );
  say();
  say(`${stopped.stopped}: ${stopped.reason}.`);

  const logs = (name: string) => toTheEnd.history.map((epoch) => epoch.logs[name]!);
  const [edges, across] = [[-2, 3] as const, 61];
  const grid = gridOver(edges, across);
  const region = async (heading: string, model: Model) =>
    scatter({
      title: heading,
      width: 420,
      height: 420,
      x: 'x',
      y: 'y',
      surface: {
        x: edges,
        y: edges,
        values: rowsOf(
          (await answers(model, backend, grid)).map(([a, b]) => b! - a!),
          across,
        ),
        levels: [0],
        scale: 'classes',
      },
      series: [0, 1].map((label) => ({ name: `class ${label}`, ...byClass(train.points, train.labels, label) })),
    });
  await draw(
    panels({
      columns: 3,
      pictures: [
        lines({
          title: 'Loss, if it is let run',
          width: 560,
          height: 420,
          x: 'round',
          y: { name: 'cross-entropy', min: 0 },
          series: [
            { name: 'the 60 examples it learns from', y: logs('loss') },
            { name: '300 that it does not', y: logs('val_loss') },
          ],
          marks: [
            { x: early.best, label: 'best' },
            { x: early.rounds, label: 'stopped' },
          ],
        }),
        await region(`Round ${early.best}`, stopped.model),
        await region(`Round ${end.rounds}`, toTheEnd.model),
      ],
    }),
  );
  return { end, early, lastTrainingLoss: logs('loss').at(-1)! };
}
