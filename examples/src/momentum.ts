/**
 * A valley that is steep across and flat along: a rate small enough not to be thrown from side to side is far too small for the way
 * down the valley. Momentum keeps a part of every step for the next: what points to and fro cancels, what points the same way adds
 * up, to 1 / (1 - momentum) times as far (Polyak 1964). Nesterov looks at the slope where the momentum is about to lead.
 */
import { cpuBackend } from '@graftml/backend-cpu';
import { arrayDataset, dense, meanSquaredError, normals, sequential, sgd, tensor, withWeights } from '@graftml/core';
import { lines, panels } from '@graftml/plot';
import type { Stage } from './harness/example.ts';
import { gridOver, rowsOf } from './shared/drawn.ts';
import { walk } from './shared/walk.ts';

export const title = 'Momentum: through a narrow valley in a fraction of the steps';

const size = 64;

export async function run({ quick, seed, say, table, draw }: Stage) {
  const { data, lossAt } = valley(seed, 5);
  const model = planeFrom(-0.5, -1.5);
  const rate = 0.2;
  const kinds = [
    { name: 'no momentum', optimizer: sgd({ learningRate: rate }) },
    { name: 'momentum 0.8', optimizer: sgd({ learningRate: rate, momentum: 0.8 }) },
    { name: 'Nesterov, 0.8', optimizer: sgd({ learningRate: rate, momentum: 0.8, nesterov: true }) },
  ];
  const goal = 1e-3 * lossAt(-0.5, -1.5);
  const walks: { name: string; path: number[][]; losses: number[]; steps: number }[] = [];
  for (const { name, optimizer } of kinds) {
    const path = await walk(model, {
      backend: cpuBackend(),
      data,
      loss: meanSquaredError(),
      optimizer,
      batchSize: size,
      steps: quick ? 260 : 300,
      seed,
    });
    const losses = path.map(([v, w]) => lossAt(v!, w!));
    // From when on it stays below the goal.
    walks.push({ name, path, losses, steps: losses.findLastIndex((loss) => loss > goal) + 1 });
  }
  say(
    `All with a rate of ${rate} and all examples in each step. Steps until the loss stays below a thousandth of the first:`,
  );
  table(
    ['', 'steps', 'times as fast'],
    walks.map(({ name, steps }) => [name, steps, walks[0]!.steps / steps]),
  );

  const shown = 40;
  const [edges, across] = [[-2, 2.5] as const, 61];
  await draw(
    panels({
      pictures: [
        lines({
          title: `The first ${shown} steps`,
          width: 600,
          height: 500,
          x: 'weight of the large input',
          y: 'weight of the small input',
          surface: {
            x: edges,
            y: edges,
            values: rowsOf(
              gridOver(edges, across).map(([v, w]) => lossAt(v, w)),
              across,
            ),
            scale: 'faint',
          },
          series: [
            ...walks.map(({ name, path }) => ({
              name,
              x: path.slice(0, shown).map(([v]) => v!),
              y: path.slice(0, shown).map(([, w]) => w!),
              draw: 'both' as const,
              thickness: 1.5,
            })),
            { x: [1], y: [1], draw: 'points', color: '#222222', labels: ['least'] },
          ],
        }),
        lines({
          title: 'The loss',
          width: 600,
          height: 500,
          x: 'step',
          y: { name: 'mean squared error', log: true, min: 1e-6 },
          series: walks.map(({ name, losses }) => ({
            name,
            x: losses.map((_, step) => step),
            y: losses.map((loss) => Math.max(loss, 1e-12)),
          })),
          marks: [{ y: goal, label: 'a thousandth of the first' }],
        }),
      ],
    }),
  );
  return { walks: walks.map(({ name, steps }) => ({ name, steps })), all: quick ? 260 : 300 };
}

/** y = x1 + x2, but the first input is so many times as large as the second: the loss is that squared as steep along its weight. */
export function valley(seed: number, times: number) {
  const noise = normals({ seed, purpose: 'inputs' }, 2 * size);
  const x = Array.from({ length: size }, (_, i) => [noise[2 * i]!, noise[2 * i + 1]! / times] as const);
  const y = x.map(([a, b]) => a + b);
  const data = arrayDataset(tensor('float32', [size, 2], x.flat()), tensor('float32', [size, 1], y));
  const lossAt = (v: number, w: number) => x.reduce((sum, [a, b], i) => sum + (v * a + w * b - y[i]!) ** 2, 0) / size;
  return { data, lossAt };
}

/** One neuron without bias, which starts at these weights. */
export const planeFrom = (v: number, w: number) =>
  withWeights(sequential({ input: [2] }, [dense(1, { useBias: false, name: 'plane' })]), {
    'plane/kernel': tensor('float32', [2, 1], [v, w]),
  });
