/**
 * Gradient descent, by how many examples one step looks at. All of them (batch): each step goes straight down the true slope, but
 * costs a whole round. One (stochastic): a round brings as many steps as there are examples, each in a direction of its own, so the
 * path staggers and never comes to rest. A few (mini-batch): most of the speed, little of the stagger.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { meanSquaredError, sgd } from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { gridOver, rowsOf } from './shared/drawn.ts';
import { lineFrom, pointsOnLine } from './shared/line.ts';
import { walk } from './shared/walk.ts';

export const title = 'Batch, mini-batch and stochastic gradient descent on one loss surface';

export async function run({ quick, seed, say, table, draw }: Stage) {
  const size = 64;
  const { data, lossAt, best } = pointsOnLine(size, 0.4, seed);
  const leastLoss = lossAt(best.w, best.b);
  const start = { w: -1.2, b: -0.6 };
  const epochs = quick ? 6 : 12;

  const kinds = [
    { name: 'batch', batchSize: size },
    { name: 'mini-batch of 8', batchSize: 8 },
    { name: 'stochastic', batchSize: 1 },
  ];
  const walks = [];
  for (const { name, batchSize } of kinds) {
    const stepsPerEpoch = size / batchSize;
    const path = await walk(lineFrom(start.w, start.b), {
      backend: cpuBackend(),
      data,
      loss: meanSquaredError(),
      optimizer: sgd({ learningRate: 0.05 }),
      batchSize,
      steps: epochs * stepsPerEpoch,
      seed,
    });
    const losses = path.map(([w, b]) => lossAt(w!, b!));
    const last = losses.slice(-stepsPerEpoch);
    walks.push({
      name,
      path,
      losses,
      stepsPerEpoch,
      afterOneEpoch: losses[stepsPerEpoch]! - leastLoss,
      atTheEnd: last.reduce((a, b) => a + b) / last.length - leastLoss,
      stepsUphill: losses.slice(1).filter((loss, i) => loss > losses[i]!).length / (losses.length - 1),
    });
  }
  say(`How far above the least loss (${leastLoss.toFixed(4)}), with a rate of 0.05:`);
  table(
    ['', 'steps a round', 'after one round', `in round ${epochs}`, 'steps that led uphill'],
    walks.map((one) => [
      one.name,
      one.stepsPerEpoch,
      one.afterOneEpoch,
      one.atTheEnd,
      `${Math.round(100 * one.stepsUphill)} %`,
    ]),
  );

  const least = { x: [best.w], y: [best.b], draw: 'points' as const, color: '#222222', labels: ['least'] };
  const [edges, across] = [[-2, 2.5] as const, 61];
  await draw(
    panels({
      pictures: [
        lines({
          title: `Paths of ${epochs} rounds`,
          width: 600,
          height: 520,
          x: 'w',
          y: 'b',
          surface: {
            x: edges,
            y: edges,
            values: rowsOf(
              gridOver(edges, across).map(([w, b]) => lossAt(w, b)),
              across,
            ),
            scale: 'faint',
          },
          series: [
            ...[...walks].reverse().map(({ name, path, stepsPerEpoch }, i) => ({
              name,
              x: path.map(([w]) => w!),
              y: path.map(([, b]) => b!),
              draw: stepsPerEpoch > 8 ? ('line' as const) : ('both' as const),
              thickness: 1 + i / 2,
            })),
            least,
          ],
        }),
        lines({
          title: 'Loss above the least',
          width: 600,
          height: 520,
          x: 'rounds through the data',
          y: { name: 'mean squared error above the least', log: true, min: 1e-5 },
          series: [...walks].reverse().map(({ name, losses, stepsPerEpoch }, i) => ({
            name,
            x: losses.map((_, step) => step / stepsPerEpoch),
            y: losses.map((loss) => Math.max(loss - leastLoss, 1e-9)),
            thickness: 1 + i / 2,
          })),
        }),
      ],
    }),
  );
  return { walks: walks.map(({ path, losses, ...figures }) => figures) };
}
